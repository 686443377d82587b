// What the desk offers to whom: decisions to those who decide, reading to those who only read, and a way back from each step.

import type { Page } from '@playwright/test';
import { accessible, Author, expect, LINK_LOST, test as base } from './fixtures';
import { Officer, PIN } from './officer';
import { sent, UNIT } from './sent';
import type { Server } from './server';

const TABLET = { width: 1180, height: 820 };
const REASON = 'Đã có ở phân xưởng bên từ năm ngoái.';

const test = base.extend<{ officer: Officer }>({
  officer: async ({ page, ownServer }, use) => use(new Officer(page, ownServer)),
});
test.use({ viewport: TABLET, allowed: new RegExp(`${LINK_LOST.source}|409 \\(`, 'i') });
test.describe.configure({ timeout: 90_000 });

/** A link that makes whoever opens it a reviewer of the unit. */
async function invitation(server: Server): Promise<string> {
  const administrator = server.officers.find(({ role, unit }) => role === 'unit_administrator' && unit === 'cd-dau-khi')!;
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  const signedIn = await fetch(`${server.url}/api/v1/sign-in`, { method: 'POST', headers, body: JSON.stringify(administrator) });
  headers.authorization = `Bearer ${((await signedIn.json()) as { token: string }).token}`;
  const invited = await fetch(`${server.url}/api/v1/units/${UNIT}/invitations`, { method: 'POST', headers, body: '{"role":"reviewer"}' });
  return ((await invited.json()) as { url: string }).url;
}

/** A thumb's way over the row, to the right. */
async function swipes(page: Page, row: ReturnType<Officer['row']>): Promise<void> {
  await expect(row).toBeVisible();
  const { x, y, height } = (await row.boundingBox())!;
  const session = await page.context().newCDPSession(page);
  const at = (way: number) => [{ x: x + 40 + way, y: y + height / 2 }];
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
  for (const way of [20, 60, 100, 140]) await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(way) });
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await session.detach();
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a swipe receives, and there is a way back beside the list', async ({ officer, ownServer: server, page }) => {
    const title = 'Giá treo ống hàn tự xoay';
    const { author, id } = await sent(server, title);
    await officer.signsIn('duyet.bsr');
    await officer.finds(title);
    await swipes(page, officer.row(title));
    await expect(page.locator('.toast')).toContainText(title);
    await accessible(page);
    await officer.presses(/^Hoàn tác/);
    await expect(page.locator('.toast')).toHaveCount(0);
    await expect(officer.row(title)).toContainText('mới gửi');
    await swipes(page, officer.row(title));
    await expect.poll(async () => (await author.sync(), author.initiatives.get(id)!.state), { timeout: 30_000 }).toBe('received');
  });
});

test('who only reads is offered no decision, by button, by key or for all at once', async ({ officer, ownServer: server, page }) => {
  const title = 'Khay lọc cặn tháo nhanh';
  await sent(server, title);
  await officer.signsIn('kiemtra.tld');
  await officer.opens(title);
  const bar = page.getByRole('group', { name: 'Quyết định' });
  await expect(bar.getByRole('button')).toHaveText(['Lịch sử']);
  await page.getByRole('searchbox').blur();
  for (const key of ['r', 'd', 't', 'x']) await page.keyboard.press(key);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.locator('.toast')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Tiếp nhận/ })).toHaveCount(0);
  await bar.getByRole('button').click();
  await expect(page.getByRole('dialog', { name: 'Lịch sử' })).toBeVisible();
  await accessible(page);
});

test('recognised and put before the unit above in one go, where it waits for the next level', async ({ officer, ownServer: server, browser, page }) => {
  const title = 'Sổ giao ca một trang';
  const { author, id } = await sent(server, title);
  await officer.signsIn('duyet.bsr');
  await officer.opens(title);
  await officer.presses('Công nhận');
  const higher = page.getByRole('checkbox', { name: /Chuyển luôn lên cấp trên/ });
  await higher.check();
  await page.getByLabel('Giá trị làm lợi đã thẩm định').fill('214 triệu');
  await officer.presses('Ghi quyết định');
  await expect(officer.row(title)).toHaveCount(0);

  // Taken back, it is as it was written.
  await officer.presses(/^Hoàn tác/);
  await expect(officer.row(title)).toHaveCount(1);
  await page.locator('.begun').getByRole('button', { name: 'Viết tiếp' }).click();
  await expect(higher).toBeChecked();
  await accessible(page);
  await officer.presses('Ghi quyết định');
  await expect
    .poll(async () => (await author.sync(), author.initiatives.get(id)), { timeout: 30_000 })
    .toMatchObject({ state: 'recognised', forwarded: { waits: true } });
  await officer.comesBack();
  await officer.hasAll();
  await officer.finds(title);
  await expect(officer.row(title)).toHaveCount(0);

  const above = await browser.newContext({ viewport: TABLET });
  const second = new Officer(await above.newPage(), server);
  await second.signsIn('duyet.daukhi');
  await second.opens(title);
  await expect(second.row(title)).toContainText('Đề nghị cấp trên');
  await second.presses('Công nhận');
  await expect(second.page.getByRole('dialog').getByRole('radio')).toHaveCount(1);
  await second.presses('Ghi quyết định');
  await expect.poll(async () => (await author.sync(), author.initiatives.get(id)!.decision), { timeout: 30_000 }).toMatchObject({ level: 'upper' });
  await above.close();
});

