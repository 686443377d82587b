// What a visit weighs: everything over the wire, whoever asks for it, file by file.

import { onDevice, ready, test } from '../tests/fixtures';
import { kib, Report } from './report';
import { Wire, type Passed } from './wire';

const rows = (passed: Passed[]) =>
  [...passed].sort((a, b) => b.bytes - a.bytes).map(({ path, status, coding, bytes }) => [path, status, coding, kib(bytes)]);

test('visit', async ({ browser, server }) => {
  const report = new Report('visit', 'A first and a second visit, over the wire');
  for (const path of ['/', '/app']) {
    const wire = await Wire.start(server.url);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(wire.url + path);
    // Only the worksite has a worker.
    await (path === '/' ? ready(page) : onDevice(page));
    // The board keeps an event stream open, so the network never is quite idle.
    await page.waitForTimeout(1_000);
    report.note(`First visit to \`${path}\`: **${kib(wire.bytes)}**`);
    report.table(['file', 'status', 'coding', 'bytes'], rows(wire.passed));
    wire.reset();
    await page.goto(wire.url + path);
    await ready(page);
    await page.waitForTimeout(1_000);
    const assets = wire.passed.filter((passed) => /^\/(pkg|icons|favicon|manifest)/.test(passed.path));
    const weight = assets.reduce((sum, { bytes }) => sum + bytes, 0);
    report.note(`Second visit: ${weight} bytes of assets; ${kib(wire.bytes)} in all (${wire.passed.map((p) => p.path).join(', ') || 'nothing was asked for'})`);
    await context.close();
    await wire.stop();
  }
  report.write();
});
