// What a person may regret: deleting a draft and withdrawing what was sent, each with ten seconds to undo it.

import type { Page } from '@playwright/test';
import { expect, LINK_LOST, Author, ready, test } from './fixtures';
import { UNIT } from './author';
import { totals } from './protocol';

test.use({ allowed: LINK_LOST });

/** The button of the sheet about one initiative, opened from the list. */
async function chooses(page: Page, title: string, act: string): Promise<void> {
  await page.getByRole('button', { name: `Việc khác với “${title}”` }).click();
  await page.getByRole('dialog').getByRole('button', { name: act }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
}

/** The author's list with one initiative that was sent. */
async function sent(author: Author, title: string): Promise<void> {
  await author.joins('Bùi Thị Sen');
  await author.writes({ title, story: 'Đỡ một người đứng giữ.' });
  await author.submits();
  await author.goesToList();
  await author.finds(title, /^Đã gửi/);
}

test('what was sent can be withdrawn, leaves the count, is written on and sent again', async ({ page, ownServer: server }) => {
  const author = new Author(page, server);
  const before = (await totals(server, UNIT)).counts.submitted;
  const counted = async () => (await totals(server, UNIT)).counts.submitted - before;
  await sent(author, 'Tay quay van đôi');
  await expect.poll(counted).toBe(1);
  await chooses(page, 'Tay quay van đôi', 'Rút lại');
  // Shown as done at once; sent only when there is no way back any more.
  await author.finds('Tay quay van đôi', 'Đã rút');
  expect(await counted()).toBe(1);
  await page.goto('about:blank');
  await author.opens();
  await author.finds('Tay quay van đôi', 'Đã rút');
  await expect.poll(counted).toBe(0);

  await author.goesTo('Tay quay van đôi');
  await author.box('story').fill('Đỡ một người đứng giữ, cả ca đêm.');
  await author.submits();
  await author.goesToList();
  await author.finds('Tay quay van đôi', /^Đã gửi/);
  await expect.poll(counted).toBe(1);
  expect(await (await author.otherDevice()).read('Tay quay van đôi')).toMatchObject({ state: 'submitted', story: 'Đỡ một người đứng giữ, cả ca đêm.' });
  expect(await server.verify()).toBeTruthy();
});

test('a withdrawal that is undone never reaches the server', async ({ page, context, author }) => {
  await sent(author, 'Giá sấy găng');
  const device = await author.otherDevice();
  const before = await device.read('Giá sấy găng');
  const withdrawals: string[] = [];
  await context.route('**/api/v1/sync', async (route) => {
    const body = route.request().postData() ?? '';
    if (body.includes('withdraw')) withdrawals.push(body);
    await route.continue();
  });
  await chooses(page, 'Giá sấy găng', 'Rút lại');
  await author.finds('Giá sấy găng', 'Đã rút');
  await page.getByRole('button', { name: 'Hoàn tác' }).click();
  await author.finds('Giá sấy găng', /^Đã gửi/);
  await author.reloads();
  await author.finds('Giá sấy găng', /^Đã gửi/);
  expect(withdrawals).toEqual([]);
  expect(await device.read('Giá sấy găng')).toMatchObject({ state: 'submitted', rev: before.rev });
});

test('a draft that is only here can be deleted, and the deletion undone', async ({ page, author }) => {
  await author.opens();
  await author.writes({ title: 'Thử thôi', story: 'Mấy chữ.' });
  await author.goesToList();
  await chooses(page, 'Thử thôi', 'Xóa nháp');
  await expect(author.item('Thử thôi')).toHaveCount(0);
  await page.getByRole('button', { name: 'Hoàn tác' }).click();
  await author.goesTo('Thử thôi');
  await expect(author.box('story')).toHaveValue('Mấy chữ.');
  await author.goesToList();
  await chooses(page, 'Thử thôi', 'Xóa nháp');
  await author.reloads();
  await expect(page.getByText('Bạn chưa có sáng kiến nào.')).toBeVisible();
  expect(JSON.stringify(await author.stored())).not.toContain('Mấy chữ');
});

test('lesson 40: a draft that was backed up is deleted everywhere, and until then the deletion can be undone', async ({ page, context, browser, listen, ownServer: server }) => {
  const author = new Author(page, server);
  await author.joins('Bùi Thị Sen');
  const id = await author.writes({ title: 'Xóa cả ở máy chủ', story: 'Chữ riêng tư.' });
  await author.goesToList();
  await author.finds('Xóa cả ở máy chủ', 'Đã cất giữ');
  const device = await author.otherDevice();
  expect(await device.read('Xóa cả ở máy chủ')).toMatchObject({ state: 'draft', story: 'Chữ riêng tư.' });
  const elsewhere = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' });
  listen(elsewhere);
  const second = await author.onOtherPhone(elsewhere);
  await second.finds('Xóa cả ở máy chủ', 'Đã cất giữ');

  await chooses(page, 'Xóa cả ở máy chủ', 'Xóa nháp');
  await expect(author.item('Xóa cả ở máy chủ')).toHaveCount(0);
  await page.getByRole('button', { name: 'Hoàn tác' }).click();
  await author.finds('Xóa cả ở máy chủ', 'Đã cất giữ');
  expect(await device.read('Xóa cả ở máy chủ')).toMatchObject({ state: 'draft' });

  // Without a link it is kept that it was asked for, also when the app is closed at once.
  await context.setOffline(true);
  await chooses(page, 'Xóa cả ở máy chủ', 'Xóa nháp');
  await page.goto('about:blank');
  await page.goto(`${server.url}/app`);
  await ready(page);
  await expect(author.item('Xóa cả ở máy chủ')).toHaveCount(0);
  await context.setOffline(false);
  await expect.poll(async () => (await device.sync(), device.initiatives.get(id)!.state)).toBe('deleted');
  expect(JSON.stringify(await device.all())).not.toContain('Chữ riêng tư');
  expect(JSON.stringify(await author.stored())).not.toContain('Chữ riêng tư');

  await second.reloads();
  await expect(second.item('Xóa cả ở máy chủ')).toHaveCount(0);
  await expect.poll(async () => JSON.stringify(await second.stored())).not.toContain('Chữ riêng tư');
  await elsewhere.close();
  expect(await server.verify()).toBeTruthy();
});
