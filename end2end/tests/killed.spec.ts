// Lesson 29: a browser that is killed while somebody writes loses the last second at most. KILL_AFTER=5,10,25,45 for the long form.

import type { Page } from '@playwright/test';
import { Author, expect, LINK_LOST, onDevice, test } from './fixtures';

test.describe.configure({ retries: 0 });
// A request may be on its way when the link goes.
test.use({ allowed: LINK_LOST });

const SECONDS = (process.env.KILL_AFTER ?? '5,10').split(',').map(Number);
/** A word is written so often, milliseconds. */
const PACE = 150;

/** Writes a numbered word after the other until the time is over. Gives when each was written. */
async function writesFor(page: Page, seconds: number): Promise<number[]> {
  const written: number[] = [];
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    await page.keyboard.insertText(`w${written.length} `);
    written.push(Date.now());
    await page.waitForTimeout(PACE);
  }
  return written;
}

for (const profile of ['new', 'old']) {
  for (const link of ['online', 'offline']) {
    for (const seconds of SECONDS) {
      test(`lesson 29: a browser killed after ${seconds} s of writing, ${profile} profile, ${link}`, async ({ phone, server }) => {
        test.setTimeout(60_000 + seconds * 2000);
        let page = await phone.opens();
        const author = new Author(page, server);
        if (profile === 'old') {
          await author.joins('Trần Thử Nghiệm');
          await author.writes({ title: 'Bản nháp trước' });
          await phone.closes();
          page = await phone.opens();
        }
        await page.goto(`${server.url}/app`);
        await onDevice(page);
        if (link === 'offline') await phone.losesLink();
        const writer = new Author(page, server);
        await page.getByRole('link', { name: /^Viết sáng kiến (mới|đầu tiên)$/ }).click();
        await writer.box('title').fill('Bị tắt giữa chừng');
        await writer.sees('Đã lưu trên máy');
        await writer.box('story').click();
        const written = await writesFor(page, seconds);
        const killed = Date.now();
        await phone.isKilled();

        page = await phone.opens();
        await page.goto(`${server.url}/app`);
        const again = new Author(page, server);
        await again.goesTo('Bị tắt giữa chừng');
        const story = await again.box('story').inputValue();
        const owed = written.filter((at) => at < killed - 1000).length;
        expect(story.trim().split(' ').length).toBeGreaterThanOrEqual(owed);
      });
    }
  }
}

test('lesson 29: two tabs that write when the browser is killed lose no finished word of either', async ({ phone, server }) => {
  test.setTimeout(90_000);
  let page = await phone.opens();
  const first = new Author(page, server);
  await first.opens();
  await first.writes({ title: 'Hai cửa sổ' });
  const second = new Author(await page.context().newPage(), server);
  await second.page.goto(page.url());
  await onDevice(second.page);
  await phone.losesLink();
  const written: number[] = [];
  for (let n = 0; n < 20; n++) {
    const [writer, box] = n % 2 ? ([first, 'problem'] as const) : ([second, 'solution'] as const);
    await writer.page.bringToFront();
    await writer.box(box).click();
    await writer.page.keyboard.press('Control+End');
    await writer.page.keyboard.insertText(`w${n} `);
    written.push(Date.now());
    await writer.page.waitForTimeout(PACE);
  }
  const killed = Date.now();
  await phone.isKilled();

  page = await phone.opens();
  await page.goto(`${server.url}/app`);
  const again = new Author(page, server);
  await again.goesTo('Hai cửa sổ');
  const words = `${await again.box('problem').inputValue()} ${await again.box('solution').inputValue()}`.split(/\s+/);
  const owed = written.flatMap((at, n) => (at < killed - 1000 ? [`w${n}`] : []));
  expect(owed.length).toBeGreaterThan(10);
  expect(words).toEqual(expect.arrayContaining(owed));
});
