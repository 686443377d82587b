// The review desk on a tablet: signing in, a day without a link, decisions that arrive once, and what a lost tablet gives away.

import { accessible, expect, LINK_LOST, test as base } from './fixtures';
import { Officer, PIN } from './officer';
import { sent, UNIT } from './sent';

const TABLET = { width: 1180, height: 820 };

const test = base.extend<{ officer: Officer }>({
  officer: async ({ page, ownServer }, use) => use(new Officer(page, ownServer)),
});
// A tablet whose session was ended hears 401, which the browser reports.
test.use({ viewport: TABLET, allowed: new RegExp(`${LINK_LOST.source}|401 \\(Unauthorized\\)|40[09] \\(`, 'i') });
test.describe.configure({ timeout: 90_000 });

test('a day without a link: what was decided is kept, can be taken back, and arrives once', async ({ officer, ownServer: server, context }) => {
  const titles = ['Giá treo ống hàn tự xoay', 'Khay lọc cặn tháo nhanh', 'Sổ giao ca một trang'];
  const initiatives = [];
  for (const title of titles) initiatives.push(await sent(server, title));
  await officer.signsIn('duyet.bsr');
  await officer.onTablet();

  await context.setOffline(true);
  await expect(officer.state).toContainText('Không có mạng');
  await officer.opens(titles[0]);
  await officer.presses('Tiếp nhận');
  await officer.presses('Công nhận');
  await officer.page.getByLabel('Giá trị làm lợi đã thẩm định').fill('214 triệu');
  await officer.presses('Ghi quyết định');
  await expect(officer.page.locator('.toast')).toContainText(`Đã công nhận “${titles[0]}”. Sẽ gửi khi có mạng.`);
  await expect(officer.row(titles[0])).toHaveCount(0);

  // A slip of the hand, taken back.
  await officer.opens(titles[1]);
  await officer.presses('Từ chối');
  await officer.page.getByRole('button', { name: 'Chưa được áp dụng' }).click();
  await officer.presses('Ghi quyết định');
  await expect(officer.row(titles[1])).toHaveCount(0);
  await officer.presses(/^Hoàn tác/);
  await expect(officer.row(titles[1])).toHaveCount(1);

  await officer.opens(titles[2]);
  await officer.presses('Yêu cầu bổ sung');
  await officer.page.getByRole('button', { name: 'Ngày áp dụng lần đầu' }).click();
  await officer.presses('Ghi quyết định');

  // Closed and opened again, still without a link.
  await officer.comesBack();
  await expect(officer.state).toContainText('3 quyết định chờ gửi');
  await officer.finds(titles[0]);
  await expect(officer.row(titles[0])).toHaveCount(0);

  await context.setOffline(false);
  await expect(officer.state).not.toContainText('chờ gửi', { timeout: 40_000 });
  const states = [];
  for (const { author, id } of initiatives) {
    await author.sync();
    states.push(author.initiatives.get(id)!);
  }
  expect(states.map(({ state }) => state)).toEqual(['recognised', 'submitted', 'returned']);
  expect(states[0].decision).toMatchObject({ level: 'grassroots', benefit_vnd: 214_000_000 });
  expect(states[2].decision).toMatchObject({ fields: { first_applied_on: 'Cho biết thêm ngày áp dụng lần đầu nhé.' } });
  expect(await server.verify()).toBeTruthy();
});

