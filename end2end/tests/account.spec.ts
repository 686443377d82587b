// An officer's own account: where they are signed in, the password, the authenticator app, passkeys, and a forgotten password.

import { createHmac } from 'node:crypto';
import type { Page } from '@playwright/test';
import { authenticator } from './authenticator';
import { accessible, expect, ready, test as base } from './fixtures';
import { Officer, PIN } from './officer';
import { Server } from './server';

const LOGIN = 'duyet.bsr';
const OTHER = 'cau-tre-qua-song-som-nay';
const SMALL = ['--scale', '300'];

const test = base.extend<{ officer: Officer }>({
  ownServer: async ({}, use) => {
    const server = await Server.start(...SMALL);
    // Passkeys are for names, not for addresses.
    server.url = server.url.replace('127.0.0.1', 'localhost');
    await use(server);
    await server.dispose();
  },
  officer: async ({ page, ownServer }, use) => use(new Officer(page, ownServer)),
});
// What was refused is said on the page; the browser says it too.
test.use({ allowed: /40[0-9] \(|no passkey/ });
test.describe.configure({ timeout: 120_000 });

/** RFC 6238: six digits, SHA-1, 30 seconds. */
function totp(secret: string, steps = 0): string {
  const bits = [...secret.replaceAll(' ', '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac('sha1', key).update(counter).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Signs in, and opens the account. */
async function opensAccount(officer: Officer): Promise<void> {
  await officer.signsIn(LOGIN);
  await officer.page.goto(new URL('/app/account', officer.page.url()).href);
  await ready(officer.page);
  await officer.page.getByLabel('Mã khóa máy').fill(PIN);
  await officer.presses('Mở khóa');
  await expect(officer.page.getByRole('heading', { name: 'Nơi đang đăng nhập' })).toBeVisible();
}

/** The same officer elsewhere: a token of its own. */
async function elsewhere(server: Server, password?: string, otp?: string): Promise<{ status: number; token: string; problem: string }> {
  const account = server.officers.find(({ login }) => login === LOGIN)!;
  const body = JSON.stringify({ login: LOGIN, password: password ?? account.password, otp });
  const headers = { 'content-type': 'application/json', 'user-agent': 'Mozilla/5.0 (Linux; Android 10; K) Chrome/120.0 Safari/537.36' };
  const response = await fetch(`${server.url}/api/v1/sign-in`, { method: 'POST', headers, body });
  const answer = (await response.json()) as { token: string; type: string };
  return { status: response.status, token: answer.token, problem: answer.type };
}

async function ask(server: Server, token: string, path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${server.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });

test('who I am, in words, and where I am signed in @tablet', async ({ officer, ownServer: server }) => {
  const other = await elsewhere(server);
  await opensAccount(officer);
  const { page } = officer;
  await accessible(page);
  await expect(page.getByText('Cán bộ xét duyệt')).toBeVisible();
  await expect(page.getByText('Lọc hóa dầu Bình Sơn', { exact: false }).first()).toBeVisible();
  await expect(page.getByText(LOGIN)).toBeVisible();
  const rows = page.getByRole('listitem').filter({ hasText: 'Dùng lần cuối' });
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: 'máy này' })).toHaveCount(1);

  // In the pocket of a colleague: signed out, and it keeps what it holds.
  await page.getByRole('button', { name: 'Kết thúc phiên: Chrome trên Android' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await accessible(page);
  await officer.presses('Đăng xuất máy ấy');
  await expect(page.getByRole('status').filter({ hasText: 'Đã đăng xuất Chrome trên Android' })).toBeVisible();
  await expect(rows).toHaveCount(1);
  expect((await ask(server, other.token, '/me')).body).toMatchObject({ type: expect.stringContaining('unauthorized') });
  expect((await ask(server, other.token, '/me')).body.revoked ?? false).toBe(false);

  // On a bus: lost.
  const lost = await elsewhere(server);
  await page.reload();
  await field(page, 'Mã khóa máy').fill(PIN);
  await officer.presses('Mở khóa');
  await page.getByRole('button', { name: 'Kết thúc phiên: Chrome trên Android' }).click();
  await officer.presses('Máy bị mất: xóa khi có mạng');
  await expect(rows).toHaveCount(1);
  expect((await ask(server, lost.token, '/me')).body.revoked).toBe(true);
});

test('a session ended from another device is asked for in place, with what was typed still there', async ({ officer, ownServer: server }) => {
  await opensAccount(officer);
  const { page } = officer;
  await officer.presses('Đổi mật khẩu');
  await field(page, 'Mật khẩu mới').fill(OTHER);
  const { token } = await elsewhere(server);
  const { sessions } = (await ask(server, token, '/me')).body as { sessions: { id: string; current: boolean }[] };
  for (const { id } of sessions.filter(({ current }) => !current)) {
    const headers = { authorization: `Bearer ${token}` };
    await fetch(`${server.url}/api/v1/sessions/${id}/sign-out`, { method: 'POST', headers });
  }
  await field(page, 'Mật khẩu đang dùng').fill(server.officers.find(({ login }) => login === LOGIN)!.password);
  await page.locator('form').getByRole('button', { name: 'Đổi mật khẩu' }).click();
  const notice = page.locator('.notice').filter({ hasText: 'Phiên đăng nhập đã hết' });
  await expect(notice).toBeVisible();
  await accessible(page);
  await expect(field(page, 'Mật khẩu mới')).toHaveValue(OTHER);
  const signsIn = async (as: string) => {
    await notice.getByLabel('Tên đăng nhập').fill(as);
    await notice.getByLabel('Mật khẩu').fill(server.officers.find(({ login }) => login === as)!.password);
    await notice.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  };
  // What is on the tablet, and its PIN, are one officer's: nobody else takes their place in it.
  await signsIn('duyet.tld');
  await expect(notice.getByRole('alert')).toContainText('Máy này đang giữ việc của');
  await signsIn(LOGIN);
  await expect(notice).toHaveCount(0);
  await expect(field(page, 'Mật khẩu mới')).toHaveValue(OTHER);
  await page.locator('form').getByRole('button', { name: 'Đổi mật khẩu' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Đã đổi mật khẩu' })).toBeVisible();
  expect((await ask(server, token, '/me')).status).toBe(401);
  expect((await elsewhere(server, OTHER)).status).toBe(200);
});

test('another password, by keyboard: what is wrong is said, and a good one ends the other sessions @tablet', async ({ officer, ownServer: server }) => {
  const other = await elsewhere(server);
  await opensAccount(officer);
  const { page } = officer;
  const { password } = server.officers.find(({ login }) => login === LOGIN)!;
  await page.getByRole('button', { name: 'Đổi mật khẩu' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('không phải mật khẩu này');
  await page.keyboard.press('Tab');
  await page.keyboard.type(OTHER);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'Mật khẩu đang dùng chưa đúng' })).toBeVisible();
  await field(page, 'Mật khẩu đang dùng').fill(password);
  for (const [weak, said] of [['ngan qua', 'ít nhất 12 ký tự'], ['matkhau123456', 'dễ đoán']]) {
    await field(page, 'Mật khẩu mới').fill(weak);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: said })).toBeVisible();
  }
  await accessible(page);
  await field(page, 'Mật khẩu mới').fill(OTHER);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Đã đổi mật khẩu' })).toBeVisible();
  const told = await ask(server, other.token, '/me');
  expect([told.status, told.body.revoked ?? false]).toEqual([401, false]);
  expect((await elsewhere(server)).status).toBe(401);
  expect((await elsewhere(server, OTHER)).status).toBe(200);
});

test('another PIN: what is wrong is said, a wrong one costs a try, and the new one opens the tablet @tablet', async ({ officer }) => {
  await opensAccount(officer);
  const { page } = officer;
  const NEW = '739164';
  await officer.presses('Đổi mã khóa máy');
  const [old, fresh, again] = ['Mã đang dùng', 'Mã mới', 'Nhập lại mã mới'].map((label) => field(page, label));
  const form = page.locator('form').filter({ has: fresh });
  const tries = async (...typed: string[]) => {
    for (const [at, box] of [old, fresh, again].entries()) await box.fill(typed[at]);
    await page.keyboard.press('Enter');
  };
  await form.getByRole('button', { name: 'Đổi mã khóa máy' }).click();
  await expect(form.getByText('Cần điền ô này.')).toHaveCount(3);
  await accessible(page);
  for (const [typed, said] of [
    [[PIN, '123456', '123456'], 'Mã mới: Mã này dễ đoán'],
    [[PIN, '7391', '7391'], 'Mã mới: Mã cần ít nhất 6 số'],
    [[PIN, NEW, '739165'], 'Hai lần nhập mã mới chưa giống nhau'],
    [[PIN, PIN, PIN], 'Mã mới giống mã đang dùng'],
    [['123456', NEW, NEW], 'lần này không tính'],
    [['482916', NEW, NEW], 'Mã đang dùng chưa đúng, mã chưa đổi. Còn 4 lần'],
    [['482916', NEW, NEW], 'Còn 3 lần'],
  ] as [string[], string][]) {
    await tries(...typed);
    await expect(form.getByRole('alert')).toContainText(said);
  }
  await accessible(page);
  await tries(PIN, NEW, NEW);
  await expect(page.getByRole('status').filter({ hasText: 'Đã đổi mã khóa máy' })).toBeVisible();
  await expect(form).toHaveCount(0);

  await page.reload();
  await ready(page);
  await field(page, 'Mã khóa máy').fill(PIN);
  await officer.presses('Mở khóa');
  await expect(page.getByRole('alert')).toContainText('Còn 4 lần');
  await field(page, 'Mã khóa máy').fill(NEW);
  await officer.presses('Mở khóa');
  await expect(page.getByRole('heading', { name: 'Nơi đang đăng nhập' })).toBeVisible();
});

test.describe(() => {
  test.use({ allowed: /40[0-9] \(|the vault is gone/ });

  test('wrong PINs on the account page make one wait, as at the lock, and erase nothing', async ({ officer }) => {
    await opensAccount(officer);
    const { page } = officer;
    await officer.presses('Đổi mã khóa máy');
    for (const label of ['Mã mới', 'Nhập lại mã mới']) await field(page, label).fill('739164');
    for (let left = 4; left >= 0; left--) {
      await field(page, 'Mã đang dùng').fill('482916');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('alert').filter({ hasText: left > 0 ? `Còn ${left} lần` : 'Đợi 30 giây' })).toBeVisible();
    }
    await expect(page.getByRole('heading', { name: 'Nơi đang đăng nhập' })).toBeVisible();
  });
});

test('an authenticator app: a picture and a key, a code, recovery codes shown once, and removal @tablet', async ({ officer, ownServer: server }) => {
  await opensAccount(officer);
  const { page } = officer;
  await officer.presses('Thêm ứng dụng xác thực');
  await field(page, 'Mật khẩu').fill(server.officers.find(({ login }) => login === LOGIN)!.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('img', { name: 'Mã QR cho ứng dụng xác thực' })).toBeVisible();
  await expect(field(page, 'Sáu số trong ứng dụng')).toBeFocused();
  await accessible(page);
  const secret = await page.locator('.account__key code').innerText();
  await page.keyboard.type('000000');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'Mã chưa đúng' })).toBeVisible();
  await field(page, 'Sáu số trong ứng dụng').fill(totp(secret, -1));
  await officer.presses('Bật xác thực');

  await expect(page.getByRole('heading', { name: 'Mã dự phòng' })).toBeFocused();
  await accessible(page);
  const codes = await page.locator('.account__codes code').allInnerTexts();
  expect(codes).toHaveLength(8);
  const download = page.waitForEvent('download');
  await officer.presses('Tải về tệp');
  expect((await download).suggestedFilename()).toBe('ma-du-phong.txt');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await officer.presses('Chép');
  await expect(page.getByRole('status').filter({ hasText: 'Đã chép' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(codes.join('\n'));
  await officer.presses('Tôi đã cất mã');
  await expect(page.getByText('Còn 8 mã dự phòng')).toBeVisible();
  await expect(page.getByText(codes[0])).toHaveCount(0);

  expect((await elsewhere(server)).problem).toContain('otp-required');
  expect((await elsewhere(server, undefined, totp(secret))).status).toBe(200);
  expect((await elsewhere(server, undefined, codes[2])).status).toBe(200);
  expect((await elsewhere(server, undefined, codes[2])).status).toBe(401);

  await officer.presses('Bỏ ứng dụng xác thực');
  await field(page, 'Mật khẩu').fill('không phải mật khẩu này');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'chưa đúng' })).toBeVisible();
  await field(page, 'Mật khẩu').fill(server.officers.find(({ login }) => login === LOGIN)!.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Đã bỏ ứng dụng xác thực' })).toBeVisible();
  expect((await elsewhere(server)).status).toBe(200);
});

