// First visits on a thin link that breaks again and again: what has arrived is kept, and it goes on by itself.

import { Link } from '../bench/link';
import { expect, LINK_LOST, ready, test } from './fixtures';

test.use({ allowed: new RegExp(`${LINK_LOST.source}|net::ERR_|Failed to load resource`, 'i') });

/** The wasm that a shell names, with its size over the wire. */
async function wasmOf(url: string, path: string): Promise<{ address: string; bytes: number }> {
  const html = await (await fetch(url + path)).text();
  const address = /href="(\/pkg\/[^"]+\.wasm)"/.exec(html)![1]!;
  const response = await fetch(url + address, { headers: { 'accept-encoding': 'br' } });
  const length = Number(response.headers.get('content-length') ?? 0);
  return { address, bytes: length || (await response.arrayBuffer()).byteLength };
}

/**
 * A link on which the wasm takes three stretches between breaks, each of ten seconds at 64 kbit/s; a debug build is a
 * hundred times as large, so its link is as much wider and breaks as often.
 */
const CUT_MS = 10_000;
const rateFor = (bytes: number) => Math.max(64_000, (bytes * 8 * 1000) / (3 * CUT_MS));

for (const [name, path] of [['the app', '/app'], ['a board', '/']] as const) {
  test(`${name} arrives at 64 kbit/s though the link breaks every ten seconds`, async ({ page, server }) => {
    test.setTimeout(300_000);
    const { bytes, address } = await wasmOf(server.url, path);
    const link = await Link.start(server.url, { rate: rateFor(bytes), roundTrip: 100, handshakes: 1, protocol: 'HTTP/1.1' });
    let breaks = 0;
    const breaking = setInterval(() => ((breaks += 1), link.breaks()), CUT_MS);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    try {
      await page.goto(link.url + path, { timeout: CUT_MS });
      if (path === '/app') await expect(page.locator('.opening__wait')).toContainText(/\d+%/, { timeout: 60_000 });
      await ready(page, 240_000);
      expect(breaks, 'it took more than one stretch').toBeGreaterThan(1);
      // It went on from what had come: by its parts, each as often as a break hit it.
      expect(asked.filter((path) => path.startsWith(`${address}.`)).length).toBeGreaterThan(2);
      expect(asked.filter((path) => path === address).length).toBeLessThanOrEqual(2);
      clearInterval(breaking);
      if (path === '/app') {
        await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
        await page.context().setOffline(true);
        await page.reload();
        await ready(page);
      }
    } finally {
      clearInterval(breaking);
      await link.stop();
    }
  });
}

test('a reload goes on with the parts that are on the device', async ({ page, server }) => {
  test.setTimeout(120_000);
  const { address } = await wasmOf(server.url, '/app');
  // The whole file and the parts behind the second never come.
  await page.route(`**${address}`, (route) => route.abort());
  await page.route(`**${address}.*`, (route) => (/\.[01]$/.test(route.request().url()) ? route.continue() : route.abort()));
  await page.goto('/app');
  const kept = () => page.evaluate(async () => (await (await caches.open('arriving')).keys()).length);
  await expect.poll(kept, { timeout: 30_000 }).toBe(2);
  await expect(page.locator('.opening__wait')).toContainText('có mạng', { ignoreCase: true });
  await page.unrouteAll();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.reload();
  await ready(page, 60_000);
  expect(asked).not.toContain(`${address}.0`);
  expect(asked).toContain(`${address}.2`);
  // The worker took them over, and nothing is kept twice.
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect.poll(kept).toBe(0);
});

test('parts that were spoilt on the way are not run', async ({ page, server }) => {
  test.setTimeout(120_000);
  const { address } = await wasmOf(server.url, '/app');
  let spoilt = true;
  await page.route(`**${address}`, (route) => route.abort());
  await page.route(`**${address}.1`, async (route) => {
    const response = await route.fetch();
    const body = Buffer.from(await response.body());
    if (spoilt) body[body.length - 1]! ^= 1;
    spoilt = false;
    await route.fulfill({ response, body });
  });
  await page.goto('/app');
  await ready(page, 90_000);
  expect(spoilt).toBe(false);
});
