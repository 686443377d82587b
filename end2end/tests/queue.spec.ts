// What waits to be sent, over links and servers that misbehave: nothing lost, nothing twice, nothing in the way.

import { gunzipSync } from 'node:zlib';
import type { BrowserContext, Route } from '@playwright/test';
import { expect, LINK_LOST, Author, test } from './fixtures';
import { totals } from './protocol';
import { UNIT } from './author';

test.use({ allowed: new RegExp(`${LINK_LOST.source}|status of (403|429|5\\d\\d)`, 'i') });

interface Op {
  id: string;
  initiative: string;
  base: number;
  action: Record<string, unknown>;
}

/** The requests to `POST /sync` that carry ops, and what is done with each: by default they go through. */
class Link {
  /** The ops of each request, in order. */
  readonly sent: Op[][] = [];
  /** What becomes of the requests that carry ops from now on. */
  answer: (route: Route) => Promise<void> = (route) => route.continue();

  static async of(context: BrowserContext): Promise<Link> {
    const link = new Link();
    await context.route('**/api/v1/sync', async (route) => {
      const { ops } = body(route) as { ops: Op[] };
      if (ops.length === 0) return route.continue();
      link.sent.push(ops);
      await link.answer(route);
    });
    return link;
  }

  /** Every op that was sent, with its text each time that it was. */
  get ops(): Map<string, string[]> {
    const ops = new Map<string, string[]>();
    for (const op of this.sent.flat()) ops.set(op.id, [...(ops.get(op.id) ?? []), JSON.stringify(op)]);
    return ops;
  }
}

