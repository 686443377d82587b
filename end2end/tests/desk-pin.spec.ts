// A forgotten PIN: the officer's account opens the tablet with everything on it; without that the tablet says what would be
// lost before anything is erased.

import { accessible, expect, LINK_LOST, ready, test as base } from './fixtures';
import { Officer } from './officer';
import { sent } from './sent';

const test = base.extend<{ officer: Officer }>({
  officer: async ({ page, ownServer }, use) => use(new Officer(page, ownServer)),
});
test.use({ viewport: { width: 1180, height: 820 }, allowed: new RegExp(`${LINK_LOST.source}|40[13] \\(|Failed to load resource|only the PIN`, 'i') });
test.describe.configure({ timeout: 120_000 });

const TITLES = ['Giá treo ống hàn tự xoay', 'Khay lọc cặn tháo nhanh'];

async function leavesADay(officer: Officer, offline: () => Promise<void>): Promise<void> {
  const { page } = officer;
  await offline();
  await officer.opens(TITLES[0]);
  await officer.presses('Từ chối');
  await page.getByLabel('Lý do').fill('Đã có ở phân xưởng bên.');
  await officer.presses('Ghi quyết định');
  await expect(officer.row(TITLES[0])).toHaveCount(0);
  await officer.opens(TITLES[1]);
  await officer.presses('Từ chối');
  await page.getByLabel('Lý do').fill('Viết dở.');
  await officer.hasKept();
  await page.reload();
  await ready(page);
}

test('the account’s password opens a tablet whose PIN was forgotten, with the day’s decisions on it', async ({ officer, ownServer: server, context, page }) => {
  const initiatives = [await sent(server, TITLES[0]), await sent(server, TITLES[1])];
  await officer.signsIn('duyet.bsr');
  await officer.onTablet();
  await leavesADay(officer, () => context.setOffline(true));
  await expect(page.getByLabel('Mã khóa máy')).toBeFocused();
  for (let tried = 0; tried < 5; tried++) {
    await page.getByLabel('Mã khóa máy').fill('482916');
    await officer.presses('Mở khóa');
    await expect(page.getByRole('alert')).toContainText(tried < 4 ? `Còn ${4 - tried} lần` : 'Đợi');
  }
  await officer.presses('Quên mã');
  await expect(page.getByText('Xóa là mất: 1 quyết định chưa gửi, 1 quyết định viết dở.')).toBeVisible();
  await accessible(page);
  await officer.presses('Xóa và đăng nhập lại');
  await expect(page.getByRole('button', { name: 'Xóa hẳn' })).toBeVisible();
  await officer.presses('Ở lại');

  await context.setOffline(false);
  // Another account doesn't open it, and changes nothing.
  await officer.enters('duyet.daukhi');
  await expect(page.getByRole('alert').filter({ hasText: 'của tài khoản khác' })).toBeVisible();
  await officer.enters('duyet.bsr');
  await expect(page.getByText('Máy đã mở bằng tài khoản của bạn')).toBeVisible();
  await expect(page.getByLabel('Mã khóa máy')).toBeFocused();
  await page.getByLabel('Mã khóa máy').fill('731946');
  await page.getByLabel('Nhập lại mã').fill('731946');
  await officer.presses('Dùng mã này');
  await officer.hasAll();
  await expect.poll(async () => (await initiatives[0].author.sync(), initiatives[0].author.initiatives.get(initiatives[0].id)!.state), { timeout: 40_000 }).toBe('declined');
  await officer.opens(TITLES[1]);
  await officer.presses('Viết tiếp');
  await expect(page.getByLabel('Lý do')).toHaveValue('Viết dở.');
});
