// A newer release while the older one is open: stored whole, let in when the person says so, and
// never mixed with the older one.

import type { Page } from '@playwright/test';
import { expect, Author, onDevice, ready, test as base } from './fixtures';
import { Releases } from './releases';

const test = base.extend<{ releases: Releases }>({
  releases: async ({ server }, use) => {
    const releases = await Releases.start(server.url);
    await use(releases);
    await releases.stop();
  },
});

const release = (page: Page) => page.locator('html').getAttribute('data-release');
/** The stored releases; beside them the worker keeps the language of the last page. */
const caches = async (page: Page) => (await page.evaluate(() => self.caches.keys())).filter((name) => name.startsWith('release-'));
const lookForUpdate = (page: Page) =>
  page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
const updateReady = (page: Page) => page.locator('html[data-update="ready"]').waitFor({ state: 'attached' });
const apply = async (page: Page) => {
  const reloaded = page.waitForEvent('load');
  await page.evaluate(() => window.dispatchEvent(new Event('app-update-apply')));
  await reloaded;
  await ready(page);
};

test('lesson 3: a newer release is stored whole, and swapped when the person says so', async ({ page, releases }) => {
  await page.goto(`${releases.url}/app`);
  await onDevice(page);
  const first = await release(page);
  expect(await page.evaluate(() => document.documentElement.dataset.update)).toBeUndefined();

  releases.serving = 2;
  await lookForUpdate(page);
  await updateReady(page);

  // Nothing changes for the person until they say so, not even by a reload.
  await page.reload();
  await ready(page);
  expect(await release(page)).toBe(first);
  await updateReady(page);

  await apply(page);
  const second = await release(page);
  expect(second).not.toBe(first);
  // Nobody runs the first release any more: it goes.
  await expect.poll(() => caches(page)).toEqual([`release-${second}`]);
  expect(await page.evaluate(() => document.documentElement.dataset.update)).toBeUndefined();
});

test('lesson 3: a page of the older release keeps its files while another tab has the newer one', async ({ page, context, releases }) => {
  await page.goto(`${releases.url}/app`);
  await onDevice(page);
  const first = await release(page);
  const files = () =>
    page.evaluate(() =>
      Promise.all(
        [...document.querySelectorAll<HTMLLinkElement>('link[href^="/pkg/"]')].map(
          async ({ href }) => (await fetch(href, { cache: 'reload' })).status,
        ),
      ),
    );

  releases.serving = 2;
  const other = await context.newPage();
  await other.goto(`${releases.url}/app`);
  await ready(other);
  await lookForUpdate(other);
  await updateReady(other);
  await apply(other);
  const second = await release(other);
  expect(second).not.toBe(first);

  // The first tab wasn't touched, is told, and every file it may ask for is still there.
  expect(await release(page)).toBe(first);
  await updateReady(page);
  expect(await files()).toEqual([200, 200]);
  expect((await caches(page)).sort()).toEqual([`release-${first}`, `release-${second}`].sort());

  await apply(page);
  expect(await release(page)).toBe(second);
  await expect.poll(() => caches(page)).toEqual([`release-${second}`]);
});

test.describe('a download that breaks off', () => {
  test.use({ allowed: /503|Failed to load|ServiceWorker/ });

  test('lesson 3: half a release is no release', async ({ page, context, releases }) => {
    await page.goto(`${releases.url}/app`);
    await onDevice(page);
    const first = await release(page);

    releases.serving = 2;
    releases.broken = /\.wasm$/;
    await lookForUpdate(page);
    await page.waitForFunction(async () => {
      const registration = await navigator.serviceWorker.ready;
      return !registration.installing && !registration.waiting;
    });
    await expect.poll(() => caches(page)).toEqual([`release-${first}`]);
    await context.setOffline(true);
    await page.reload();
    await ready(page);
    expect(await release(page)).toBe(first);

    await context.setOffline(false);
    releases.broken = undefined;
    await lookForUpdate(page);
    await updateReady(page);
    await apply(page);
    expect(await release(page)).not.toBe(first);
  });
});

test('a new release never interrupts writing, and the words are all there after it', async ({ page, releases, server }) => {
  await page.goto(`${releases.url}/app`);
  await onDevice(page);
  const author = new Author(page, server);
  await author.writes({ title: 'Đang viết thì có bản mới', story: 'Câu thứ nhất.' });
  await author.box('story').focus();
  await page.keyboard.press('Control+End');
  releases.serving = 2;
  await lookForUpdate(page);
  await updateReady(page);
  await page.keyboard.type(' Câu thứ hai.');
  await expect(author.box('story')).toBeFocused();
  await expect(author.box('story')).toHaveValue('Câu thứ nhất. Câu thứ hai.');

  await author.goesToList();
  await expect(page.getByText('Có bản mới. Cập nhật lúc nào cũng được, bài đang viết không mất.')).toBeVisible();
  const before = await release(page);
  const reloaded = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Cập nhật' }).click();
  await reloaded;
  await ready(page);
  expect(await release(page)).not.toBe(before);
  await expect(page.getByText('Có bản mới.')).toHaveCount(0);
  await author.goesTo('Đang viết thì có bản mới');
  await expect(author.box('story')).toHaveValue('Câu thứ nhất. Câu thứ hai.');
});
