// The control desk when the link goes: a server that restarts in mid-show, answers that are lost or late, a session that ends.

import { expect, LINK_LOST, test as base } from './fixtures';
import { LEAGUE, NUMBER, Producer, WAITING } from './producer';

const test = base.extend<{ producer: Producer }>({
  // Each show begins from the start: nothing needs the server that the tests of a worker share.
  baseURL: async ({ ownServer }, use) => use(ownServer.url),
  producer: async ({ page, ownServer }, use) => use(new Producer(page, ownServer)),
});
test.use({
  viewport: { width: 1440, height: 900 },
  isMobile: false,
  hasTouch: false,
  allowed: new RegExp(`${LINK_LOST.source}|status of 401|net::ERR_`, 'i'),
});
test.describe.configure({ timeout: 180_000 });

test('the server restarts in mid-show: the desk says so, drops nothing in silence, and goes on by itself', async ({ producer, ownServer }) => {
  const { page } = producer;
  await producer.signsIn();
  await producer.presses('Space');
  await expect(producer.row(LEAGUE)).toContainText('đang phát từ');
  await expect(producer.air.locator('.scene--league')).toBeVisible();

  await ownServer.stop();
  await expect(producer.link).toContainText('Mất nối với máy chủ');
  await expect(producer.link).toContainText(/\d+ giây trước/);
  await expect(producer.button(/^Đưa lên sóng/)).toBeDisabled();
  await producer.presses('Space');
  await expect(page.locator('.takes__in').getByRole('alert').filter({ hasText: 'chưa làm gì cả' })).toBeVisible();
  await expect(producer.row(LEAGUE)).toContainText('đang phát từ');
  await expect(producer.air.locator('.scene--league')).toBeVisible();
  await ownServer.start();
  await expect(producer.link).toContainText('Kết nối tốt', { timeout: 20_000 });
  await expect(producer.row(LEAGUE)).toContainText('đang phát từ');
  await producer.presses('1');
  await expect(producer.row(WAITING)).toHaveClass(/is-next/);
  await producer.presses('Space');
  await expect(producer.row(WAITING)).toContainText('đang phát từ');
  await expect(producer.air.locator('.scene--waiting')).toBeVisible({ timeout: 15_000 });
});

test('an act whose answer is lost is sent again under its id, and done once', async ({ producer }) => {
  const { page } = producer;
  await producer.signsIn();
  const ids: string[] = [];
  await page.route('**/api/v1/show/acts', async (route) => {
    ids.push(route.request().postDataJSON().id);
    // The server has it; the answer never arrives.
    if (ids.length === 1) await route.fetch().then(() => route.abort('connectionreset'));
    else await route.continue();
  });
  await producer.presses('1');
  await expect.poll(() => ids.length).toBe(2);
  expect(ids[1]).toBe(ids[0]);
  await expect(producer.row(WAITING)).toHaveClass(/is-next/);
  await expect(producer.log.getByText(`xem trước “${WAITING}`)).toHaveCount(1);
});

test('an act that can’t be delivered is told, and the desk finds out how the show is', async ({ producer }) => {
  const { page } = producer;
  await producer.signsIn();
  await page.route('**/api/v1/show/acts', (route) => route.abort('connectionreset'));
  await producer.presses('1');
  await expect(producer.row(WAITING).getByRole('alert')).toContainText('Chưa rõ máy chủ đã nhận chưa');
  await expect(producer.row(WAITING)).not.toHaveClass(/is-next/);
  await expect(producer.link).toContainText('Kết nối tốt');
  await page.unroute('**/api/v1/show/acts');
  await producer.presses('1');
  await expect(producer.row(WAITING)).toHaveClass(/is-next/);
  await expect(producer.row(WAITING).getByRole('alert')).toHaveCount(0);
});

test('while an act waits the button says so and can’t double', async ({ producer }) => {
  const { page } = producer;
  await producer.signsIn();
  let sent = 0;
  let answer = () => {};
  const held = new Promise<void>((done) => (answer = done));
  await page.route('**/api/v1/show/acts', async (route) => {
    sent += 1;
    await held;
    await route.continue();
  });
  const take = page.locator('.takes .btn--main');
  await producer.presses('Space');
  await expect(take).toContainText('Đang gửi');
  await producer.presses('Space');
  await take.click();
  answer();
  await expect(producer.row(LEAGUE)).toContainText('đang phát từ');
  await expect(take).not.toContainText('Đang gửi');
  expect(sent).toBe(1);
});

test('a session that ends in mid-show is renewed in place', async ({ producer, context }) => {
  const { page } = producer;
  await producer.signsIn();
  await context.clearCookies();
  await producer.presses('1');
  await expect(page.getByText('Phiên đăng nhập đã hết').first()).toBeVisible();
  await expect(producer.row(NUMBER)).toContainText('đang phát từ');
  await producer.enters('daodien.tld');
  await expect(page.locator('.again')).toHaveCount(0);
  await producer.presses('1');
  await expect(producer.row(WAITING)).toHaveClass(/is-next/);
});
