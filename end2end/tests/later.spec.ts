// The worksite's pages that few open have a wasm of their own: it comes when one is opened, and stays with whoever stays.

import { expect, LINK_LOST, onDevice, test as base } from './fixtures';
import { Releases } from './releases';

const test = base.extend<{ releases: Releases }>({
  releases: async ({ server }, use) => {
    const releases = await Releases.start(server.url);
    await use(releases);
    await releases.stop();
  },
});
// A debug build has everything in one wasm.
test.skip(/debug/.test(process.env.SANGKIEN ?? ''), 'one wasm');

const kept = (page: import('@playwright/test').Page) =>
  page.evaluate(async () => {
    const found = await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)));
    return found.flat().filter((url) => url.includes('/pkg/later.')).length;
  });

test.describe('what isn’t on the device yet', () => {
  test.use({ allowed: /503|Failed to load|WebAssembly|TypeError/ });

  test('says so, and opens once it can be had', async ({ page, releases }) => {
    releases.broken = /^\/pkg\/later\./;
    await page.goto(`${releases.url}/app`);
    await onDevice(page);
    await page.getByRole('link', { name: 'Máy này' }).click();
    await expect(page.getByRole('heading', { name: 'Chưa mở được trang này' })).toBeVisible();
    await expect(page.getByText('Những gì bạn đã viết vẫn ở trên máy')).toBeVisible();

    await page.getByRole('button', { name: 'Thử lại' }).click();
    await expect(page.getByRole('heading', { name: 'Chưa mở được trang này' })).toBeVisible();
    releases.broken = undefined;
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await expect(page.getByRole('heading', { name: 'Máy này' })).toBeVisible();
    await expect(page.getByText('Chưa vào đơn vị', { exact: true })).toBeVisible();
  });
});

test.describe('without a link', () => {
  test.use({ allowed: LINK_LOST });

  test('whoever has joined or written has every page', async ({ page, context, author }) => {
    await page.goto('/app');
    await onDevice(page);
    await author.joins('Lý Thị Mây');
    await expect.poll(() => kept(page)).toBe(1);

    await context.setOffline(true);
    await page.goto('/app/device');
    await expect(page.getByRole('heading', { name: 'Máy này' })).toBeVisible();
    await expect(page.locator('#noi-dung')).toContainText('Lý Thị Mây');
  });
});
