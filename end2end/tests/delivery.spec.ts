// How files travel: headers, policy, and what a visit weighs over the wire.

import { expect, onDevice, ready, test } from './fixtures';
import { Meter } from './meter';

/** The promise for a first visit, everything over the wire. */
const FIRST_VISIT = 250 * 1024;

test('documents carry a strict policy', async ({ request }) => {
  for (const path of ['/', '/app']) {
    const answer = await request.get(path);
    const policy = answer.headers()['content-security-policy'];
    // The shell holds its own module, and is let run that one alone.
    const own = path === '/' ? '' : "'sha256-[\\w+/]{43}=' ";
    expect(policy).toMatch(new RegExp(`^default-src 'self'; script-src 'self' ${own}'wasm-unsafe-eval'; `));
    expect(policy).toContain("object-src 'none'; base-uri 'none'; frame-ancestors 'none'");
    const scripts = [...(await answer.text()).matchAll(/<script [^>]*>/g)].map(([script]) => script);
    // A block of data isn't run.
    const data = '<script type="application/json" id="board">';
    const module = path === '/' ? /^<script type="module" src=/ : /^<script type="module">$/;
    expect(scripts.filter((script) => script !== data && !module.test(script))).toEqual([]);
  }
});

test('named files are kept for ever, the shell and the worker are asked for each time', async ({ request }) => {
  const html = await (await request.get('/')).text();
  const files = [...new Set([...html.matchAll(/\/pkg\/[\w.-]+/g)].map(([path]) => path))];
  expect(files).toHaveLength(4);
  const types: Record<string, string> = { css: 'text/css', js: 'text/javascript', svg: 'image/svg', wasm: 'application/wasm' };
  for (const path of files) {
    for (const coding of ['br', 'gzip', 'identity']) {
      const response = await request.get(path, { headers: { 'accept-encoding': coding } });
      const headers = response.headers();
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(headers['content-encoding'] ?? 'identity').toBe(coding);
      expect(headers['vary'].toLowerCase()).toContain('accept-encoding');
      expect(headers['content-type']).toContain(types[path.split('.').pop()!]);
      const again = await request.get(path, { headers: { 'if-none-match': headers['etag'] } });
      expect(again.status()).toBe(304);
      expect(again.headers()['cache-control']).toContain('immutable');
    }
  }
  const missing = await request.get('/pkg/app.0000000000000000.wasm');
  expect(missing.status()).toBe(404);
  expect(missing.headers()['cache-control'] ?? '').not.toContain('immutable');
  for (const path of ['/app', '/app/x', '/sw.js', '/favicon.svg', '/manifest.webmanifest']) {
    const response = await request.get(path);
    expect(response.status(), path).toBe(200);
    expect(response.headers()['cache-control'], path).toBe('no-cache');
    const again = await request.get(path, { headers: { 'if-none-match': response.headers()['etag'] } });
    expect(again.status(), path).toBe(304);
  }
});

for (const path of ['/', '/app']) {
  test(`a first visit to ${path} is light, a second one asks for no file`, async ({ page, server }) => {
    const meter = await Meter.start(server.url);
    await page.goto(meter.url + path);
    // Only the worksite has a worker: whoever looks at a board stores nothing of the app.
    await (path === '/' ? ready(page) : onDevice(page));
    await page.waitForLoadState('networkidle');
    console.log(`first visit to ${path}: ${(meter.received / 1024).toFixed(1)} KiB over the wire (${meter.asked.join(' ')})`);
    expect(meter.received).toBeGreaterThan(0);
    expect(meter.received).toBeLessThanOrEqual(FIRST_VISIT);

    meter.reset();
    await page.goto(meter.url + path);
    await ready(page);
    await page.waitForLoadState('networkidle');
    console.log(`second visit to ${path}: ${meter.received} bytes over the wire (${meter.asked.join(' ') || 'nothing asked'})`);
    expect(meter.asked.filter((address) => /^\/(pkg|icons|favicon|manifest)/.test(address))).toEqual([]);
    await page.close();
    await meter.stop();
  });
}