function body(route: Route): unknown {
  const bytes = route.request().postDataBuffer()!;
  return JSON.parse((bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString());
}

test('lesson 4: words added while an answer is awaited go under an id of their own', async ({ context, author }) => {
  await author.joins('Trịnh Văn Khoát');
  const link = await Link.of(context);
  let arrived = () => {};
  const first = new Promise<void>((done) => (arrived = done));
  let letGo = () => {};
  const held = new Promise<void>((done) => (letGo = done));
  // The server gets the first request; its answer is lost on the way back.
  link.answer = async (route) => {
    await route.fetch();
    arrived();
    await held;
    await route.abort();
  };
  await author.writes({ title: 'Bộ gá hàn ống' });
  await first;
  await author.box('story').fill('Thêm khi đang chờ.');
  link.answer = (route) => route.continue();
  letGo();
  await author.goesToList();
  await author.page.getByRole('button', { name: 'Thử ngay' }).click();
  await author.finds('Bộ gá hàn ống', 'Đã cất giữ');

  expect(link.ops.size).toBe(2);
  for (const [, texts] of link.ops) expect(new Set(texts).size, 'an op never changes under its id').toBe(1);
  expect(link.sent[1][0].id).toBe(link.sent[0][0].id);
  const all = await (await author.otherDevice()).all();
  expect(all).toHaveLength(1);
  expect(all[0]).toMatchObject({ title: 'Bộ gá hàn ống', story: 'Thêm khi đang chờ.' });
});

test('lesson 5: a 200 without a receipt drops nothing, doubles nothing and isn’t answered with a storm', async ({ context, author }) => {
  await author.joins('Lê Kim Thoa');
  const link = await Link.of(context);
  link.answer = async (route) => {
    const response = await route.fetch();
    const answer = { ...((await response.json()) as object), results: [], changes: [] };
    await route.fulfill({ response, json: answer });
  };
  await author.writes({ title: 'Phễu rót không tràn' });
  await author.goesToList();
  await expect.poll(() => link.sent.length).toBeGreaterThan(1);
  await author.finds('Phễu rót không tràn', 'Chỉ có trên máy này');
  expect(link.sent.length, 'it waits longer and longer').toBeLessThan(4);
  link.answer = (route) => route.continue();
  await author.page.getByRole('button', { name: 'Thử ngay' }).click();
  await author.finds('Phễu rót không tràn', 'Đã cất giữ');
  expect([...link.ops.keys()]).toHaveLength(1);
  expect(await (await author.otherDevice()).all()).toHaveLength(1);
});

test('lesson 8: a slow link and a reload in the middle send the record once', async ({ page, context, ownServer: server }) => {
  const slow = new Author(page, server);
  await slow.joins('Đỗ Thị Lan');
  const link = await Link.of(context);
  await slow.writes({ title: 'Móc treo dây an toàn' });
  await slow.goesToList();
  await slow.finds('Móc treo dây an toàn', 'Đã cất giữ');
  const before = await totals(server, UNIT);

  let arrived = () => {};
  const there = new Promise<void>((done) => (arrived = done));
  link.answer = async (route) => {
    await route.fetch();
    arrived();
    // No answer ever comes: the page goes first.
  };
  link.sent.length = 0;
  await slow.goesTo('Móc treo dây an toàn');
  await slow.submits();
  await there;
  link.answer = (route) => route.continue();
  await slow.reloads();
  await slow.page.goto(`${server.url}/app`);
  await slow.finds('Móc treo dây an toàn', /^Đã gửi/);
  expect(link.ops.size).toBe(1);
  expect([...link.ops.values()][0].length).toBeGreaterThan(1);
  await expect.poll(async () => (await totals(server, UNIT)).counts.submitted).toBe(before.counts.submitted + 1);
  expect(await server.verify()).toBeTruthy();
});

test('lesson 9: what was being sent when the browser died is pending at the next start', async ({ phone, server }) => {
  let page = await phone.opens();
  let author = new Author(page, server);
  await author.joins('Phạm Văn Định');
  const link = await Link.of(page.context());
  let asked = () => {};
  const sending = new Promise<void>((done) => (asked = done));
  link.answer = async () => asked(); // Neither goes on nor ends.
  await author.writes({ title: 'Tấm chắn tia lửa' });
  await sending;
  await phone.closes();

  page = await phone.opens();
  author = new Author(page, server);
  await author.opens();
  await author.finds('Tấm chắn tia lửa', 'Đã cất giữ');
  expect(await (await author.otherDevice()).all()).toHaveLength(1);
});

test('lesson 19: one refused write steps aside, is shown with its words, and the rest go on', async ({ page, context, author }) => {
  await author.joins('Hồ Thị Bưởi');
  const id = await author.writes({ title: 'Kẹp giữ phôi', story: 'Một tay là đủ.' });
  await author.goesToList();
  await author.finds('Kẹp giữ phôi', 'Đã cất giữ');

  await context.setOffline(true);
  // Another device of hers submits it meanwhile, so that it is frozen.
  const other = await author.otherDevice();
  await other.sync();
  expect((await other.submits(id)).outcome).toBe('applied');
  await author.goesTo('Kẹp giữ phôi');
  await author.box('story').fill('Một tay là đủ, kể cả khi đeo găng.');
  await author.goesToList();
  await author.writes({ title: 'Chổi quét mạt sắt' });
  await author.goesToList();
  await context.setOffline(false);

  await author.finds('Chổi quét mạt sắt', 'Đã cất giữ');
  await expect(page.getByRole('heading', { name: 'Cần bạn xem 1' })).toBeVisible();
  await expect(author.item('Kẹp giữ phôi')).toContainText('Sáng kiến đã gửi nên không sửa được nữa. Chữ bạn vừa viết vẫn còn đây.');
  await author.goesTo('Kẹp giữ phôi');
  await expect(page.getByText('Một tay là đủ, kể cả khi đeo găng.')).toBeVisible();
  await page.getByRole('button', { name: 'Chép thành sáng kiến mới' }).click();
  await expect(author.box('story')).toHaveValue('Một tay là đủ, kể cả khi đeo găng.');
});

const PORTAL = '<!doctype html><title>Wi-Fi miễn phí</title><h1>Bấm để vào mạng</h1>';

for (const [what, answer] of Object.entries<Parameters<Route['fulfill']>[0]>({
  '429': { status: 429, headers: { 'retry-after': '1' } },
  '502': { status: 502, contentType: 'text/html', body: '<h1>Bad Gateway</h1>' },
  '503': { status: 503, contentType: 'application/problem+json', json: { type: 'busy', status: 503, title: 'Bận' } },
  '504': { status: 504 },
  'a portal’s page with status 200': { status: 200, contentType: 'text/html', body: PORTAL },
  'a portal’s page with status 403': { status: 403, contentType: 'text/html', body: PORTAL },
  'half an answer': { status: 200, contentType: 'application/json', body: '{"results":[' },
})) {
  test(`lesson 20: ${what} means keep and try again`, async ({ page, context, author }) => {
    await author.joins('Vũ Văn Tám');
    const link = await Link.of(context);
    link.answer = (route) => route.fulfill(answer);
    await author.writes({ title: 'Giá đỡ bình khí' });
    await author.goesToList();
    await expect(page.getByText('Chưa gửi được. Bài của bạn đã lưu, máy sẽ tự gửi lại sau ít phút.')).toBeVisible();
    await author.finds('Giá đỡ bình khí', 'Chỉ có trên máy này');
    link.answer = (route) => route.continue();
    // By itself, after the first wait.
    await author.finds('Giá đỡ bình khí', 'Đã cất giữ');
    await expect(page.getByText('Chưa gửi được.')).toHaveCount(0);
    expect(link.ops.size).toBe(1);
    expect(await (await author.otherDevice()).all()).toHaveLength(1);
  });
}

test('lesson 20: the waits grow, and a server’s Retry-After is heeded', async ({ page, context, author }) => {
  await page.clock.install();
  await author.joins('Ngô Văn Bảy');
  const link = await Link.of(context);
  link.answer = (route) => route.fulfill({ status: 503 });
  await author.writes({ title: 'Đèn báo mức dầu' });
  const tries = async (count: number) => expect.poll(() => link.sent.length).toBe(count);
  await page.clock.runFor(1_600);
  await tries(1);
  // 2 s and up to half as much; then 4 s and up to half as much.
  await page.clock.runFor(1_900);
  await tries(1);
  await page.clock.runFor(1_200);
  await tries(2);
  await page.clock.runFor(3_900);
  await tries(2);
  link.answer = (route) => route.fulfill({ status: 503, headers: { 'retry-after': '60' } });
  await page.clock.runFor(2_200);
  await tries(3);
  link.answer = (route) => route.continue();
  await page.clock.runFor(59_000);
  await tries(3);
  await page.clock.runFor(32_000);
  await tries(4);
  await expect(page.locator('.chip')).toHaveText('Đã cất giữ');
});