test('another officer was first: the second is told who and when, and the words are kept as a comment', async ({ officer, ownServer: server, context, browser }) => {
  const title = 'Chốt khóa goòng một chạm';
  const { id, author } = await sent(server, title);
  await officer.signsIn('duyet.bsr');
  await officer.onTablet();
  await context.setOffline(true);
  await officer.opens(title);
  await officer.presses('Từ chối');
  await officer.page.getByLabel('Lý do').fill('Đã có ở phân xưởng bên.');
  await officer.presses('Ghi quyết định');

  const other = await browser.newContext({ viewport: TABLET });
  const second = new Officer(await other.newPage(), server);
  await second.signsIn('duyet.daukhi');
  await second.opens(title);
  await second.presses('Công nhận');
  await second.presses('Ghi quyết định');
  await expect.poll(async () => (await author.sync(), author.initiatives.get(id)!.state), { timeout: 20_000 }).toBe('recognised');
  await other.close();

  await context.setOffline(false);
  const notice = officer.page.getByRole('alert').filter({ hasText: title });
  await expect(notice).toContainText('đã công nhận lúc', { timeout: 40_000 });
  await notice.getByRole('button', { name: 'Đã hiểu' }).click();
  await expect(notice).toHaveCount(0);
});

test('what is on the tablet is sealed: no word of it is stored in the clear, and ten wrong PINs erase it', async ({ officer, ownServer: server }) => {
  const { page } = officer;
  await sent(server, 'Bàn trượt thay tấm chắn băng tải', { solution: 'Một người kéo được.' });
  await officer.signsIn('duyet.bsr');
  await officer.finds('ban truot tam chan');
  await expect(officer.row('Bàn trượt')).toHaveCount(1);
  const stored = () =>
    page.evaluate(async () => {
      let text = JSON.stringify({ ...localStorage });
      for (const { name } of await indexedDB.databases()) {
        const database = await new Promise<IDBDatabase>((done) => (indexedDB.open(name!).onsuccess = (event) => done((event.target as IDBOpenDBRequest).result)));
        for (const store of database.objectStoreNames) {
          const records = await new Promise<unknown[]>((done) => {
            database.transaction(store).objectStore(store).getAll().onsuccess = (event) => done((event.target as IDBRequest).result);
          });
          for (const record of records) {
            const bytes = Object.values(record as object).filter((value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value));
            text += JSON.stringify(record) + bytes.map((value) => new TextDecoder().decode(value as ArrayBuffer)).join();
          }
        }
        database.close();
      }
      return text;
    });
  const found = await stored();
  expect(found.length).toBeGreaterThan(1_000);
  for (const word of ['Bàn trượt', 'kéo được', 'Trịnh Văn Khoát', 'duyet.bsr']) expect(found).not.toContain(word);

  await page.reload();
  // Nor does the browser hold anything that would open it at the server.
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('sangkien');
  expect(await page.evaluate(async () => (await fetch('/api/v1/initiatives')).status)).toBe(401);
  for (let left = 9; left >= 0; left--) {
    await page.getByLabel('Mã khóa máy').fill('482916');
    await page.getByRole('button', { name: 'Mở khóa' }).click();
    if (left > 0) await expect(page.getByRole('alert')).toContainText(`Còn ${left} lần`);
  }
  await expect(page.getByText('Dữ liệu trên máy này đã được xóa')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Tên đăng nhập')).toBeVisible();
});

test('a lost tablet that is revoked wipes itself at its next contact', async ({ officer, ownServer: server }) => {
  await officer.signsIn('duyet.bsr');
  const { login, password } = server.officers.find(({ login }) => login === 'duyet.bsr')!;
  const headers = { 'content-type': 'application/json' };
  const signedIn = await fetch(`${server.url}/api/v1/sign-in`, { method: 'POST', headers, body: JSON.stringify({ login, password }) });
  const authorization = `Bearer ${((await signedIn.json()) as { token: string }).token}`;
  const me = (await (await fetch(`${server.url}/api/v1/me`, { headers: { authorization } })).json()) as { sessions: { id: string; current: boolean }[] };
  for (const { id } of me.sessions.filter(({ current }) => !current)) {
    await fetch(`${server.url}/api/v1/sessions/${id}`, { method: 'DELETE', headers: { authorization } });
  }
  // A touch of the window is enough for it to ask.
  await expect(async () => {
    await officer.page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await officer.page.evaluate(() => window.dispatchEvent(new Event('offline')));
    await officer.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await expect(officer.page.getByText('Dữ liệu trên máy này đã được xóa')).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 80_000 });
});

test('the whole review goes by keyboard', async ({ officer, ownServer: server }) => {
  const { page } = officer;
  const { author, id } = await sent(server, 'Đèn báo mức dầu nhìn từ sàn');
  await officer.signsIn('duyet.bsr');
  await officer.finds('muc dau nhin tu san');
  await page.getByRole('searchbox').press('Tab');
  await page.getByRole('searchbox').blur();
  await page.keyboard.press('j');
  await expect(page.getByRole('heading', { level: 2, name: 'Đèn báo mức dầu nhìn từ sàn' })).toBeVisible();
  await page.keyboard.press('r');
  await expect(page.locator('.paper__state')).toContainText('Đã tiếp nhận');
  await page.keyboard.press('d');
  await expect(page.getByRole('dialog', { name: 'Công nhận' })).toBeVisible();
  await page.getByLabel('Đã kiểm tra bằng cách nào').focus();
  await page.keyboard.type('Xem tại chỗ');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await author.sync(), author.initiatives.get(id)!.state), { timeout: 30_000 }).toBe('recognised');
});

