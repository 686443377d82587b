// The review desk on a tablet: signing in, a day without a link, decisions that arrive once, and what a lost tablet gives away.

import { accessible, expect, LINK_LOST, ready, test as base } from './fixtures';
import { Officer, PIN } from './officer';
import { Device } from './protocol';
import { recognised, sent, UNIT } from './sent';

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

test('what is on the tablet is sealed: no word of it is stored in the clear, and wrong PINs make one wait, with everything kept', async ({ officer, ownServer: server }) => {
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
  const tries = async (pin: string) => {
    await page.getByLabel('Mã khóa máy').fill(pin);
    await page.getByRole('button', { name: 'Mở khóa' }).click();
  };
  for (let left = 4; left >= 0; left--) {
    await tries('482916');
    await expect(page.getByRole('alert')).toContainText(left > 0 ? `Còn ${left} lần thử ngay` : /Đợi (30|29) giây/);
  }
  // Neither a reload nor a clock that is set back shortens the wait, and nothing is erased.
  await page.reload();
  await ready(page);
  await expect(page.getByRole('alert')).toContainText(/Đợi [12]?[0-9] giây/);
  await page.clock.setFixedTime(Date.now() - 365 * 86_400_000);
  await page.reload();
  await ready(page);
  await expect(page.getByRole('alert')).toContainText('Đợi 30 giây');
  await expect(page.getByRole('button', { name: 'Mở khóa' })).toBeDisabled();
});

test('a PIN that can’t be one is refused with what is wrong with it, and costs no try', async ({ officer, ownServer: server }) => {
  const { page } = officer;
  await page.goto(`${server.url}/app/review`);
  await ready(page);
  await officer.enters('duyet.bsr');
  const chooses = async (pin: string, again = pin) => {
    await page.getByLabel('Mã khóa máy').fill(pin);
    await page.getByLabel('Nhập lại mã').fill(again);
    await officer.presses('Dùng mã này');
  };
  const alert = page.getByRole('alert');
  for (const [pin, said] of [
    ['48291', 'Mã cần ít nhất 6 số'],
    ['123456', 'Mã này dễ đoán'],
    ['121212', 'chọn các số không theo thứ tự'],
    ['4829 15', 'Mã chỉ gồm các số 0–9'],
    ['48291'.repeat(7), 'Mã dài nhất là 32 số'],
  ]) {
    await chooses(pin);
    await expect(alert).toContainText(said);
  }
  await accessible(page);
  await chooses(PIN, '482916');
  await expect(alert).toContainText('Hai lần nhập chưa giống nhau');
  await chooses(PIN);
  await officer.hasAll();

  await page.reload();
  await ready(page);
  for (const [pin, said] of [
    ['123456', 'lần này không tính'],
    ['48291', 'Mã cần ít nhất 6 số'],
    ['482916', 'Còn 4 lần'],
  ]) {
    await page.getByLabel('Mã khóa máy').fill(pin);
    await officer.presses('Mở khóa');
    await expect(alert).toContainText(said);
  }
  await officer.unlocks();
});

test('the original of a duplicate is found at the server too, once it is recognised and off the tablet', async ({ officer, ownServer: server, context }) => {
  const { page } = officer;
  const [title, original] = ['Vòi phun sương tự đóng ở băng tải', 'Nắp chụp bu lông chân đế quạt gió'];
  const first = await recognised(server, original, { solution: 'Hàn nắp từ ống thép cũ.' });
  const { author, id } = await sent(server, title);
  await officer.signsIn('duyet.bsr');
  await officer.opens(title);
  await officer.presses('Trùng lặp');
  const dialog = page.getByRole('dialog');
  const find = dialog.getByLabel('Tìm, không cần dấu');
  await find.fill('khong co bai nao ten the nay');
  await expect(dialog.locator('#d-found')).toContainText('Không thấy bài nào khớp “khong co bai nao ten the nay”');
  await accessible(page);

  await context.setOffline(true);
  await find.fill('nap chup bu long');
  await expect(dialog.locator('#d-found')).toContainText('Chưa tới được máy chủ');
  await context.setOffline(false);
  const found = dialog.getByRole('button', { name: original });
  await expect(found).toHaveCount(1);
  await expect(found).toContainText('được công nhận');
  await accessible(page);
  // The tablet's own and the server's, each once; and no button is called by an id.
  await find.fill('Trịnh Văn Khoát');
  await expect(found).toHaveCount(1);
  await expect(dialog.getByRole('button', { name: title })).toHaveCount(0);
  await expect(dialog.getByRole('button', { name: /[0-9a-f]{8}-[0-9a-f]{4}-/ })).toHaveCount(0);
  await found.click();
  await expect.poll(async () => (await author.sync(), author.initiatives.get(id)!.state), { timeout: 30_000 }).toBe('duplicate');
  expect(author.initiatives.get(id)!.duplicate_of).toBe(first.id);
});

test('the history tells who did what, with reasons and comments, and which decision came too late', async ({ officer, ownServer: server }) => {
  const { page } = officer;
  const title = 'Rãnh thoát nước tự tràn ở hố bơm';
  const { author, id } = await sent(server, title);
  const below = await Device.signsIn(server, 'duyet.bsr');
  const above = await Device.signsIn(server, 'duyet.daukhi');
  const does = async (who: Device, action: Record<string, unknown>) => {
    await who.sync();
    return (await who.sync({ initiative: id, action }))[0].outcome;
  };
  expect(await does(below, { return: { reason: 'Nói rõ hơn các bước.', fields: { effect: 'Ghi số giờ mỗi ca.' } } })).toBe('applied');
  expect(await does(author, { edit: { effect: 'Mỗi ca bớt hai giờ.' } })).toBe('applied');
  expect(await does(author, { submit: {} })).toBe('applied');
  expect(await does(below, { comment: { score: 90, text: 'Nên nhân rộng.' } })).toBe('applied');
  expect(await does(below, { recognise: { level: 'grassroots', benefit_vnd: 214_000_000 } })).toBe('applied');
  expect(await does(above, { recognise: { level: 'grassroots' } })).toBe('rejected');
  expect(await does(above, { decline: { reason: 'Đã có ở phân xưởng bên.' } })).toBe('rejected');
  expect(await does(below, { forward: {} })).toBe('applied');

  await officer.signsIn('duyet.daukhi');
  await officer.opens(title);
  await officer.presses('Chuyển cấp trên và việc khác');
  await page.getByRole('dialog').getByRole('button', { name: 'Lịch sử' }).click();
  const lines = page.locator('#d-history > li');
  await expect(lines).toHaveCount(10);
  const line = (words: string) => lines.filter({ hasText: words });
  await expect(line('đã yêu cầu bổ sung')).toContainText('Lý do: Nói rõ hơn các bước.');
  await expect(line('đã yêu cầu bổ sung')).toContainText('Về kết quả: Ghi số giờ mỗi ca.');
  await expect(line('đã sửa kết quả')).toHaveCount(1);
  await expect(line('đã nhận xét')).toHaveCount(1);
  await expect(line('đã nhận xét')).toContainText(/90\/100 điểm.*Nên nhân rộng\./s);
  await expect(line('đã công nhận, cấp cơ sở.')).toContainText('214 triệu đồng');
  await expect(line('đã công nhận, cấp cơ sở, nhưng đến sau quyết định khác nên không có hiệu lực')).toHaveCount(1);
  await expect(line('đã từ chối, nhưng đến sau')).toContainText('Lý do: Đã có ở phân xưởng bên.');
  await expect(line('đã chuyển lên cấp trên')).toHaveCount(1);
  await accessible(page);
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
