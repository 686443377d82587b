// The pages for administering units: finding the way, what each page is for, what rights allow, and a link that comes and goes.

import { randomUUID } from 'node:crypto';
import { accessible, asksBeforeClosing, expect, LINK_LOST, test as base } from './fixtures';
import { Officer } from './officer';
import { Device, totals } from './protocol';
import { Server } from './server';

const UNIT = 'cd-dau-khi';
const BELOW = 'cs-dau-bsr';
const ADMINISTRATOR = 'quantri.daukhi';

const test = base.extend<{ officer: Officer }, { server: Server }>({
  // Of so few initiatives a demonstration is there at once; these pages are about units.
  server: [
    async ({}, use) => {
      const server = await Server.start('--scale', '800');
      await use(server);
      await server.dispose();
    },
    { scope: 'worker' },
  ],
  officer: async ({ page, server }, use) => use(new Officer(page, server)),
});
test.use({ allowed: new RegExp(`${LINK_LOST.source}|40[01349] \\(`, 'i') });
test.describe.configure({ timeout: 90_000 });

/** A name that nobody else has, by which a test finds its own person again. */
const invented = (given: string) => `Trịnh Diều ${given} ${randomUUID().slice(0, 4).replace(/\d/g, 'x')}`;

const path = (unit: string, page = '') => `/app/units/${unit}${page && `/${page}`}`;

