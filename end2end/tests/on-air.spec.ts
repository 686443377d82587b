// What a producer does, on the stage: the whole way, through the real server and its stream.

import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, LINK_LOST, ready, test } from './fixtures';
import { Device } from './protocol';
import { sent } from './sent';
import type { Server } from './server';

// A test's server goes before its pages do, and an output asks at once where it is.
test.use({ viewport: { width: 1920, height: 1080 }, isMobile: false, hasTouch: false, deviceScaleFactor: 1, allowed: LINK_LOST });
test.describe.configure({ timeout: 120_000 });

interface Item {
  id: number;
  scene: string;
  unit?: string;
  of?: { among: string };
}

/** An officer of the demonstration, by role and unit, over HTTP: what a button box has too. */
async function signsIn(server: Server, login: string): Promise<string> {
  const { password } = server.officers.find((officer) => officer.login === login)!;
  const { token } = (await post(server, 'sign-in', { login, password })) as { token: string };
  return token;
}

async function post(server: Server, path: string, body: object, token?: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(`${server.url}/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** A producer of the demonstration, whose rundown has every scene. */
class Producer {
  private constructor(
    private readonly server: Server,
    private readonly token: string,
  ) {}

  static async of(server: Server): Promise<Producer> {
    return new Producer(server, await signsIn(server, 'daodien.tld'));
  }

  async does(act: string, more: object = {}): Promise<void> {
    await post(this.server, 'show/acts', { id: randomUUID(), act, ...more }, this.token);
  }

  /** The item of the rundown that is like this; an error if there is none. */
  async item(is: (item: Item) => boolean): Promise<number> {
    const answer = await fetch(`${this.server.url}/api/v1/show`, { headers: { authorization: `Bearer ${this.token}` } });
    const { show } = (await answer.json()) as { show: { rundown: Item[] } };
    const found = show.rundown.find(is);
    if (!found) throw new Error(`no such item among ${show.rundown.map(({ scene }) => scene).join()}`);
    return found.id;
  }

  async takes(is: (item: Item) => boolean): Promise<void> {
    await this.does('take', { item: await this.item(is), transition: 'cut' });
  }
}

const isNation = ({ scene, unit }: Item) => scene === 'number' && unit === 'tld';
const big = (page: Page) => page.locator('.scene--number .scene__big');

async function stage(page: Page, server: Server, path = '/show/program'): Promise<void> {
  await page.goto(server.url + path);
  await ready(page);
}

/** Waits until the figure no longer rolls, and gives it. */
async function rested(page: Page): Promise<number> {
  let last = -1;
  const stands = async () => {
    const before = last;
    last = Number((await big(page).innerText()).replaceAll('.', ''));
    return last === before;
  };
  await expect.poll(stands, { intervals: [1_000] }).toBe(true);
  return last;
}

test('what a producer takes is on stage within a second, and so is what a member sends', async ({ page, ownServer: server }) => {
  const producer = await Producer.of(server);
  await stage(page, server);
  const guest = await producer.item(({ scene }) => scene === 'unit');
  const scene = page.locator('.scene--unit');
  await expect(scene).toHaveCount(0);
  await producer.does('take', { item: guest, transition: 'cut' });
  await expect(scene).toBeVisible({ timeout: 1_000 });
  await expect(scene).toContainText('Công đoàn Dầu khí Việt Nam');

  await producer.takes(isNation);
  await expect(big(page)).toBeVisible({ timeout: 1_000 });
  const before = await rested(page);
  await sent(server, 'Giá treo ống hàn tự xoay');
  // The server speaks twice a second, and a figure takes its time to roll.
  await expect(big(page)).toHaveText((before + 1).toLocaleString('vi-VN'), { timeout: 2_000 });

  await producer.does('hide');
  await expect(page.locator('.layer')).toHaveCount(0, { timeout: 1_000 });
  await producer.does('unhide');
  await expect(big(page)).toBeVisible({ timeout: 1_000 });
});

test('every scene of the rundown is drawn, and an overlay follows the show', async ({ page, context, ownServer: server }) => {
  const producer = await Producer.of(server);
  const overlay = await context.newPage();
  await stage(overlay, server, '/show/over/lower-third?output=program');
  await stage(page, server);
  for (const [is, seen] of [
    [isNation, '.scene--number .scene__big'],
    [({ scene }: Item) => scene === 'waiting', '.welcome__code svg'],
    [({ scene, of }: Item) => scene === 'league' && of?.among === 'children', '.race li'],
    [({ scene, of }: Item) => scene === 'league' && of?.among === 'cluster', '.race li'],
    [({ scene }: Item) => scene === 'map', '.map__tiles .tile'],
    [({ scene }: Item) => scene === 'timeline', '.course__picture svg'],
    [({ scene }: Item) => scene === 'unit', '.scene--unit .scene__big'],
  ] as const) {
    await producer.takes(is);
    await expect(page.locator(seen).first()).toBeVisible();
    await expect(page.locator('.layer')).toHaveCount(1);
  }
  await expect(overlay.locator('.lower__name')).toHaveText('Công đoàn Dầu khí Việt Nam');
});

test('more outputs in one browser than it has connections to a server', async ({ context, ownServer: server }) => {
  const producer = await Producer.of(server);
  await producer.takes(isNation);
  const outputs = await Promise.all(Array.from({ length: 8 }, () => context.newPage()));
  for (const [at, output] of outputs.entries()) await stage(output, server, `/show/over/full?output=program&as=may-${at}`);
  for (const output of outputs) await expect(big(output)).toBeVisible();
  await producer.takes(({ scene }) => scene === 'map');
  for (const output of outputs) await expect(output.locator('.map__tiles')).toBeVisible({ timeout: 2_000 });
});

test.describe(() => {
  test.use({ allowed: new RegExp(`${LINK_LOST.source}|WebSocket handshake`, 'i') });

  test('where no socket comes through, the same comes as events', async ({ page, ownServer: server }) => {
    const producer = await Producer.of(server);
    await producer.takes(isNation);
    // As through a proxy that knows no sockets.
    await page.addInitScript(() => {
      window.WebSocket = class extends WebSocket {
        constructor(url: string) {
          super(url.replace('/show/stream', '/nowhere'));
        }
      };
    });
    const events = page.waitForResponse((answer) => answer.url().includes('/show/stream'), { timeout: 40_000 });
    await stage(page, server);
    // It asks until then.
    await expect(big(page)).toBeVisible();
    expect(await (await events).headerValue('content-type')).toBe('text/event-stream');
    await producer.takes(({ scene }) => scene === 'map');
    await expect(page.locator('.map__tiles')).toBeVisible({ timeout: 1_000 });
  });
});

test('a server started again in mid-scene: the picture stands still from before to after, and then goes on', async ({ page, ownServer: server }) => {
  const producer = await Producer.of(server);
  await producer.takes(isNation);
  await stage(page, server);
  const before = await rested(page);
  // Whatever any frame shows that isn't this figure, alone and whole.
  await page.evaluate(() => {
    const looks: string[] = ((window as any).looks = []);
    const look = () => {
      const layers = [...document.querySelectorAll('.layer')].map((layer) => {
        return `${getComputedStyle(layer).opacity} ${layer.querySelector('.scene__big')?.textContent}`;
      });
      const now = layers.join('; ');
      if (looks.at(-1) !== now) looks.push(now);
      requestAnimationFrame(look);
    };
    look();
  });
  // Its age is the one thing that may change.
  await page.locator('.scene__asof').evaluate((age: HTMLElement) => (age.style.visibility = 'hidden'));
  const first = await page.screenshot();
  await server.stop();
  await page.waitForEvent('requestfailed');
  const during = await page.screenshot();
  await expect(page.locator('.scene__lost')).toHaveCount(1, { timeout: 20_000 });
  const aged = await page.screenshot();
  await server.start();
  await expect(page.locator('.scene__lost')).toHaveCount(0, { timeout: 30_000 });
  const after = await page.screenshot();
  const looks = await page.evaluate(() => (window as any).looks as string[]);
  expect(looks).toEqual([`1 ${before.toLocaleString('vi-VN')}`]);
  for (const [name, other] of Object.entries({ during, aged, after })) expect(other.equals(first), name).toBe(true);

  await sent(server, 'Khay lọc cặn tháo nhanh');
  await expect(big(page)).toHaveText((before + 1).toLocaleString('vi-VN'));
});

test('consent withdrawn leaves the stage and the overlay within two seconds', async ({ page, context, ownServer: server }) => {
  const words = 'Tôi lấy hai con lăn của băng tải hỏng, gắn lên chân đế cũ. Đạp chân là ống xoay.';
  const { author, id } = await sent(server, 'Giá treo ống hàn tự xoay', { story: words, public_story: true });
  const reviewer = new Device(server, await signsIn(server, 'duyet.bsr'));
  await reviewer.sync();
  const [decided] = await reviewer.sync({ initiative: id, action: { recognise: { level: 'grassroots', benefit_vnd: 80_000_000 } } });
  expect(decided.outcome, JSON.stringify(decided)).toBe('applied');
  const producer = await Producer.of(server);
  await producer.does('moderate', { initiative: id, verdict: 'approved' });
  await producer.does('add', { scene: 'story', initiative: id });
  const ids = await producer.item((item) => item.scene === 'story' && (item as { initiative?: string }).initiative === id);
  await producer.does('take', { item: ids, transition: 'cut' });
  const overlay = await context.newPage();
  await stage(overlay, server, '/show/over/lower-third?output=program');
  await stage(page, server);
  await expect(page.locator('.retold__quote')).toHaveText(`“${words}”`);
  await expect(page.locator('.retold__by')).toContainText('Trịnh Văn Khoát');
  await expect(overlay.locator('.lower__name')).toHaveText('Giá treo ống hàn tự xoay');

  await author.sync();
  const began = Date.now();
  expect((await author.edits(id, { public_story: false })).outcome).toBe('applied');
  await expect(page.getByText('con lăn')).toHaveCount(0, { timeout: 2_000 });
  await expect(overlay.getByText('Giá treo')).toHaveCount(0, { timeout: 2_000 });
  expect(Date.now() - began).toBeLessThan(2_000);
});
