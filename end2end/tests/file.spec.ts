// Everything in a file, to keep or to take to another device; and leaving a device without losing anything by mistake.

import { readFile, writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, LINK_LOST, Author, test } from './fixtures';
import { UNIT } from './author';

test.use({ allowed: LINK_LOST });

const importing = async (page: Page, path: string) => {
  await page.locator('input[type="file"]').setInputFiles(path);
  return page.locator('.device__said');
};

test('a file brings everything to a fresh device, and bringing it twice changes nothing', async ({ page, author, browser, server, listen }, info) => {
  await author.opens();
  await author.writes({ title: 'Mang sang máy mới', story: 'Từng chữ.', solution: 'Một.\nHai.' });
  await author.goesToList();
  await author.goesToDevice();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Xuất ra tệp' }).click();
  const file = info.outputPath('bài.json');
  const saved = await download;
  expect(saved.suggestedFilename()).toMatch(/^trieu-sang-kien-[\w-]+\.json$/);
  await saved.saveAs(file);
  await expect(page.getByText(/Đã xuất 1 bài ra tệp/)).toBeVisible();

  const fresh = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' });
  listen(fresh);
  const second = new Author(await fresh.newPage(), server);
  await second.opens('/app/device');
  await expect(await importing(second.page, file)).toHaveText('Đã thêm 1 bài.');
  await expect(await importing(second.page, file)).toHaveText('Đã thêm 0 bài. 1 bài đã có sẵn, giữ nguyên.');
  await second.goesToList();
  await second.goesTo('Mang sang máy mới');
  await expect(second.box('story')).toHaveValue('Từng chữ.');
  await expect(second.box('solution')).toHaveValue('Một.\nHai.');

  // Written on since: the file's words come in beside, never over them.
  await second.box('story').fill('Viết thêm ở đây.');
  await second.goesToList();
  await second.goesToDevice();
  await expect(await importing(second.page, file)).toContainText('1 bài trên máy có chữ khác');
  await second.goesToList();
  await expect(second.item('Mang sang máy mới')).toHaveCount(1);
  await expect(second.item('Mang sang máy mới (từ tệp)')).toHaveCount(1);
  await fresh.close();
});

test('a file that isn’t ours changes nothing', async ({ page, author }, info) => {
  await author.opens('/app/device');
  const file = info.outputPath('ảnh.json');
  await writeFile(file, 'PNG');
  await expect(await importing(page, file)).toHaveText('Tệp này không phải tệp xuất từ Triệu Sáng Kiến. Chưa có gì thay đổi.');
});

test('signing out warns of what would be lost, and otherwise leaves nothing behind', async ({ page, context, author }) => {
  await author.joins('Vũ Văn Tám');
  await author.writes({ title: 'Đã sang máy chủ' });
  await author.goesToList();
  await author.finds('Đã sang máy chủ', 'Đã cất giữ');
  const device = await author.otherDevice();
  await context.setOffline(true);
  await author.writes({ title: 'Chưa gửi' });
  await author.goesToList();
  await author.goesToDevice();
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText('Còn 1 thay đổi chưa gửi');
  await sheet.getByRole('button', { name: 'Chờ gửi xong' }).click();
  await expect(sheet).toBeHidden();
  expect(Object.keys(await author.stored())).toEqual(expect.arrayContaining(['tsk.session']));

  await context.setOffline(false);
  await expect(page.getByText('Không có gì: mọi bài đã được gửi đi.')).toBeVisible();
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await expect(sheet).toContainText('Đăng xuất khỏi máy này?');
  await sheet.getByRole('button', { name: 'Đăng xuất' }).click();
  await expect(page.getByText('Chưa vào đơn vị', { exact: true })).toBeVisible();
  expect(JSON.stringify(await author.stored())).not.toContain('Chưa gửi');
  const { 'tsk.device': _, 'tsk.erased': erased, ...left } = await author.stored();
  expect(left).toEqual({});
  // When it was, so that the copy of it all isn't brought back.
  expect(JSON.stringify(erased)).toMatch(/^"?\d+"?$/);
  // The token is worth nothing any more, wherever it may have been copied to.
  await expect.poll(() => device.sync().then(() => 'taken', (refusal: Error) => refusal.message)).toContain('401');
  expect((await context.cookies()).map(({ name }) => name)).not.toContain('sangkien');
});

test('an answer that was on its way to who signed out isn’t given to whoever joins next', async ({ page, context, author, server }) => {
  await author.joins('Mai Văn Lộc');
  await author.writes({ title: 'Của người trước' });
  await expect(page.locator('.chip')).toHaveText('Đã cất giữ');
  // Both persons' first answers are held back; the first person's comes while the second one's is awaited.
  const held: { token: string; letGo: () => void; gone: Promise<unknown> }[] = [];
  await context.route('**/api/v1/sync', async (route) => {
    const response = await route.fetch({ postData: JSON.stringify({ ...route.request().postDataJSON(), cursor: null }) });
    let letGo = () => {};
    const waiting = new Promise<void>((done) => (letGo = done));
    const gone = waiting.then(() => route.fulfill({ response }));
    held.push({ token: route.request().headers().authorization, letGo, gone });
    await gone;
  });
  await page.goto(`${server.url}/app/device`);
  await expect.poll(() => held.length).toBe(1);
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Đăng xuất' }).click();
  await page.getByRole('link', { name: 'Vào đơn vị' }).click();
  await page.getByRole('textbox', { name: 'Mã đơn vị' }).fill(server.joinCodes[UNIT]);
  await author.fillsInJoining('Lý Thị Hạnh');
  await expect.poll(() => held.length).toBe(2);
  expect(held[0].token).not.toBe(held[1].token);
  for (const { letGo, gone } of held) {
    letGo();
    await gone;
  }
  await page.goto(`${server.url}/app`);
  await expect(page.getByText('Bạn chưa có sáng kiến nào.')).toBeVisible();
  expect(JSON.stringify(await author.stored())).not.toContain('Của người trước');
});

test.describe('signing out without a link', () => {
  test.use({ allowed: new RegExp(`${LINK_LOST.source}|the server wasn't told of the sign-out`, 'i') });

  test('signing out with unsent work takes a second word, and the file holds it all', async ({ page, context, author }) => {
    await author.joins('Ngô Thị Chín');
    await context.setOffline(true);
    await author.writes({ title: 'Chỉ ở đây' });
    await author.goesToList();
    await author.goesToDevice();
    await page.getByRole('button', { name: 'Đăng xuất' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('dialog').getByRole('button', { name: 'Xuất ra tệp' }).click();
    expect(await readFile(await (await download).path(), 'utf8')).toContain('Chỉ ở đây');
    await page.getByRole('dialog').getByRole('button', { name: 'Vẫn đăng xuất' }).click();
    await expect(page.getByText('Chưa vào đơn vị', { exact: true })).toBeVisible();
    expect(JSON.stringify(await author.stored())).not.toContain('Chỉ ở đây');
  });
});
