// The stage and the overlays: that nothing is cut, whatever the figures and names; that the link may go and come back; that
// nothing flickers. A change of a picture that is meant: `npx playwright test stage --update-snapshots`, and look at it.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, LINK_LOST, ready, test } from './fixtures';
import * as show from './show';
import { faults, Link, picture, type Content, type Picture } from './show';

const UNITS_CSV = resolve(import.meta.dirname, '..', '..', 'server', 'data', 'units.csv');
const units = readFileSync(UNITS_CSV, 'utf8').trim().split('\n').slice(1).map((line) => {
  const [code, , level, name] = line.split(',') as [string, string, string, string];
  return { code, level, name };
});

test.use({ viewport: { width: 1920, height: 1080 }, isMobile: false, hasTouch: false, deviceScaleFactor: 1 });

/** Opens an output that shows a picture, once it is drawn. */
async function open(page: Page, path: string, first: unknown): Promise<Link> {
  const link = await Link.to(page, first);
  await page.goto(path);
  await ready(page);
  await expect(page.locator('.layer, .cue')).toHaveCount(1);
  return link;
}

const LONG_QUOTATION = 'Trước đây mỗi mối hàn phải có hai người: một người hàn, một người giữ và xoay ống, ca đêm thiếu người là đứng việc. '.repeat(7);
const SHORT_QUOTATION = 'Tôi lấy hai con lăn của băng tải hỏng, gắn lên chân đế cũ. Đạp chân là ống xoay.';

/** Seven units of one rank, all behind the same sixty. */
const JOINT = show.rows().map((row) => ({ ...row, rank: 60, shared: true, percent: 0.4 }));

/** Every scene with what strains it most. */
const SCENES: [string, Content, Partial<Picture>?][] = [
  ...[0, 7_085, 999_999, 1_000_000, 2_400_000].map((submitted): [string, Content] => [`number-${submitted}`, show.nation(submitted)]),
  ['number-long', show.number(2_400_000, 2_000_000, show.LONGEST)],
  ['number-1278', show.number(869, 68, show.LONGEST)],
  ['number-no-target', show.number(7_085, null, show.LONGEST)],
  ['number-typed', show.number(7_085, 5_400, show.LONGEST), { figures: show.typed(2_100_000, 'báo cáo nhanh của Văn phòng Tổng Liên đoàn Lao động Việt Nam gửi lúc 19h50 ngày 21/10, số chưa đối chiếu với máy chủ') }],
  ['number-held', show.nation(2_043_817), { figures: 'held' }],
  ['number-frozen', show.nation(2_043_817), { figures: 'frozen' }],
  ...[0, 7_085, 999_999, 1_000_000, 2_400_000].map((submitted): [string, Content] => [`unit-${submitted}`, show.unit(submitted, 1_000_000, show.LONGEST)]),
  ['unit-131', show.unit(7_085, 5_400)],
  ['unit-1278', show.unit(869, 68, show.LONGEST)],
  ['unit-no-target', show.unit(7_085, null, show.LONGEST)],
  ['league', show.league()],
  ['league-1278', show.league(show.rows([['cd-x', show.LONGEST, 869, 68], ['cd-y', `${show.LONGEST} và Môi trường`, 7_085, 5_400], ['cd-z', 'Công đoàn Y tế Việt Nam', 12, null]], 81))],
  ['league-early', show.league(show.rows([['cd-x', show.LONGEST, 12, 300], ['cd-y', 'Công đoàn Y tế Việt Nam', 0, 300]], 1), null)],
  ['league-joint', show.league(JOINT)],
  ['story', show.story(SHORT_QUOTATION)],
  ['story-long', show.story(LONG_QUOTATION, { title: 'Giá treo ống hàn tự xoay, một người làm thay hai người '.repeat(5).trim(), authors: ['Trịnh Văn Khoát', 'Lê Kim Thoa', 'Nguyễn Thị Phương Thảo', 'Đỗ Hoàng Yến Nhi'], benefit: { estimated: 100_000_000_000_000 } })],
  ['story-240', show.story(LONG_QUOTATION.slice(0, 240))],
  ['story-unnamed', show.story(SHORT_QUOTATION, { authors: [], benefit: null, level: null })],
  ['map', show.map(units)],
  ['timeline-reached', show.timeline(2_043_817, 1_000_000, { milestones: [{ day: '2022-08-12', sum: 1_000_000 }, { day: '2022-05-31', sum: 696_948 }] })],
  ['timeline-likely', show.timeline(784_120, 1_000_000, { projection: { target: 1_000_000, on: '2023-01-09', per_day_tenths: 43_215 } })],
  ['timeline-begun', show.timeline(0, 1_000_000, { points: [['2022-01-08', 0], ['2022-01-09', 0]], milestones: [] })],
  ['waiting', show.waiting],
];