/** Makes the browser one that knows passkeys, but not their forms in JSON. */
const OLD_BROWSER = () => {
  const maker = PublicKeyCredential as unknown as Record<string, unknown>;
  for (const name of ['parseCreationOptionsFromJSON', 'parseRequestOptionsFromJSON']) delete maker[name];
  delete (PublicKeyCredential.prototype as unknown as Record<string, unknown>).toJSON;
};

for (const age of ['a browser of today', 'an old browser']) {
  test(`a passkey is added, signs in, and is removed: ${age} @tablet`, async ({ officer, ownServer: server }) => {
    const { page } = officer;
    if (age === 'an old browser') await page.addInitScript(OLD_BROWSER);
    const { cdp } = await authenticator(page);
    await opensAccount(officer);
    await officer.presses('Thêm khóa truy cập');
    await accessible(page);
    const { password } = server.officers.find(({ login }) => login === LOGIN)!;
    await field(page, 'Tên khóa').fill('Máy tính bảng cơ quan');
    await field(page, 'Mật khẩu').fill('không phải mật khẩu này');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: 'chưa đúng' })).toBeVisible();
    await field(page, 'Mật khẩu').fill(password);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('status').filter({ hasText: 'Đã thêm khóa “Máy tính bảng cơ quan”' })).toBeVisible();
    // The same device has one already.
    await officer.presses('Thêm khóa truy cập');
    await field(page, 'Mật khẩu').fill(password);
    await page.locator('form').getByRole('button', { name: 'Thêm khóa truy cập' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'đã có khóa của bạn' })).toBeVisible();

    // Signed out and in again, without a password.
    await officer.presses('Khóa máy hoặc đăng xuất');
    await page.getByRole('dialog').getByRole('button', { name: 'Đăng xuất', exact: true }).click();
    await page.getByRole('alert').getByRole('button', { name: 'Đăng xuất' }).click();
    await expect(field(page, 'Tên đăng nhập')).toBeVisible();
    await page.goto(`${server.url}/app/sign-in`);
    await ready(page);
    await accessible(page);
    await officer.presses('Dùng khóa truy cập');
    await field(page, 'Mã khóa máy').fill(PIN);
    await field(page, 'Nhập lại mã').fill(PIN);
    await officer.presses('Dùng mã này');
    await officer.hasAll();

    await page.goto(`${server.url}/app/account`);
    await ready(page);
    await field(page, 'Mã khóa máy').fill(PIN);
    await officer.presses('Mở khóa');
    await page.getByRole('button', { name: 'Bỏ khóa “Máy tính bảng cơ quan”' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Bỏ', exact: true }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Đã bỏ khóa' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Bỏ khóa “Máy tính bảng cơ quan”' })).toHaveCount(0);
    await cdp.detach();
  });
}

