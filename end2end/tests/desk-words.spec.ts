// Words of a decision that isn't finished, and two tabs of the desk: nothing that an officer wrote is lost, doubled or mixed up.

import { accessible, expect, LINK_LOST, test as base } from './fixtures';
import { ready } from './loading';
import { sent } from './sent';
import { Officer } from './officer';

const TABLET = { width: 1180, height: 820 };
const REASON = 'Đã có ở phân xưởng bên từ năm ngoái.';

const test = base.extend<{ officer: Officer }>({
  officer: async ({ page, ownServer }, use) => use(new Officer(page, ownServer)),
});
test.use({ viewport: TABLET, allowed: new RegExp(`${LINK_LOST.source}|409 \\(`, 'i') });
test.describe.configure({ timeout: 90_000, retries: 0 });

test('words of a decision outlive the lock after idle time, a reload and an undo, and go with the decision', async ({ officer, ownServer: server, page }) => {
  const title = 'Giá treo ống hàn tự xoay';
  const { id, author } = await sent(server, title);
  await page.clock.install();
  await officer.signsIn('duyet.bsr');
  await officer.opens(title);
  await officer.presses('Từ chối');
  await page.getByLabel('Lý do').pressSequentially(REASON);

  // Nobody touches it for five minutes, in mid-sentence.
  await page.clock.fastForward('05:01');
  await expect(page.getByRole('heading', { name: 'Máy đang khóa' })).toBeVisible();
  expect(await page.content()).not.toContain(REASON);
  await officer.unlocks();
  const begun = page.locator('.begun');
  await expect(begun).toContainText('Từ chối: bạn viết dở lúc');
  await expect(officer.row(title)).toContainText('Viết dở');
  await accessible(page);
  await begun.getByRole('button', { name: 'Viết tiếp' }).click();
  await expect(page.getByLabel('Lý do')).toHaveValue(REASON);
  await expect(page.getByRole('dialog')).toContainText('Lời bạn viết dở lúc');
  await page.getByLabel('Lý do').fill(`${REASON} Xem thêm.`);
  await expect(page.getByRole('dialog').getByText('Đã lưu trên máy').first()).toBeVisible();
  await officer.hasKept();

  // The tab goes, with the form open.
  await page.reload();
  await officer.unlocks();
  await expect(begun).toBeVisible();
  await page.keyboard.press('x');
  await expect(page.getByLabel('Lý do')).toHaveValue(`${REASON} Xem thêm.`);
  await officer.presses('Ghi quyết định');
  await expect(officer.row(title)).toHaveCount(0);
  await officer.presses(/^Hoàn tác/);
  await expect(begun).toContainText('Từ chối: bạn viết dở lúc');
  await begun.getByRole('button', { name: 'Viết tiếp' }).click();
  await expect(page.getByLabel('Lý do')).toHaveValue(`${REASON} Xem thêm.`);
  await officer.presses('Ghi quyết định');
  await page.clock.fastForward('00:11');
  await expect.poll(async () => (await author.sync(), author.initiatives.get(id)!.state), { timeout: 30_000 }).toBe('declined');
  expect(author.initiatives.get(id)!.decision).toMatchObject({ reason: `${REASON} Xem thêm.` });
  await officer.comesBack();
  await expect(page.locator('.notice')).toHaveCount(0);
});

test('every part of a form comes back: what is asked of fields, a sum that can’t be read yet, who endorses it', async ({ officer, ownServer: server, page }) => {
  const title = 'Khay lọc cặn tháo nhanh';
  await sent(server, title);
  await officer.signsIn('duyet.bsr');
  await officer.opens(title);
  await page.keyboard.press('t');
  await officer.presses('Ngày áp dụng lần đầu');
  await page.locator('#d-first_applied_on').fill('Áp dụng hôm nào?');
  await officer.presses('Thôi');
  await page.keyboard.press('d');
  const benefit = page.getByLabel('Giá trị làm lợi đã thẩm định');
  // Nothing above the officer's own unit is offered.
  await expect(page.getByRole('dialog').getByRole('radio')).toHaveCount(1);
  await expect(page.getByRole('dialog').getByRole('radio', { name: 'Cấp cơ sở' })).toBeChecked();
  await benefit.fill('1.250 tỷ');
  await benefit.blur();
  await page.getByText('Đại diện chuyên môn phối hợp').click();
  await page.getByLabel('Chức danh').fill('Quản đốc');
  await officer.presses('Ghi quyết định');
  await expect(page.getByRole('dialog').getByRole('alert')).not.toBeEmpty();
  await officer.comesBack(new URL(page.url()).pathname);
  await expect(page.locator('.begun')).toHaveCount(2);
  await page.keyboard.press('t');
  await expect(page.locator('#d-first_applied_on')).toHaveValue('Áp dụng hôm nào?');
  await page.keyboard.press('Escape');
  await page.keyboard.press('d');
  await expect(benefit).toHaveValue('1.250 tỷ');
  await expect(page.getByLabel('Chức danh')).toHaveValue('Quản đốc');
  await page.keyboard.press('Escape');

  // Let go of, and taken back.
  const begun = page.locator('.begun').filter({ hasText: 'Yêu cầu bổ sung' });
  await begun.getByRole('button', { name: 'Bỏ lời viết dở' }).click();
  await expect(page.locator('.begun')).toHaveCount(1);
  await officer.presses(/^Hoàn tác/);
  await expect(page.locator('.begun')).toHaveCount(2);
  await begun.getByRole('button', { name: 'Bỏ lời viết dở' }).click();
  await officer.comesBack(new URL(page.url()).pathname);
  await expect(page.locator('.begun')).toHaveCount(1);
});