for (const size of [{ width: 1920, height: 1080 }, { width: 3840, height: 2160 }]) {
  for (const lang of ['vi', 'en'] as const) {
    test(`nothing is cut in any scene, ${lang}, ${size.height}`, async ({ page }) => {
      test.setTimeout(180_000);
      // Figures are at once what they are going to be.
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.setViewportSize(size);
      const link = await open(page, `/show/program?lang=${lang}`, picture(null, { content: SCENES[0]![1] }));
      for (const [at, [name, content, more]] of SCENES.entries()) {
        link.says(picture(content, { revision: 10 + at, lang, ...more }));
        await expect(page.locator(`.layer`)).toHaveCount(1);
        await shown(page, 10 + at);
        expect.soft(await faults(page), `${name} in ${lang}`).toEqual([]);
        if (process.env.LOOK) await page.screenshot({ path: join(process.env.LOOK, `${name}-${lang}-${size.height}.png`) });
      }
    });
  }
}

/** Waits until the picture of this revision is drawn and at rest. */
async function shown(page: Page, revision: number): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-revision', `${revision}`);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== 'running'));
}

test('the two scenes that are seen most look as in their pictures', async ({ page }) => {
  const link = await open(page, '/show/program', picture(show.nation(2_043_817)));
  await shown(page, 1);
  // Letters are drawn a little differently by other versions of the browser.
  await expect(page).toHaveScreenshot('stage-number.png', { maxDiffPixelRatio: 0.02 });
  link.says(picture(show.league(), { revision: 2 }));
  await shown(page, 2);
  await expect(page).toHaveScreenshot('stage-league.png', { maxDiffPixelRatio: 0.02 });
});

test.describe('figures', () => {
  /** Every value that the leading figure has shown. */
  const watch = (page: Page) =>
    page.evaluate(() => {
      const seen: string[] = ((window as any).seen = []);
      const note = () => seen.push(document.querySelector('.scene__big')!.textContent!);
      note();
      new MutationObserver(note).observe(document.querySelector('.scene__big')!, { characterData: true, subtree: true, childList: true });
    });
  const seen = (page: Page) =>
    page.evaluate(() => ((window as any).seen as string[]).map((text) => Number(text.replaceAll('.', ''))));

  test('a number rolls upwards and ends on the one that was issued; a correction cuts', async ({ page }) => {
    const link = await open(page, '/show/program', picture(show.nation(2_043_817)));
    await watch(page);
    link.says(picture(show.nation(2_050_000), { seq: 2 }));
    await expect(page.locator('.scene__big')).toHaveText('2.050.000');
    const up = await seen(page);
    expect(up.length).toBeGreaterThan(3);
    expect(up).toEqual(up.toSorted((one, other) => one - other));
    expect(Math.max(...up)).toBe(2_050_000);
    await watch(page);
    link.says(picture(show.nation(2_049_998), { seq: 3 }));
    await expect(page.locator('.scene__big')).toHaveText('2.049.998');
    expect(await seen(page)).toEqual([2_050_000, 2_049_998]);
  });

  test('a studio’s clock that is set back in mid-roll changes nothing', async ({ page }) => {
    const link = await open(page, '/show/program', picture(show.nation(2_043_817)));
    await watch(page);
    await page.evaluate(() => {
      const big = document.querySelector('.scene__big')!;
      // At the first value between the two, the hour is turned back.
      const rolling = new MutationObserver(() => {
        rolling.disconnect();
        (window as any).at_step = big.textContent;
        const now = Date.now;
        Date.now = () => now() - 3_600_000;
      });
      rolling.observe(big, { characterData: true, subtree: true, childList: true });
    });
    link.says(picture(show.nation(2_999_999), { seq: 2 }));
    await expect(page.locator('.scene__big')).toHaveText('2.999.999');
    expect(await page.evaluate(() => (window as any).at_step)).not.toBe('2.999.999');
    const up = await seen(page);
    expect(up).toEqual(up.toSorted((one, other) => one - other));
  });

  test.describe('without motion', () => {
    test.use({ contextOptions: { reducedMotion: 'reduce' } });

    test('everything cuts', async ({ page }) => {
      const link = await open(page, '/show/program', picture(show.nation(2_043_817)));
      await watch(page);
      link.says(picture(show.nation(2_050_000), { seq: 2 }));
      await expect(page.locator('.scene__big')).toHaveText('2.050.000');
      expect(await seen(page)).toEqual([2_043_817, 2_050_000]);
      link.says(picture(show.league(), { revision: 2, transition: 'dissolve' }));
      await expect(page.locator('.race')).toBeVisible();
      expect(await page.locator('.layer').last().evaluate((layer) => getComputedStyle(layer).opacity)).toBe('1');
    });
  });

  test('a row moves by its rank and its name stays what it is', async ({ page }) => {
    const link = await open(page, '/show/program', picture(show.league()));
    const row = page.locator('.race li', { hasText: 'Điện lực' });
    const before = (await row.boundingBox())!.y;
    await row.evaluate((row) => ((window as any).same = row));
    const moved = show.rows().map((row) => (row.unit === 'cd-dien-luc' ? { ...row, percent: 300.4 } : row));
    moved.sort((one, other) => other.percent! - one.percent!);
    link.says(picture(show.league(moved.map((row, at) => ({ ...row, rank: 5 + at }))), { seq: 2 }));
    await expect(row.locator('.r')).toHaveText('5');
    await shown(page, 1);
    await expect.poll(async () => (await row.boundingBox())!.y).toBeLessThan(before - 400);
    expect(await row.evaluate((row) => (window as any).same === row)).toBe(true);
  });

  test('a picture that was overtaken changes nothing, a server set up anew is believed', async ({ page }) => {
    const link = await open(page, '/show/program', picture(show.nation(2_043_817), { revision: 7, seq: 40 }));
    link.says(picture(show.nation(2_000_000), { revision: 7, seq: 39, now: '2023-10-21T13:14:59Z' }));
    // It still stands when it has asked and was answered the same.
    await page.waitForResponse(/show\/picture/);
    await expect(page.locator('.scene__big')).toHaveText('2.043.817');
    link.says(picture(show.nation(12), { revision: 1, seq: 1, now: '2023-10-21T13:16:00Z' }));
    await expect(page.locator('.scene__big')).toHaveText('12');
  });

  test('a story that was taken back isn’t brought back by an answer that comes late', async ({ page }) => {
    // Neither number is raised when somebody no longer agrees.
    const told = picture(show.story(SHORT_QUOTATION));
    const link = await open(page, '/show/program', told);
    link.says(picture(null, { now: '2023-10-21T13:15:01Z' }));
    await expect(page.locator('.layer')).toHaveCount(0);
    link.says(told);
    // It isn't there when it has asked either, and was answered the same.
    await page.waitForResponse(/show\/picture/);
    await expect(page.locator('.layer')).toHaveCount(0);
    link.says(picture(show.story(SHORT_QUOTATION), { now: '2023-10-21T13:15:20Z' }));
    await expect(page.locator('.retold__quote')).toBeVisible();
  });
});

