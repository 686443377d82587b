// How long until /app can be used on a cheap phone: over a slow link at the first visit, and from
// what is on the device, without any link.

import type { BrowserContext } from '@playwright/test';
import { LINK_LOST, onDevice, test } from '../tests/fixtures';
import { Link } from './link';
import { mark, slow, SLOWER, usable } from './phone';
import { quantile, Report, seconds } from './report';

const FIRST_VISITS = 3;
const LATER_VISITS = 5;
const LINK = { rate: 700_000, roundTrip: 300, handshakes: 2 };

test.use({ allowed: LINK_LOST });

test('phone', async ({ browser, server, contextOptions }) => {
  const rows: (string | number)[][] = [];
  const add = (visit: string, took: number[]) =>
    rows.push([visit, seconds(quantile(took, 0.5)), seconds(Math.max(...took)), took.length]);
  const open = async (context: BrowserContext, url: string) => {
    const page = await context.newPage();
    await mark(page);
    await slow(page);
    await page.goto(`${url}/app`, { waitUntil: 'commit' });
    return page;
  };
  for (const protocol of ['HTTP/2', 'HTTP/1.1'] as const) {
    const first: number[] = [];
    for (let visit = 0; visit < FIRST_VISITS; visit++) {
      const link = await Link.start(server.url, { ...LINK, protocol });
      const context = await browser.newContext(contextOptions);
      first.push(await usable(await open(context, link.url)));
      await context.close();
      await link.stop();
    }
    add(`first, 700 kbit/s, 300 ms there and back, ${protocol} with TLS`, first);
  }

  const context = await browser.newContext(contextOptions);
  let page = await context.newPage();
  await page.goto(`${server.url}/app`);
  await onDevice(page);
  await context.setOffline(true);
  const offline: number[] = [];
  for (let visit = 0; visit < LATER_VISITS; visit++) {
    await page.close();
    page = await open(context, server.url);
    offline.push(await usable(page));
  }
  add('later, without a link, from the worker’s cache', offline);
  await context.close();

  const report = new Report('phone', `/app on a processor ${SLOWER} times as slow, until it can be used`);
  report.table(['visit', 'median', 'slowest', 'visits'], rows);
  report.note(
    'Usable: the app runs, has been painted, and its main thread is free. Handshakes (TCP and TLS 1.3) are counted, of each ' +
      'connection with HTTP/1.1, once with HTTP/2. Chromium slows the main thread; wasm is compiled on other threads, at full speed.',
  );
  report.write();
});