test('words on an initiative that its author withdrew are shown until the officer has seen them', async ({ officer, ownServer: server, page }) => {
  const title = 'Sổ giao ca một trang';
  const { id, author } = await sent(server, title);
  await page.clock.install();
  await officer.signsIn('duyet.bsr');
  await officer.opens(title);
  await page.keyboard.press('x');
  await page.getByLabel('Lý do').fill(REASON);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const [receipt] = await author.sync({ initiative: id, action: { withdraw: {} } });
  expect(receipt.outcome).toBe('applied');
  await officer.comesBack();
  const notice = page.locator('.notice').filter({ hasText: title });
  // It asks what changed once a minute.
  await page.clock.fastForward('01:05');
  await expect(notice).toContainText(REASON);
  await expect(notice).toContainText('không còn chờ ở đây');
  await accessible(page);
  await notice.getByRole('button', { name: 'Đã hiểu' }).click();
  await expect(notice).toHaveCount(0);
  await officer.comesBack();
  await expect(notice).toHaveCount(0);
});

test('a second tab says that the desk is open in the first, and has it with all that was written there', async ({ officer, ownServer: server, context, page }) => {
  const [written, decided] = ['Chốt khóa goòng một chạm', 'Đèn báo mức dầu nhìn từ sàn'];
  await sent(server, written);
  const { id, author } = await sent(server, decided);
  await officer.signsIn('duyet.bsr');
  await officer.opens(decided);
  await officer.presses('Công nhận');
  await officer.presses('Ghi quyết định');
  await officer.opens(written);
  await officer.presses('Từ chối');
  await page.getByLabel('Lý do').pressSequentially(REASON);

  const second = new Officer(await context.newPage(), server);
  await second.page.goto(`${server.url}/app/review`);
  await ready(second.page);
  await expect(second.page.getByRole('heading', { name: 'Bàn xét duyệt đang mở ở thẻ khác' })).toBeVisible();
  await expect(page.getByLabel('Lý do')).toHaveValue(REASON);
  await accessible(second.page);
  await second.presses('Mở ở đây');
  await expect(page.getByRole('heading', { name: 'Bàn xét duyệt đang mở ở thẻ khác' })).toBeVisible();
  await second.unlocks();
  await second.opens(written);
  await expect(second.page.locator('.begun')).toContainText('Từ chối');
  await second.finds('');
  await expect.poll(async () => (await author.sync(), author.initiatives.get(id)!.state), { timeout: 30_000 }).toBe('recognised');
  expect(await server.verify()).toBeTruthy();

  // Back again, and when the other is closed the desk comes by itself.
  await officer.presses('Mở ở đây');
  await expect(second.page.getByRole('heading', { name: 'Bàn xét duyệt đang mở ở thẻ khác' })).toBeVisible();
  await officer.unlocks();
  await page.close();
  await expect(second.page.getByLabel('Mã khóa máy')).toBeVisible();
});

test('a locked tab gives way by itself, and one that the browser has frozen is not waited for', async ({ officer, ownServer: server, context, page }) => {
  await officer.signsIn('duyet.bsr');
  await page.reload();
  await expect(page.getByLabel('Mã khóa máy')).toBeVisible();
  const second = new Officer(await context.newPage(), server);
  await second.page.goto(`${server.url}/app/review`);
  await second.unlocks();
  await expect(page.getByRole('heading', { name: 'Bàn xét duyệt đang mở ở thẻ khác' })).toBeVisible();

  // It can't answer: nothing runs in it.
  const session = await context.newCDPSession(second.page);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await officer.presses('Mở ở đây');
  await expect(page.getByLabel('Mã khóa máy')).toBeVisible({ timeout: 10_000 });
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await expect(second.page.getByRole('heading', { name: 'Bàn xét duyệt đang mở ở thẻ khác' })).toBeVisible();
});

test('a sheet that is asked for while another closes is shown', async ({ officer, ownServer: server, page }) => {
  const title = 'Bàn trượt thay tấm chắn băng tải';
  await sent(server, title);
  await officer.signsIn('duyet.bsr');
  await officer.opens(title);
  await page.keyboard.press('t');
  const sheet = page.getByRole('dialog', { name: 'Yêu cầu bổ sung' });
  await expect(sheet).toBeVisible();
  // Both before the browser tells that the first was closed.
  await page.evaluate(async () => {
    const cancel = [...document.querySelectorAll<HTMLButtonElement>('dialog[open] button')].find(({ textContent }) => textContent === 'Thôi')!;
    cancel.click();
    for (let turn = 0; turn < 50; turn++) await Promise.resolve();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'd', bubbles: true }));
  });
  await expect(page.getByRole('dialog', { name: 'Công nhận' })).toBeVisible();
  // And still after everything that was under way has come.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));
  await expect(page.getByRole('dialog', { name: 'Công nhận' })).toBeVisible();
});