test('words of a refused decision are shown, and are the officer’s to use again', async ({ officer, ownServer: server, context, page }) => {
  const title = 'Chốt khóa goòng một chạm';
  const { author, id } = await sent(server, title);
  await officer.signsIn('duyet.bsr');
  await officer.onTablet();
  await context.setOffline(true);
  await officer.opens(title);
  await officer.presses('Từ chối');
  await page.getByLabel('Lý do').fill(REASON);
  await officer.presses('Ghi quyết định');
  // The author takes it back meanwhile.
  expect((await author.sync({ initiative: id, action: { withdraw: {} } }))[0].outcome).toBe('applied');
  await context.setOffline(false);
  const notice = page.getByRole('alert').filter({ hasText: title });
  await expect(notice).toContainText(REASON, { timeout: 40_000 });
  await accessible(page);
  await notice.getByRole('button', { name: 'Đã hiểu' }).click();
  await officer.comesBack();
  await expect(page.locator('.notice').filter({ hasText: 'không còn chờ ở đây' })).toContainText(REASON);
});

test('a tablet that slept for longer than its idle time is locked when it is taken up', async ({ officer, page }) => {
  await page.clock.install();
  await officer.signsIn('duyet.bsr');
  const locked = page.getByRole('heading', { name: 'Máy đang khóa' });
  // Asleep: hours pass, and no timer runs.
  await page.clock.setSystemTime(Date.now() + 2 * 3_600_000);
  await expect(locked).toHaveCount(0);
  await page.mouse.click(600, 400);
  await expect(locked).toBeVisible();
});

test('an officer who has an account takes an invitation with it', async ({ officer, ownServer: server, page }) => {
  await officer.signsIn('duyet.daukhi');
  await page.goto(await invitation(server));
  await page.getByLabel('Mã khóa máy').fill(PIN);
  await officer.presses('Mở khóa');
  await expect(page.getByText('Bạn được mời làm Cán bộ xét duyệt')).toBeVisible();
  await accessible(page);
  await officer.presses('Nhận lời mời');
  await officer.hasAll();
  const { login, password } = server.officers.find(({ login }) => login === 'duyet.daukhi')!;
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${server.url}/api/v1/sign-in`, { method: 'POST', headers, body: JSON.stringify({ login, password }) });
  const { roles } = (await answer.json()) as { roles: object[] };
  expect(roles).toEqual(expect.arrayContaining([{ role: 'reviewer', unit: 'cd-dau-khi' }, { role: 'reviewer', unit: UNIT }]));
});

test('who writes on this device and becomes an officer stays one person: nobody decides on their own', async ({ officer, ownServer: server, page }) => {
  const title = 'Bàn trượt thay tấm chắn băng tải';
  const author = new Author(page, server);
  await author.joins('Lê Mùa Gặt');
  await author.writes({ title });
  await author.submits();
  await author.goesToList();
  await author.finds(title, /^Đã gửi/);
  await page.goto(await invitation(server));
  await page.getByRole('checkbox', { name: /^Tôi là Lê Mùa Gặt/ }).check();
  await expect(page.getByLabel('Họ và tên')).toHaveCount(0);
  await accessible(page);
  await page.getByLabel('Tên đăng nhập').fill('le.mua.gat');
  await page.getByLabel('Mật khẩu').fill('cau-tre-qua-song-som-nay');
  await page.getByRole('checkbox').last().check();
  await officer.presses('Nhận lời mời');
  await page.getByLabel('Mã khóa máy').fill(PIN);
  await page.getByLabel('Nhập lại mã').fill(PIN);
  await officer.presses('Dùng mã này');
  await officer.hasAll();
  await officer.opens(title);
  await expect(page.getByRole('group', { name: 'Quyết định' }).getByRole('button')).toHaveText(['Lịch sử']);
});