test('@tablet an administrator finds their unit, and one below it without diacritics', async ({ officer }) => {
  const { page } = officer;
  await officer.administers(ADMINISTRATOR, '/app/units');
  await accessible(page);
  await expect(page.getByRole('link', { name: 'Công đoàn Dầu khí Việt Nam' })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Tìm đơn vị bên dưới' }).fill('binh son');
  await page.getByRole('link', { name: /Bình Sơn/ }).click();
  await expect(page.getByRole('heading', { level: 2, name: /Bình Sơn/ })).toBeVisible();
  await page.goBack();
  await page.getByRole('searchbox').fill('thanh hoa');
  await expect(page.getByText('Không thấy đơn vị nào tên “thanh hoa”')).toBeVisible();
  const places = page.getByRole('navigation', { name: 'Các nơi làm việc' });
  await expect(places.getByRole('link', { name: 'Đơn vị' })).toHaveAttribute('aria-current', 'page');
});

test('@tablet the units below stand in a table that sorts, by name in Vietnamese order', async ({ officer, isMobile }) => {
  const { page } = officer;
  await officer.administers('quantri.tld', path('tld'));
  const rows = page.getByRole('table', { name: 'Đơn vị trực thuộc' }).getByRole('row');
  await expect(rows.nth(1)).toBeVisible();
  await accessible(page);
  const names = async () => (await rows.locator('td.name a > span').allTextContents()).map((name) => name.trim());
  const byName = await names();
  expect(byName.length).toBeGreaterThan(1);
  expect(byName).toEqual([...byName].sort(new Intl.Collator('vi').compare));
  const done = async () => (await rows.locator('td:nth-child(3)').allTextContents()).map((text) => Number(text.replaceAll('.', '')));
  if (isMobile) {
    await page.getByLabel('Xếp theo').selectOption({ label: 'Đã gửi' });
  } else {
    const head = page.getByRole('columnheader', { name: 'Đã gửi' });
    await head.getByRole('button').press('Enter');
    await expect(head).toHaveAttribute('aria-sort', 'descending');
  }
  const greatestFirst = await done();
  expect(greatestFirst).toEqual([...greatestFirst].sort((a, b) => b - a));
  if (isMobile) return;
  const head = page.getByRole('columnheader', { name: 'Đã gửi' });
  await head.getByRole('button').press('Enter');
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  expect(await done()).toEqual([...greatestFirst].sort((a, b) => a - b));
});

test('@tablet of an officer’s devices the lost one alone is given up', async ({ officer, server }) => {
  const { page } = officer;
  const { login, password } = server.officers.find(({ login }) => login === 'duyet.bsr')!;
  const signsIn = async (agent: string): Promise<string> => {
    const headers = { 'content-type': 'application/json', 'user-agent': agent };
    const answer = await fetch(`${server.url}/api/v1/sign-in`, { method: 'POST', headers, body: JSON.stringify({ login, password }) });
    return ((await answer.json()) as { token: string }).token;
  };
  const tokens = [
    await signsIn('Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:120.0) Gecko/20100101 Firefox/120.0'),
    await signsIn('Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36'),
  ];
  await officer.administers(ADMINISTRATOR, path(BELOW, 'officers'));
  await page.getByRole('button', { name: /mất máy: chọn máy/ }).first().click();
  const lost = page.getByRole('button', { name: /^Mất máy này: Firefox/ });
  await expect(lost).toBeVisible();
  await accessible(page);
  await lost.click();
  await expect(page.getByText(/^Đã đăng xuất Firefox/)).toBeVisible({ timeout: 20_000 });
  await expect(lost).toHaveCount(0);
  const status = (token: string) => fetch(`${server.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } }).then(({ status }) => status);
  expect(await Promise.all(tokens.map(status))).toEqual([401, 200]);
});

test('@tablet a lost phone loses access, unless it is taken back in time', async ({ officer, server }) => {
  const { page } = officer;
  const [lost, kept] = [invented('Mất'), invented('Còn')];
  const phones = [await Device.joins(server, BELOW, lost), await Device.joins(server, BELOW, kept)];
  await officer.administers(ADMINISTRATOR, path(BELOW, 'members'));
  const find = page.getByRole('searchbox', { name: 'Tìm theo tên hoặc số thẻ' });
  await find.fill(kept);
  await page.getByRole('button', { name: `${kept} mất máy` }).click();
  await accessible(page);
  await page.getByRole('button', { name: /^Hoàn tác/ }).click();
  await expect(page.getByText(`Sẽ ngắt máy của ${kept}`)).toHaveCount(0);
  await find.fill(lost.toLowerCase().normalize('NFD').replace(/\p{M}/gu, ''));
  await page.getByRole('button', { name: `${lost} mất máy` }).click();
  await expect(page.getByText(`Đã ngắt máy của ${lost}.`)).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('button', { name: `${lost} mất máy` })).toHaveCount(0);
  await expect(phones[0].sync()).rejects.toThrow('401');
  await phones[1].sync();
});

test('leaving the page lets go of what is held: it is not taken back', async ({ officer, server }) => {
  const { page } = officer;
  const lost = invented('Rời');
  const phone = await Device.joins(server, BELOW, lost);
  await officer.administers(ADMINISTRATOR, path(BELOW, 'members'));
  await page.getByRole('searchbox', { name: 'Tìm theo tên hoặc số thẻ' }).fill(lost);
  await page.getByRole('button', { name: `${lost} mất máy` }).click();
  await page.getByRole('link', { name: 'Chỉ tiêu' }).click();
  await expect.poll(async () => phone.sync().then(() => 'in', () => 'out')).toBe('out');
});

test('@tablet the join code is shown, its poster is drawn, and another one takes its place', async ({ officer, server }) => {
  const { page } = officer;
  await officer.administers(ADMINISTRATOR, path(UNIT, 'join-code'));
  const code = page.locator('.office__code');
  await expect(code).toHaveText(/^\d{4}-\d{4}-\d{4}$/);
  await accessible(page);
  const before = (await code.textContent())!;
  const poster = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Tờ dán khổ A4' }).click();
  await expect((await poster).getByText(before).first()).toBeVisible();
  await (await poster).close();
  await page.getByRole('button', { name: 'Đổi mã' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('các tờ đã dán sẽ không dùng được nữa');
  await accessible(page);
  await dialog.getByRole('button', { name: 'Giữ mã này' }).click();
  await expect(code).toHaveText(before);
  await page.getByRole('button', { name: 'Đổi mã' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Đổi mã' }).click();
  await expect(code).not.toHaveText(before);
  await expect(page.getByText('Mã cũ không dùng được nữa')).toBeVisible();
  const join = (code: string) =>
    fetch(`${server.url}/api/v1/join`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, name: invented('Mới'), consent: true }),
    });
  expect((await join(before)).status).toBe(404);
  expect((await join((await code.textContent())!)).status).toBe(201);
});

test('@tablet an officer is invited by a link that is shown once, and loses the role again', async ({ officer, server }) => {
  const { page } = officer;
  await officer.administers(ADMINISTRATOR, path(BELOW, 'officers'));
  await expect(page.getByRole('listitem').filter({ hasText: 'Cán bộ xét duyệt' }).first()).toBeVisible();
  // Whoever administers above names administrators below, and nobody names an administrator of everything here.
  await expect(page.getByRole('radio', { name: /Quản trị đơn vị/ })).toBeVisible();
  await expect(page.getByRole('radio', { name: /Quản trị toàn quốc/ })).toHaveCount(0);
  await page.getByRole('radio', { name: /^Kiểm tra/ }).check();
  await page.getByRole('button', { name: 'Tạo đường dẫn mời' }).click();
  await expect(page.getByText('Dùng được một lần, đến')).toBeVisible();
  await accessible(page);
  const link = (await page.locator('#v-url').textContent())!;
  const [name, login] = [invented('Soát'), `soat.${randomUUID().slice(0, 8)}`];
  const accepted = await fetch(`${server.url}/api/v1/invitations/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: link.split('#')[1], name, login, password: 'cau-tre-qua-song-som-nay', consent: true }),
  });
  const { token } = (await accepted.json()) as { token: string };
  await page.reload();
  await officer.unlocks();
  await expect(page.getByText(link)).toHaveCount(0);
  await page.getByRole('button', { name: `Thu quyền Kiểm tra của ${name}` }).click();
  await expect(page.getByText(`Đã thu quyền Kiểm tra của ${name}.`)).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('listitem').filter({ hasText: name })).toHaveCount(0);
  const audit = await fetch(`${server.url}/api/v1/units/${BELOW}/audit`, { headers: { authorization: `Bearer ${token}` } });
  expect(audit.status).toBe(403);
});

