// The shell, the worker and the rendered page: what works with which link.

import { expect, LINK_LOST, onDevice, ready, test } from './fixtures';

test('the app opens online @desktop', async ({ page }) => {
  await page.goto('/app');
  await ready(page);
  await expect(page.locator('body')).toHaveAttribute('data-shell');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('a public page is rendered by the server and then comes to life @desktop', async ({ page, request, baseURL }) => {
  const html = await (await request.get('/')).text();
  expect(html).toContain('<h1');
  await page.goto('/');
  await ready(page);
  await expect(page.locator('body')).not.toHaveAttribute('data-shell');
  const menu = page.locator('summary[aria-label="Mục lục"]');
  if (await menu.isVisible()) await menu.click();
  await page.getByRole('link', { name: 'Viết sáng kiến' }).click();
  await expect(page).toHaveURL(`${baseURL}/app`);
});

test('an address without a page says so, with status 404', async ({ request }) => {
  const response = await request.get('/khong-co');
  expect(response.status()).toBe(404);
  expect(response.headers()['content-type']).toContain('text/html');
});

test.describe('without a link', () => {
  test.use({ allowed: LINK_LOST });

  test('any address below /app opens after a hard reload', async ({ page, context }) => {
    await page.goto('/app');
    await onDevice(page);
    await context.setOffline(true);
    for (const path of ['/app', '/app/', '/app/initiatives/0190', '/app/khong-co?x=1']) {
      await page.goto(path);
      await ready(page);
      await page.reload();
      await ready(page);
    }
  });

  test('the app opens while the server is stopped, and public addresses fall back to it', async ({ page, ownServer }) => {
    await page.goto(`${ownServer.url}/app`);
    await onDevice(page);
    await ownServer.stop();
    for (const path of ['/app/device', '/', '/units/VN']) {
      await page.goto(ownServer.url + path);
      await ready(page);
      await expect(page.locator('body')).toHaveAttribute('data-shell');
    }
    await ownServer.start();
    await page.goto(`${ownServer.url}/`);
    await ready(page);
    await expect(page.locator('body')).not.toHaveAttribute('data-shell');
  });

  test('the shell is the same, byte for byte, online and offline', async ({ page, context, request }) => {
    const online = await (await request.get('/app/anything')).text();
    await page.goto('/app');
    await onDevice(page);
    await context.setOffline(true);
    const offline = await (await page.goto('/app/anything'))!.text();
    expect(offline).toBe(online);
  });
});

test('lesson 1: the worker leaves everything but GET alone, and /api altogether', async ({ page, context }) => {
  await page.goto('/app');
  await onDevice(page);
  const seen: { url: string; body: string | null; worker: boolean }[] = [];
  await context.route(/\/(api\/|app$)/, async (route) => {
    const request = route.request();
    seen.push({ url: new URL(request.url()).pathname, body: request.postData(), worker: request.serviceWorker() !== null });
    await route.fulfill({ status: 200, body: 'ok' });
  });
  await page.evaluate(async () => {
    await fetch('/api/v1/sync', { method: 'POST', body: '{"ops":[1]}' });
    await fetch('/app', { method: 'POST', body: 'whole' });
    await fetch('/api/v1/totals');
  });
  expect(seen).toEqual([
    { url: '/api/v1/sync', body: '{"ops":[1]}', worker: false },
    { url: '/app', body: 'whole', worker: false },
    { url: '/api/v1/totals', body: null, worker: false },
  ]);
});

test('lesson 13: every file that the device keeps is named by what is in it, so that none can be taken for another', async ({ page }) => {
  await page.goto('/app');
  await onDevice(page);
  const kept = await page.evaluate(async () => {
    const release = (await caches.keys()).find((name) => name.startsWith('release-'))!;
    const cache = await caches.open(release);
    const files: { path: string; hash: string }[] = [];
    for (const { url } of await cache.keys()) {
      const path = new URL(url).pathname;
      if (!path.startsWith('/pkg/')) continue;
      const digest = await crypto.subtle.digest('SHA-256', await (await cache.match(url))!.arrayBuffer());
      files.push({ path, hash: Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('').slice(0, 16) });
    }
    return files;
  });
  expect(kept.length).toBeGreaterThanOrEqual(2);
  for (const { path, hash } of kept) expect(path).toContain(`.${hash}.`);
});

test.describe('a download that breaks off', () => {
  test.use({ allowed: new RegExp(`${LINK_LOST.source}|^uncaught`, 'i') });

  test('the first opening goes on by itself from what has come @desktop', async ({ page }) => {
    await page.route('**/*.wasm', (route) => route.abort());
    await page.goto('/app');
    await ready(page);
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
});
