// What is typed where a number, a day or a text is wanted: nothing that was meant is lost, cut or guessed.

import type { Page } from '@playwright/test';
import { expect, LINK_LOST, test } from './fixtures';

test.use({ allowed: LINK_LOST });

const group = (page: Page) => page.getByRole('group', { name: 'Bạn muốn ghi số nào?' });

test('a sum that can’t be read takes nothing’s place, survives a reload, and is asked about', async ({ page, author }) => {
  await author.joins('Trịnh Văn Khoát');
  await author.writes({ title: 'Giá treo ống hàn', benefit: '105.000.000' });
  await author.box('title').focus();
  const device = await author.otherDevice();
  const kept = async () => (await device.all()).map((one) => (one as { benefit_vnd?: number }).benefit_vnd);
  await expect.poll(kept).toEqual([105_000_000]);

  await author.box('benefit').fill('105 triệu 500');
  await expect(page.locator('.field__says')).toHaveText('Chưa lưu số này.');
  await author.box('title').focus();
  await expect(page.getByText('Chưa lưu số này. Số này hiểu được hai cách. Bạn muốn ghi số nào? Đang lưu: 105.000.000 đồng.')).toBeVisible();
  await author.box('story').fill('Trước đây hai người giữ ống.');
  await expect.poll(async () => (await device.all()).map(({ story }) => story)).toEqual(['Trước đây hai người giữ ống.']);
  expect(await kept()).toEqual([105_000_000]);

  await author.reloads();
  await expect(author.box('benefit')).toHaveValue('105 triệu 500');
  // It isn't sent in without an answer, and the way leads there.
  await page.getByRole('button', { name: /^Gửi( sáng kiến)?$/ }).click();
  await page.getByRole('button', { name: 'Tiền làm lợi' }).click();
  await expect(author.box('benefit')).toBeFocused();
  await author.box('title').focus();
  await expect(group(page).getByRole('button')).toHaveText(['105.500.000 đồng', '105.000.500 đồng']);
  await group(page).getByRole('button', { name: '105.500.000 đồng' }).click();
  await expect(author.box('benefit')).toHaveValue('105.500.000');
  await expect(page.locator('.field__says')).toHaveText('105,5 triệu đồng');
  await expect.poll(kept).toEqual([105_500_000]);
});

test('the beginning of a sum is no sum yet, and clearing the box is meant once one has left it', async ({ page, author }) => {
  await author.joins('Lê Kim Thoa');
  await author.writes({ title: 'Khay lọc cặn', benefit: '850 triệu' });
  await author.box('title').focus();
  const stored = async () => JSON.stringify(await author.stored());
  await author.box('benefit').fill('');
  await author.box('benefit').pressSequentially('10');
  expect(await stored()).toContain('850000000');
  await author.box('benefit').pressSequentially('5 xu');
  await author.box('title').focus();
  await expect(page.getByText('Đang lưu: 850.000.000 đồng.')).toBeVisible();
  await author.box('benefit').fill('');
  await author.box('title').focus();
  await expect.poll(stored).not.toContain('"benefit_vnd":850000000');
  await author.box('benefit').fill('2 triệu rưỡi');
  await author.box('title').focus();
  await expect(author.box('benefit')).toHaveValue('2.500.000');
});

test('a share with a fraction keeps the share before it, and offers the whole numbers beside it', async ({ page, author }) => {
  await author.joins('Trịnh Văn Khoát');
  await author.writes({ title: 'Giá treo ống hàn' });
  await page.getByRole('button', { name: 'Thêm đồng tác giả' }).click();
  const shares = page.getByRole('textbox', { name: 'Phần đóng góp' });
  await shares.first().fill('66,5%');
  await author.box('title').focus();
  await expect(page.getByText('Chưa lưu số này. Phần đóng góp ghi bằng số tròn. Đang lưu: 100%.')).toBeVisible();
  await author.reloads();
  await expect(shares.first()).toHaveValue('66,5%');
  await group(page).getByRole('button', { name: '67%' }).click();
  await expect(shares.first()).toHaveValue('67');
  await shares.nth(1).fill('33 %');
  await author.box('title').focus();
  await expect(shares.nth(1)).toHaveValue('33');
  await expect(page.getByText('Tổng: 100%')).toBeVisible();
});

test('of 25,000 characters none is cut: how much is too much is said, and the rest goes', async ({ page, author }) => {
  await author.joins('Lê Kim Thoa');
  const story = 'chữ '.repeat(6_250);
  await author.writes({ title: 'Khay lọc cặn', story, solution: 'Thay bu lông bằng chốt gài.' });
  await expect(page.getByText('Dài quá 5.000 ký tự')).toBeVisible();
  const device = await author.otherDevice();
  await expect.poll(async () => (await device.all()).map((one) => [(one as { solution?: string }).solution, one.story])).toEqual([
    ['Thay bu lông bằng chốt gài.', ''],
  ]);
  await author.reloads();
  await expect(author.box('story')).toHaveValue(story);
  await page.getByRole('button', { name: /^Gửi( sáng kiến)?$/ }).click();
  await page.getByRole('button', { name: 'Câu chuyện', exact: true }).click();
  await expect(author.box('story')).toBeFocused();
  await author.goesToList();
  await author.finds('Khay lọc cặn', 'Có phần dài quá');
  await author.goesTo('Khay lọc cặn');
  await author.box('story').fill(story.slice(0, 20_000));
  await expect(page.getByText('Dài quá 5.000 ký tự')).toHaveCount(0);
  await expect.poll(async () => (await device.all()).map((one) => one.story.length)).toEqual([20_000]);
});

test('letters typed in two parts on a Mac lose no end, and pasted line ends stay', async ({ author }) => {
  await author.opens();
  const story = 'ếộữ'.repeat(5_000).normalize('NFD');
  await author.writes({ title: 'Máng\u000bcáp\u0085ngầm', story: `${story}\u000bhết` });
  await author.reloads();
  await expect(author.box('title')).toHaveValue('Máng cáp ngầm');
  await expect(author.box('story')).toHaveValue(`${story.normalize('NFC')}\nhết`);
});

test('a day is said in words, a surprising one is asked about, and a half-typed one takes nothing’s place', async ({ page, author }) => {
  await author.opens();
  await author.writes({ title: 'Máng cáp' });
  const day = page.getByLabel('Ngày áp dụng lần đầu');
  const year = new Date().getFullYear();
  await day.fill(`${year + 50}-05-12`);
  await expect(page.locator('.field__day')).toContainText(`ngày 12 tháng 5 năm ${year + 50}`);
  await expect(page.locator('.field__ask')).toContainText('Ngày này chưa tới');
  await day.fill('2010-05-12');
  await expect(page.locator('.field__day')).toHaveText('thứ Tư, ngày 12 tháng 5 năm 2010');
  await expect(page.locator('.field__ask')).toContainText(/Ngày này đã quá \d+ năm/);
  // Asked again before it is sent, and not refused.
  await page.getByRole('button', { name: /^Gửi( sáng kiến)?$/ }).click();
  await expect(page.getByRole('dialog')).toContainText(/Ngày này đã quá \d+ năm/);
  await expect(page.getByRole('button', { name: 'Gửi luôn' })).toBeVisible();
  await page.getByRole('button', { name: 'Thôi' }).click();

  await day.focus();
  await page.keyboard.press('Backspace');
  await author.box('title').focus();
  await expect(page.getByText('Chưa lưu ngày này')).toBeVisible();
  expect(JSON.stringify(await author.stored())).toContain('2010-05-12');
  await author.reloads();
  await expect(day).toHaveValue('2010-05-12');
});
