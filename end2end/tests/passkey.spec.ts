// A member's passkey: made on one device, it makes another one theirs; removed, it opens nothing.

import { authenticator, shares } from './authenticator';
import { accessible, Author, expect, LINK_LOST, Server, test as base } from './fixtures';

const test = base.extend({
  ownServer: async ({}, use) => {
    const server = await Server.start('--scale', '800');
    // Passkeys are for names, not for addresses.
    server.url = server.url.replace('127.0.0.1', 'localhost');
    await use(server);
    await server.dispose();
  },
});
// What was refused is said on the page; the browser says it too.
test.use({ allowed: new RegExp(`${LINK_LOST.source}|40[0-9] \\(|no passkey`, 'i') });
test.describe.configure({ timeout: 120_000 });

const NAME = 'Trịnh Diều Khóa';

test('lesson 38: a passkey brings the member back on another device, until it is removed', async ({ page, browser, listen, ownServer: server }) => {
  const author = new Author(page, server);
  const first = await authenticator(page);
  await author.joins(NAME);
  await author.writes({ title: 'Giá treo trên máy cũ' });
  await author.goesToList();
  await author.finds('Giá treo trên máy cũ', 'Đã cất giữ');
  await author.goesToDevice();
  await page.getByRole('button', { name: 'Thêm khóa truy cập' }).click();
  const remove = page.getByRole('button', { name: /^Bỏ khóa “/ });
  await expect(remove).toHaveCount(1);
  await accessible(page);
  // The same device has one already.
  await page.getByRole('button', { name: 'Thêm khóa truy cập' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'đã có khóa của bạn' })).toBeVisible();

  const context = await browser.newContext({ locale: 'vi-VN' });
  listen(context);
  const there = new Author(await context.newPage(), server);
  const second = await authenticator(there.page);
  await there.opens('/app/join');
  await there.page.getByText('Tôi đã tham gia rồi').click();
  const useIt = there.page.getByRole('button', { name: 'Dùng khóa truy cập' });
  // A device that has none says so, and asks for nothing else.
  await useIt.click();
  await expect(there.page.getByRole('alert').filter({ hasText: 'Chưa nhận được khóa nào' })).toBeVisible();
  await accessible(there.page);
  await shares(first, second);
  await useIt.click();
  await expect(there.page.getByText(`Chào ${NAME}`)).toBeVisible();
  await there.page.getByRole('link', { name: 'Tới sáng kiến của tôi' }).click();
  await there.finds('Giá treo trên máy cũ', 'Đã cất giữ');
  // One member with two devices: what is written there comes here.
  await there.goesTo('Giá treo trên máy cũ');
  await there.box('story').fill('Viết tiếp trên máy mới.');
  await expect.poll(async () => (await (await author.otherDevice()).read('Giá treo trên máy cũ')).story).toBe('Viết tiếp trên máy mới.');
  // It opens no office.
  const token = JSON.parse((await there.stored())['tsk.session']).token as string;
  const queue = await fetch(`${server.url}/api/v1/initiatives`, { headers: { authorization: `Bearer ${token}` } });
  expect(queue.status).toBe(403);

  await remove.click();
  await expect(remove).toHaveCount(0);
  const other = await browser.newContext({ locale: 'vi-VN' });
  listen(other);
  const stranger = new Author(await other.newPage(), server);
  await shares(first, await authenticator(stranger.page));
  await stranger.opens('/app/join');
  await stranger.page.getByText('Tôi đã tham gia rồi').click();
  await stranger.page.getByRole('button', { name: 'Dùng khóa truy cập' }).click();
  await expect(stranger.page.locator('.joined-before').getByRole('alert')).toBeVisible();
  await expect(stranger.page.getByText(`Chào ${NAME}`)).toHaveCount(0);
  await other.close();
  await context.close();
});

test('a browser without passkeys offers a member none', async ({ page, ownServer: server }) => {
  await page.addInitScript(() => delete (window as unknown as Record<string, unknown>).PublicKeyCredential);
  const author = new Author(page, server);
  await author.opens('/app/join');
  await page.getByText('Tôi đã tham gia rồi').click();
  await expect(page.getByText('Còn máy cũ')).toBeVisible();
  await expect(page.getByRole('button', { name: /khóa truy cập/ })).toHaveCount(0);
});
