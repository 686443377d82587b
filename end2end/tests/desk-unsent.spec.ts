// What was decided and hasn't left the tablet: found hours later, and taken back one by one.

import { accessible, expect, LINK_LOST, test as base } from './fixtures';
import { Officer } from './officer';
import { sent } from './sent';

const test = base.extend<{ officer: Officer }>({
  officer: async ({ page, ownServer }, use) => use(new Officer(page, ownServer)),
});
test.use({ viewport: { width: 1180, height: 820 }, allowed: new RegExp(`${LINK_LOST.source}|401 \\(Unauthorized\\)`, 'i') });
test.describe.configure({ timeout: 120_000 });

test('“3 quyết định chờ gửi” opens the list, and each can be taken back until it leaves', async ({ officer, ownServer: server, context, page }) => {
  const titles = ['Giá treo ống hàn tự xoay', 'Khay lọc cặn tháo nhanh', 'Sổ giao ca một trang'];
  const initiatives = [];
  for (const title of titles) initiatives.push(await sent(server, title));
  await officer.signsIn('duyet.bsr');
  await officer.onTablet();
  await context.setOffline(true);
  for (const title of titles) {
    await officer.opens(title);
    await officer.presses('Từ chối');
    await page.getByLabel('Lý do').fill(`Lý do của ${title}`);
    await officer.presses('Ghi quyết định');
    await expect(officer.row(title)).toHaveCount(0);
  }
  // Closed and opened again: no toast is left, and the ten seconds are long over.
  await officer.comesBack();
  await officer.presses('3 quyết định chờ gửi');
  const list = page.getByRole('dialog', { name: 'Quyết định chờ gửi' });
  await expect(list.locator('.unsent__one')).toHaveCount(3);
  await expect(list.locator('.unsent__one').first()).toContainText('chưa rời máy');
  await accessible(page);
  await list.getByRole('button', { name: `Hoàn tác quyết định về “${titles[1]}”` }).click();
  await expect(list.locator('.unsent__one')).toHaveCount(2);
  await page.goBack();
  await expect(list).toHaveCount(0);
  await expect(page.getByRole('button', { name: '2 quyết định chờ gửi' })).toBeVisible();
  await officer.opens(titles[1]);
  await expect(page.locator('.begun')).toContainText('Từ chối');
  await officer.presses('Viết tiếp');
  await expect(page.getByLabel('Lý do')).toHaveValue(`Lý do của ${titles[1]}`);
  await officer.presses('Thôi');

  await context.setOffline(false);
  await expect(page.locator('.desk__unsent')).toHaveCount(0, { timeout: 40_000 });
  const states = [];
  for (const { author, id } of initiatives) {
    await author.sync();
    states.push(author.initiatives.get(id)!.state);
  }
  expect(states).toEqual(['declined', 'submitted', 'declined']);
});

test('deadlines go by the server’s clock, and a tablet whose clock is years off says so', async ({ officer, ownServer: server, page }) => {
  await sent(server, 'Sổ giao ca một trang');
  const real = Date.now();
  await page.clock.install({ time: real + 5 * 365 * 86_400_000 });
  await officer.signsIn('duyet.bsr');
  await officer.finds('so giao ca mot trang');
  await expect(officer.row('Sổ giao ca một trang').locator('.due')).toHaveText('mới gửi');
  await expect(page.locator('.notices')).toContainText('Đồng hồ của máy lệch 1.825 ngày');
  await accessible(page);
});