test.describe('a link that goes', () => {
  test.use({ allowed: LINK_LOST });

  test('the last picture stays and says its age by the server’s clock, whatever the studio’s says', async ({ page }) => {
    await page.clock.install({ time: new Date('2001-02-03T04:05:06Z') });
    const link = await Link.to(page, picture(show.nation(2_043_817), { as_of: '2023-10-21T13:11:00Z', now: '2023-10-21T13:11:30Z' }));
    await page.goto('/show/program');
    await page.clock.runFor(2_000);
    const age = page.locator('.scene__asof');
    await expect(age).toHaveText('tính đến 20h11 ngày 21/10/2023');
    link.cut(true);
    await page.clock.runFor(5_000);
    await expect(age).toHaveText('tính đến 20h11 ngày 21/10/2023');
    await page.clock.runFor(8_000);
    await expect(age).toHaveText('tính đến 20h11 ngày 21/10/2023 chưa đầy 1 phút trước');
    await page.clock.runFor(4 * 60_000);
    await expect(age).toHaveText('tính đến 20h11 ngày 21/10/2023 4 phút trước');
    await expect(page.locator('.scene__big')).toHaveText('2.043.817');
    expect(await faults(page)).toEqual([]);
    link.says(picture(show.nation(2_043_900), { seq: 2, as_of: '2023-10-21T13:15:40Z', now: '2023-10-21T13:15:50Z' }));
    link.cut(false);
    await page.clock.runFor(12_000);
    await expect(age).toHaveText('tính đến 20h15 ngày 21/10/2023');
    await page.clock.runFor(2_000);
    await expect(page.locator('.scene__big')).toHaveText('2.043.900');
  });

  test('a story goes when nobody can know any more whether it may be told, and comes back with the link', async ({ page }) => {
    await page.clock.install({ time: new Date('2001-02-03T04:05:06Z') });
    const link = await Link.to(page, picture(show.story(SHORT_QUOTATION), { now: '2023-10-21T13:15:01Z' }));
    await page.goto('/show/program');
    await page.clock.runFor(2_000);
    const layers = page.locator('.layer');
    const quote = page.locator('.retold__quote');
    await expect(quote).toBeVisible();
    link.cut(true);
    await page.clock.runFor(5_000);
    await expect(quote).toBeVisible();
    await page.clock.runFor(8_000);
    await expect(layers).toHaveCount(0);
    link.cut(false);
    await page.clock.runFor(10_000);
    await expect(quote).toBeVisible();
    link.cut(true);
    await page.clock.runFor(15_000);
    await expect(layers).toHaveCount(0);
    // Taken back meanwhile, it isn't seen for a moment.
    await page.evaluate(() => {
      (window as any).most = 0;
      const note = () => ((window as any).most = Math.max((window as any).most, document.querySelectorAll('.layer').length));
      new MutationObserver(note).observe(document.body, { childList: true, subtree: true });
    });
    link.says(picture(null, { revision: 2, now: '2023-10-21T13:16:00Z' }));
    link.cut(false);
    await page.clock.runFor(10_000);
    await expect(page.locator('html')).toHaveAttribute('data-revision', '2');
    expect(await page.evaluate(() => (window as any).most)).toBe(0);
  });

  test('a server that is started again in mid-scene doesn’t show', async ({ page }) => {
    const link = await open(page, '/show/program', picture(show.nation(2_043_817)));
    await shown(page, 1);
    const before = await page.screenshot();
    link.cut(true);
    await page.waitForEvent('requestfailed');
    const during = await page.screenshot();
    await page.waitForEvent('requestfailed');
    link.cut(false);
    await page.waitForResponse(/show\/(stream|picture)/);
    const after = await page.screenshot();
    expect(during.equals(before)).toBe(true);
    expect(after.equals(before)).toBe(true);
  });
});