/** Asks the server for something to be made, without a page. */
async function posts<T>(server: Server, path: string, body: unknown, token?: string): Promise<{ status: number; answer: T }> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (token) headers.authorization = `Bearer ${token}`;
  const response = await fetch(`${server.url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, answer: (text ? JSON.parse(text) : undefined) as T };
}

/** The secret of an invitation to a role, made by that officer of the demonstration. */
async function invitation(server: Server, by: string, unit: string, role: string): Promise<string> {
  const { token } = await Device.signsIn(server, by);
  const { answer } = await posts<{ url: string }>(server, `/units/${unit}/invitations`, { role }, token);
  return answer.url.split('#')[1];
}

test('@tablet who has forgotten the password gets a link that is shown once; who holds more than one gives gets none', async ({ officer, server }) => {
  const { page } = officer;
  const [name, login] = [invented('Quên'), `quen.${randomUUID().slice(0, 8)}`];
  const before = 'cau-tre-qua-song-som-nay';
  const after = 'thuyen-nan-cho-lua-ve-ben';
  const accepted = await posts(server, '/invitations/accept', {
    token: await invitation(server, ADMINISTRATOR, BELOW, 'auditor'), name, login, password: before, consent: true,
  });
  expect(accepted.status).toBe(200);
  await officer.administers(ADMINISTRATOR, path(BELOW, 'officers'));
  const line = page.getByRole('listitem').filter({ hasText: name });
  const forgotten = page.getByRole('button', { name: `${name} quên mật khẩu: tạo đường dẫn đặt lại` });
  await forgotten.click();
  await expect(line).toContainText(`Đường dẫn đặt lại mật khẩu của ${name}`);
  await expect(line).toContainText(/Dùng được một lần, đến \d/);
  await accessible(page);
  const first = (await line.locator('#v-reset').textContent())!.split('#')[1];
  expect((await posts(server, '/password-resets/look', { token: first })).answer).toMatchObject({ name, login, renews: 'password' });

  // The phone is lost as well: another link, and the first one is void.
  await line.getByRole('button', { name: 'Mất cả điện thoại xác thực' }).click();
  await expect(line).toContainText('bỏ cả ứng dụng xác thực');
  const second = (await line.locator('#v-reset').textContent())!.split('#')[1];
  expect(second).not.toBe(first);
  expect((await posts(server, '/password-resets/look', { token: first })).status).toBeGreaterThanOrEqual(400);
  expect((await posts(server, '/password-resets/look', { token: second })).answer).toMatchObject({ renews: 'everything' });
  expect((await posts(server, '/password-resets/accept', { token: second, password: after })).status).toBe(204);
  expect((await posts(server, '/sign-in', { login, password: before })).status).toBe(401);
  const signedIn = await posts<{ token: string }>(server, '/sign-in', { login, password: after });
  expect(signedIn.status).toBe(200);
  await page.reload();
  await officer.unlocks();
  await expect(forgotten).toBeVisible();
  await expect(page.locator('#v-reset')).toHaveCount(0);

  // An auditor of everything: no administrator of this unit may open that account.
  const above = await invitation(server, 'quantri.tld', 'tld', 'auditor');
  expect((await posts(server, '/invitations/accept', { token: above }, signedIn.answer.token)).status).toBe(200);
  await forgotten.click();
  await expect(line.getByRole('alert')).toContainText(`${name} còn giữ quyền ngoài phần bạn giao được`);
  await accessible(page);
  await expect(page.locator('#v-reset')).toHaveCount(0);
});

test('nobody is offered a link for their own password', async ({ officer }) => {
  const { page } = officer;
  await officer.administers('quantri.tld', path('tld', 'officers'));
  const lines = page.locator('.office__officer');
  const own = lines.filter({ hasText: 'Quản trị toàn quốc' });
  await expect(own).toHaveCount(1);
  await expect(own.getByRole('button', { name: /quên mật khẩu/ })).toHaveCount(0);
  await expect(lines.filter({ hasText: 'Cán bộ xét duyệt' }).first().getByRole('button', { name: /quên mật khẩu/ })).toBeVisible();
});

test('@tablet targets are given downwards in place, set by oneself, and keep their history', async ({ officer, server }) => {
  const { page } = officer;
  await officer.administers(ADMINISTRATOR, path(UNIT, 'targets'));
  const child = page.getByRole('listitem').filter({ hasText: 'Bình Sơn' });
  await accessible(page);
  await child.getByRole('textbox', { name: 'Được giao' }).fill('nhiều lắm');
  await child.getByRole('button', { name: /^Ghi Được giao/ }).click();
  await expect(child).toContainText('Ghi một số từ 1');
  const assigned = 1_000 + Math.floor(Math.random() * 9_000);
  await child.getByRole('textbox', { name: 'Được giao' }).fill(String(assigned));
  await child.getByRole('textbox', { name: 'Được giao' }).press('Enter');
  const grouped = new Intl.NumberFormat('vi').format(assigned);
  await expect(child).toContainText(`/ ${grouped} sáng kiến`);
  expect(await totals(server, BELOW)).toMatchObject({ target: { assigned } });
  const whole = page.getByRole('region', { name: 'Cả chương trình' });
  // Given from above: not this officer's to change.
  await expect(whole.getByRole('textbox', { name: 'Được giao' })).toHaveCount(0);
  await whole.getByRole('textbox', { name: 'Tự đặt' }).fill(grouped);
  await whole.getByRole('button', { name: /^Ghi Tự đặt/ }).click();
  await whole.getByText('Lịch sử').click();
  await expect(whole.getByRole('listitem').first()).toContainText(`tự đặt ${grouped}`);
  await page.getByLabel('Chỉ đơn vị còn thiếu chỉ tiêu').check();
  await expect(page.locator('.office__child').filter({ hasNotText: 'đơn vị chưa có' })).toHaveCount(0);
});

test('@tablet targets of many units below: one is found, a column is pasted, a total is divided by members', async ({ officer, server }) => {
  const { page } = officer;
  for (const given of ['Chia Một', 'Chia Hai', 'Chia Ba']) await Device.joins(server, BELOW, invented(given));
  const { token } = await Device.signsIn(server, 'quantri.tld');
  const below = async () => {
    const answer = await fetch(`${server.url}/api/v1/units/tld/targets`, { headers: { authorization: `Bearer ${token}` } });
    return ((await answer.json()) as { children: { unit: string; name: string; members: number; assigned?: number }[] }).children;
  };
  const children = await below();
  await officer.administers('quantri.tld', path('tld', 'targets'));
  const rows = page.locator('.office__child');
  await expect(rows).toHaveCount(children.length);
  const find = page.getByRole('searchbox', { name: 'Tìm đơn vị theo tên hoặc mã' });
  const words = children[2].name.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd');
  await find.fill(words);
  await expect(rows.first()).toContainText(children[2].name);
  expect(await rows.count()).toBeLessThan(children.length);
  await find.fill(UNIT);
  await expect(rows).toHaveCount(1);
  await find.fill('không có đơn vị này');
  await expect(rows).toHaveCount(0);
  await find.fill('');
  await expect(rows).toHaveCount(children.length);

  const many = page.locator('.office__many');
  await page.getByText('Dán chỉ tiêu từ Excel').click();
  const paste = page.getByLabel('Hai cột: mã hoặc tên đơn vị, rồi số');
  // A line that isn't understood is named, and nothing can be set meanwhile.
  await paste.fill(`${UNIT}\t1.234\nĐơn vị không có\t5`);
  await expect(many).toContainText('Dòng 2, “Đơn vị không có 5”');
  await expect(many.getByRole('button', { name: /^Ghi/ })).toHaveCount(0);
  await accessible(page);
  await paste.fill(`${UNIT}\t1.234\n${children[2].name}\t2.345`);
  await expect(many).toContainText('2 đơn vị, cộng lại 3.579');
  await many.getByRole('button', { name: 'Ghi 2 chỉ tiêu' }).click();
  const assigned = async (unit: string) => (await below()).find((child) => child.unit === unit)!.assigned;
  await expect.poll(() => assigned(children[2].unit)).toBe(2_345);
  expect(await assigned(UNIT)).toBe(1_234);

  await page.getByText('Chia theo số đoàn viên').click();
  await page.getByLabel('Tổng chỉ tiêu cần chia').fill('100.001');
  await page.getByRole('button', { name: 'Chia', exact: true }).click();
  await expect(many).toContainText('cộng lại 100.001');
  await accessible(page);
  await many.getByRole('button', { name: /^Ghi \d+ chỉ tiêu/ }).click();
  const shared = async () => (await below()).filter(({ members }) => members > 0).reduce((sum, child) => sum + (child.assigned ?? 0), 0);
  await expect.poll(shared, { timeout: 60_000 }).toBe(100_001);
  await expect(many.getByRole('button', { name: /^Ghi/ })).toHaveCount(0);
});

test('@tablet a sheet of paper is entered once: it outlasts a lost link, a reload and a second try', async ({ officer, server, context }) => {
  const { page } = officer;
  const [name, title] = [invented('Giấy'), `Giá treo ống hàn ${randomUUID().slice(0, 6)}`];
  await officer.administers(ADMINISTRATOR, path(BELOW, 'entries'));
  await officer.onTablet();
  await page.getByRole('button', { name: 'Nhập và gửi' }).click();
  const missing = page.getByRole('alert').filter({ hasText: 'chỗ cần xem lại' });
  await expect(missing.getByRole('button')).toHaveCount(3);
  await accessible(page);
  await missing.getByRole('button', { name: 'Tên sáng kiến' }).click();
  await expect(page.getByLabel('Tên sáng kiến')).toBeFocused();
  await page.keyboard.type(title);
  await page.getByLabel('Họ và tên').fill(name);
  await page.getByRole('checkbox', { name: /Trên giấy có chữ ký/ }).check();
  await page.getByRole('textbox', { name: /^Giải pháp/ }).fill('Lấy hai con lăn của băng tải hỏng.');
  await page.getByRole('textbox', { name: /^Tiền làm lợi/ }).fill('16,5 tỷ');
  await expect(missing).toHaveCount(0);
  await expect(page.getByText('Đã lưu trên máy')).toBeVisible();

  await context.setOffline(true);
  await page.getByRole('button', { name: 'Nhập và gửi' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Tờ này còn nguyên trên máy' })).toBeVisible();
  await page.reload();
  await officer.unlocks();
  // The unit's name may be known for a minute yet; then the form is there even without a link.
  await expect(page.getByText('Trang này cần có mạng').or(page.getByText('Tờ này bạn nhập dở'))).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText('Tờ này bạn nhập dở')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByLabel('Tên sáng kiến')).toHaveValue(title);
  await expect(page.getByRole('textbox', { name: /^Giải pháp/ })).toHaveValue('Lấy hai con lăn của băng tải hỏng.');

  // The server takes it, and its answer is lost on the way.
  const counted = (await totals(server, BELOW)).counts.submitted;
  await page.route('**/entries', async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await page.getByRole('button', { name: 'Nhập và gửi' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'gửi lại không bị nhập hai lần' })).toBeVisible();
  await page.getByRole('button', { name: 'Nhập và gửi' }).click();
  await expect(page.getByText(`Đã nhập “${title}” của ${name}.`)).toBeVisible();
  await expect.poll(async () => (await totals(server, BELOW)).counts.submitted).toBe(counted + 1);
  await expect(page.getByLabel('Tên sáng kiến')).toHaveValue('');
  // The next sheet begins at its first field.
  await expect(page.getByLabel('Họ và tên')).toBeFocused();
  await page.reload();
  await officer.unlocks();
  await expect(page.getByLabel('Tên sáng kiến')).toHaveValue('');
  await expect(page.getByText('Tờ này bạn nhập dở')).toHaveCount(0);

  // Somebody who has joined is offered by name; a namesake is asked about at the field.
  await page.getByLabel('Họ và tên').fill(name);
  await page.getByRole('group', { name: 'Người đã vào đơn vị' }).getByRole('button', { name: name }).click();
  await expect(page.locator('#e-member')).toContainText(name);
});

test.describe(() => {
  test.use({ allowed: /no room on this device|403 \(/ });

  test('words of a sheet that the tablet can’t keep hold it open until it can', async ({ officer }) => {
    const { page } = officer;
    const title = `Giá treo ống hàn ${randomUUID().slice(0, 6)}`;
    await page.clock.install();
    await officer.administers(ADMINISTRATOR, path(BELOW, 'entries'));
    await page.evaluate(() => {
      const { put } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
      Object.assign(window, { empties: () => (IDBObjectStore.prototype.put = put) });
    });
    await page.getByLabel('Tên sáng kiến').fill(title);
    await expect(page.getByText('Chưa lưu được vào máy.')).toBeVisible();
    await asksBeforeClosing(page);
    const locked = page.getByRole('heading', { name: 'Máy đang khóa' });
    await page.clock.fastForward('05:01');
    await expect(page.getByLabel('Tên sáng kiến')).toHaveValue(title);
    await expect(locked).toHaveCount(0);

    // There is room again: at the next idle moment it is kept, and at the one after that the tablet locks.
    await page.evaluate(() => (window as unknown as { empties: () => void }).empties());
    await page.clock.fastForward('05:01');
    await expect(async () => {
      await page.clock.fastForward('05:01');
      await expect(locked).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 15_000 });
    await officer.unlocks();
    await expect(page.getByLabel('Tên sáng kiến')).toHaveValue(title);
  });
});

test('words that were changed after the server had the sheet are not lost silently', async ({ officer }) => {
  const { page } = officer;
  await officer.administers(ADMINISTRATOR, path(BELOW, 'entries'));
  await page.getByLabel('Họ và tên').fill(invented('Sửa'));
  await page.getByRole('checkbox', { name: /Trên giấy có chữ ký/ }).check();
  await page.getByLabel('Tên sáng kiến').fill('Chốt khóa goòng');
  await page.route('**/entries', async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await page.getByRole('button', { name: 'Nhập và gửi' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'gửi lại không bị nhập hai lần' })).toBeVisible();
  await page.getByLabel('Tên sáng kiến').fill('Chốt khóa goòng một chạm');
  await page.getByRole('button', { name: 'Nhập và gửi' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'đã vào máy chủ từ lần gửi trước' })).toBeVisible();
  await expect(page.getByLabel('Tên sáng kiến')).toHaveValue('Chốt khóa goòng một chạm');
  await page.getByRole('button', { name: 'Sang tờ mới' }).click();
  await expect(page.getByLabel('Tên sáng kiến')).toHaveValue('');
});

test('@tablet an auditor reads the log in sentences and pages, and is offered nothing to change', async ({ officer, server }) => {
  const { page } = officer;
  const author = await Device.joins(server, BELOW, invented('Ghi'));
  const id = randomUUID();
  await author.edits(id, { title: 'Sổ giao ca một trang' });
  await author.submits(id);
  await officer.administers('kiemtra.tld', path(BELOW, 'audit'));
  const newest = page.locator('.office__log > li').first();
  await expect(newest).toContainText('đã gửi một sáng kiến.');
  await expect(newest).toContainText(/từ máy [0-9a-f]{8}/);
  await accessible(page);
  const shown = await page.locator('.office__log > li').count();
  await page.getByRole('button', { name: 'Xem trước đó' }).click();
  await expect.poll(() => page.locator('.office__log > li').count()).toBeGreaterThan(shown);
  const pages = page.getByRole('navigation', { name: 'Việc của đơn vị' });
  await expect(pages.getByRole('link')).toHaveText(['Tổng quan', 'Đoàn viên', 'Cán bộ', 'Chỉ tiêu', 'Nhật ký']);
  await pages.getByRole('link', { name: 'Đoàn viên' }).click();
  await expect(page.getByRole('table')).toBeVisible();
  await expect(page.getByRole('button', { name: /mất máy/ })).toHaveCount(0);
});

test('@tablet who lacks a right is told so and whom to ask', async ({ officer }) => {
  const { page } = officer;
  await officer.administers('duyet.bsr', '/app/units');
  await expect(page.getByText('Bạn chưa quản trị đơn vị nào')).toBeVisible();
  await accessible(page);
  for (const unit of [BELOW, UNIT]) {
    await page.goto(new URL(path(unit, 'members'), page.url()).href);
    await officer.unlocks();
    await expect(page.getByText('Bạn chưa có quyền mở phần này')).toBeVisible();
    await expect(page.getByText('giao quyền này. Hỏi họ, rồi đăng nhập lại.')).toBeVisible();
  }
  await page.goto(new URL(path('khong-co'), page.url()).href);
  await officer.unlocks();
  await expect(page.getByText('Không có đơn vị nào với mã này.')).toBeVisible();
});

test('@tablet without a link the page says so calmly, and comes by itself when there is one', async ({ officer, context }) => {
  const { page } = officer;
  await officer.administers(ADMINISTRATOR, path(UNIT));
  await officer.onTablet();
  await context.setOffline(true);
  await page.getByRole('link', { name: 'Cán bộ' }).click();
  await expect(page.getByText('Trang này cần có mạng')).toBeVisible();
  await accessible(page);
  await page.getByRole('button', { name: 'Thử lại' }).click();
  await expect(page.getByText('Trang này cần có mạng')).toBeVisible();
  await context.setOffline(false);
  await expect(page.locator('.office__officer').first()).toBeVisible({ timeout: 20_000 });
});