test('an invitation leads to an office: a login, a password, and the desk', async ({ officer, ownServer: server }) => {
  const { page } = officer;
  const administrator = server.officers.find(({ role, unit }) => role === 'unit_administrator' && unit === 'cd-dau-khi')!;
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  const signedIn = await fetch(`${server.url}/api/v1/sign-in`, { method: 'POST', headers, body: JSON.stringify(administrator) });
  headers.authorization = `Bearer ${((await signedIn.json()) as { token: string }).token}`;
  const invited = await fetch(`${server.url}/api/v1/units/${UNIT}/invitations`, { method: 'POST', headers, body: '{"role":"reviewer"}' });
  const { url } = (await invited.json()) as { url: string };
  await page.goto(url);
  await expect(page.getByText('Bạn được mời làm Cán bộ xét duyệt')).toBeVisible();
  await accessible(page);
  await page.getByLabel('Họ và tên').fill('Lê Mùa Gặt');
  await page.getByLabel('Tên đăng nhập').fill('duyet.bsr');
  await page.getByLabel('Mật khẩu').fill('matkhau123456');
  await page.getByRole('checkbox').check();
  await officer.presses('Nhận lời mời');
  await expect(page.getByRole('alert')).not.toBeEmpty();
  await page.getByLabel('Tên đăng nhập').fill('le.mua.gat');
  await page.getByLabel('Mật khẩu').fill('cau-tre-qua-song-som-nay');
  await officer.presses('Nhận lời mời');
  await page.getByLabel('Mã khóa máy').fill(PIN);
  await page.getByLabel('Nhập lại mã').fill(PIN);
  await officer.presses('Dùng mã này');
  await officer.hasAll();
});

for (const viewport of [TABLET, { width: 390, height: 844 }]) {
  test(`axe finds nothing at the desk: ${viewport.width} px`, async ({ officer, ownServer: server, page }) => {
    await page.setViewportSize(viewport);
    await sent(server, 'Sàng rung tự làm sạch lưới', { solution: 'Lắp thanh gõ.', confidential: 'Bản vẽ kèm theo.' });
    await page.goto(`${server.url}/app/review`);
    await accessible(page);
    await officer.enters('duyet.bsr');
    await expect(page.getByLabel('Nhập lại mã')).toBeVisible();
    await accessible(page);
    await page.getByLabel('Mã khóa máy').fill(PIN);
    await page.getByLabel('Nhập lại mã').fill(PIN);
    await officer.presses('Dùng mã này');
    await officer.hasAll();
    await accessible(page);
    await officer.opens('Sàng rung tự làm sạch lưới');
    await accessible(page);
    for (const key of ['t', 'd', 'x']) {
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog')).toBeVisible();
      await accessible(page);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
  });
}