test('a dissolve shows no frame but of the two scenes', async ({ page }) => {
  const link = await open(page, '/show/program', picture(show.nation(2_043_817)));
  await expect(page.locator('.layer')).toHaveCSS('opacity', '1');
  await page.evaluate(() => {
    const frames: number[] = ((window as any).frames_seen = []);
    const look = () => {
      const [first] = document.querySelectorAll('.layer');
      // The lower scene is whole for as long as the upper one isn't.
      frames.push(first ? Number(getComputedStyle(first).opacity) : 0);
      requestAnimationFrame(look);
    };
    look();
  });
  link.says(picture(show.unit(7_085, 5_400), { revision: 2, transition: 'dissolve' }));
  await expect(page.locator('.layer')).toHaveCount(2);
  await expect(page.locator('.layer')).toHaveCount(1);
  const frames = await page.evaluate(() => (window as any).frames_seen as number[]);
  expect(Math.min(...frames)).toBe(1);
  await expect(page.locator('.scene__big')).toHaveText('131,2%');
});

test('a rehearsal can’t be overlooked, and what is hidden is gone', async ({ page }) => {
  const drill = { per_second: 20, since: show.SATURDAY, before: 0, cut_until: null };
  const link = await open(page, '/show/program', picture(show.nation(2_043_817), { rehearsal: drill }));
  const rows = page.locator('.drill__row');
  await expect(rows.first()).toContainText('DIỄN TẬP');
  if (process.env.LOOK) await page.screenshot({ path: join(process.env.LOOK, 'rehearsal.png') });
  const covered = await page.evaluate(() => {
    // Whatever quarter of the picture is cut out, the words run through it.
    const boxes = [...document.querySelectorAll('.drill__row')].map((row) => row.getBoundingClientRect());
    return [0.25, 0.75].every((x) => [0.25, 0.75].every((y) => boxes.some((box) => box.left < innerWidth * x && box.right > innerWidth * x && box.top < innerHeight * y && box.bottom > innerHeight * y)));
  });
  expect(covered).toBe(true);
  link.says(picture(null, { revision: 2, rehearsal: drill }));
  await expect(page.locator('.layer')).toHaveCount(0);
  await expect(rows.first()).toBeVisible();
});