test('a browser without passkeys offers none', async ({ page, ownServer: server }) => {
  await page.addInitScript(() => delete (window as unknown as Record<string, unknown>).PublicKeyCredential);
  await page.goto(`${server.url}/app/sign-in`);
  await ready(page);
  await expect(page.getByRole('button', { name: 'Đăng nhập', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: /khóa truy cập/ })).toHaveCount(0);
});

/** The link that an administrator makes for the officer. */
async function resetLink(server: Server, member: string): Promise<string> {
  const administrator = server.officers.find(({ role }) => role === 'national_administrator')!;
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  const signedIn = await fetch(`${server.url}/api/v1/sign-in`, { method: 'POST', headers, body: JSON.stringify(administrator) });
  headers.authorization = `Bearer ${((await signedIn.json()) as { token: string }).token}`;
  const { unit } = server.officers.find(({ login }) => login === LOGIN)!;
  const made = await fetch(`${server.url}/api/v1/units/${unit}/officers/${member}/password-reset`, { method: 'POST', headers, body: '{}' });
  return ((await made.json()) as { url: string }).url;
}

test('a forgotten password: the link is opened on the locked tablet, whose queue stays @tablet', async ({ officer, ownServer: server }) => {
  const { page } = officer;
  await officer.signsIn(LOGIN);
  const { token } = await elsewhere(server);
  const { member } = (await ask(server, token, '/me')).body as { member: { id: string } };
  const url = await resetLink(server, member.id);
  await page.goto(url);
  await expect(page.getByText(`tên đăng nhập ${LOGIN}`)).toBeVisible();
  await accessible(page);
  await field(page, 'Mật khẩu mới').fill('matkhau123456');
  await officer.presses('Dùng mật khẩu này');
  await expect(page.getByRole('alert').filter({ hasText: 'dễ đoán' })).toBeVisible();
  await field(page, 'Mật khẩu mới').fill(OTHER);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Đã đặt mật khẩu mới')).toBeVisible();
  await accessible(page);
  await page.getByRole('link', { name: 'Đăng nhập' }).click();
  await field(page, 'Mã khóa máy').fill(PIN);
  await officer.presses('Mở khóa');
  const places = page.getByRole('navigation');
  await places.getByRole('link', { name: 'Tài khoản' }).click();
  const notice = page.locator('.notice').filter({ hasText: 'Phiên đăng nhập đã hết' });
  await expect(notice).toBeVisible();
  await notice.getByLabel('Tên đăng nhập').fill(LOGIN);
  await notice.getByLabel('Mật khẩu').fill(OTHER);
  await notice.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await expect(notice).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Nơi đang đăng nhập' })).toBeVisible();
  await places.getByRole('link', { name: 'Xét duyệt' }).click();
  await expect(page.getByRole('region', { name: 'Hàng đợi' })).toBeVisible();
  await expect(page.locator('.q').first()).toBeVisible();

  await page.goto(url);
  await page.reload();
  await expect(page.getByRole('alert').filter({ hasText: 'không đúng, đã được dùng hoặc đã hết hạn' })).toBeVisible();
  await accessible(page);
});