test('the presenter reads the message, the time by the server’s clock, and what comes next', async ({ page }) => {
  const said = (text: string, more = {}) => ({
    revision: 3,
    now: '2023-10-21T13:15:08Z',
    lang: 'vi',
    title: 'Talk Công đoàn, số 42',
    message: { text, by: { id: '01936d5e-7b00-7abc-8def-0123456789ab', name: 'Hà Vy' }, at: show.SATURDAY },
    on_air: show.nation(2_043_817),
    next: show.unit(7_085, 5_400, show.LONGEST),
    rehearsal: false,
    ...more,
  });
  const link = await open(page, '/show/prompter', said('Còn 2 phút. Mời khách nói về cách giao chỉ tiêu.'));
  await expect(page.locator('.cue__message')).toContainText('Còn 2 phút');
  await expect(page.locator('.cue__clock')).toHaveText(/^20:15:\d\d$/);
  await expect(page.locator('.cue__foot')).toContainText(show.LONGEST);
  if (process.env.LOOK) await page.screenshot({ path: join(process.env.LOOK, 'prompter.png') });
  link.says(said('Mời khách nói về cách giao chỉ tiêu cho từng cấp. '.repeat(5).trim(), { revision: 4, rehearsal: true }));
  await expect(page.locator('.cue__drill')).toBeVisible();
  await expect.poll(() => faults(page)).toEqual([]);
  if (process.env.LOOK) await page.screenshot({ path: join(process.env.LOOK, 'prompter-long.png') });
});

test.describe('overlays', () => {
  const OVERLAYS: [string, Content][] = [
    ['lower-third', show.unit(7_085, 5_400)],
    ['lower-third?lang=en&position=top-right&theme=light', show.unit(2_400_000, 1_000_000, show.LONGEST)],
    ['lower-third?output=program', show.story(SHORT_QUOTATION, { title: 'Giá treo ống hàn tự xoay, một người làm thay hai người' })],
    ['lower-third?scale=1.6', show.unit(869, 68, show.LONGEST)],
    ['bug', show.unit(869, 68, show.LONGEST)],
    ['bug?position=bottom-left&lang=en&scale=2', show.nation(2_400_000)],
    ['ticker', show.league()],
    ['ticker?position=top-center&lang=en', show.league(show.rows([['cd-x', show.LONGEST, 869, 68]]))],
  ];

  for (const [at, content] of OVERLAYS) {
    test(`over/${at} lies on nothing and nothing of it is cut`, async ({ page }) => {
      await open(page, `/show/over/${at}`, picture(content));
      await shown(page, 1);
      expect(await faults(page)).toEqual([]);
      const name = at.replaceAll(/\W+/g, '-');
      const shot = await page.screenshot({ omitBackground: true });
      if (process.env.LOOK) await page.screenshot({ omitBackground: true, path: join(process.env.LOOK, `over-${name}.png`) });
      const alpha = await transparency(page, shot);
      expect(alpha.corners).toEqual([0, 0, 0, 0]);
      expect(alpha.centre).toBe(0);
      expect(alpha.opaque).toBeGreaterThan(0.01);
    });
  }

  test('with nothing on air there is nothing at all, full frame too', async ({ page }) => {
    const link = await open(page, '/show/over/full?output=program', picture(show.nation(2_043_817)));
    await shown(page, 1);
    expect((await transparency(page, await page.screenshot({ omitBackground: true }))).opaque).toBe(1);
    link.says(picture(null, { revision: 2 }));
    await expect(page.locator('.layer')).toHaveCount(0);
    expect((await transparency(page, await page.screenshot({ omitBackground: true }))).opaque).toBe(0);
  });

  /** How transparent a picture is: at its corners and its middle, 0 to 255, and what part of it is opaque. */
  async function transparency(page: Page, shot: Buffer) {
    const url = `data:image/png;base64,${shot.toString('base64')}`;
    const other = await page.context().newPage();
    const found = await other.evaluate(async (url) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width, image.height];
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, image.width, image.height);
      const at = (x: number, y: number) => data[(y * image.width + x) * 4 + 3]!;
      let opaque = 0;
      for (let pixel = 3; pixel < data.length; pixel += 4) if (data[pixel] === 255) opaque += 1;
      const [right, bottom] = [image.width - 1, image.height - 1];
      return {
        corners: [at(0, 0), at(right, 0), at(0, bottom), at(right, bottom)],
        centre: at(image.width >> 1, image.height >> 1),
        opaque: opaque / (data.length / 4),
      };
    }, url);
    await other.close();
    return found;
  }
});

test('a league says which rows are shown and that they share a rank, also where all of them do', async ({ page }) => {
  await open(page, '/show/program', picture({ ...show.league(JOINT), first: 60 }));
  await expect(page.locator('.scene__second')).toHaveText('% chỉ tiêu được giao, hạng 60 đến 66 trong 83 đơn vị');
  await expect(page.locator('.race .r')).toHaveText(Array(7).fill('60'));
  await expect(page.locator('.race .shared')).toHaveText(Array(7).fill('đồng hạng'));
});
