// The review desk with some five thousand initiatives on the tablet: opening it without a link, going to the next one, and
// sending thousands of decisions at once.

import type { Page } from '@playwright/test';
import { expect, LINK_LOST, ready, test } from '../tests/fixtures';
import { Officer, PIN } from '../tests/officer';
import { Server } from '../tests/server';
import { slow, SLOWER } from './phone';
import { ms, quantile, Report, seconds } from './report';

/** Made-up initiatives in the campaign; a good third of them wait for the national reviewer. */
const CAMPAIGN = 14_500;
const OPENINGS = 5;
const STEPS = 40;

test.use({ viewport: { width: 1180, height: 820 }, allowed: LINK_LOST });
test.setTimeout(600_000);

test('desk', async ({ page, context }) => {
  const server = await Server.start('--scale', String(CAMPAIGN));
  try {
    await server.searched();
    const officer = new Officer(page, server);
    let from = Date.now();
    await officer.signsIn('duyet.tld');
    const fetched = Date.now() - from;
    await officer.onTablet();
    const waiting = numberIn(await page.locator('.queue .choice label').first().innerText());

    await context.setOffline(true);
    await slow(page);
    const openings = [];
    for (let n = 0; n < OPENINGS; n++) {
      await page.goto(`${server.url}/app/review`);
      await ready(page);
      await page.getByLabel('Mã khóa máy').fill(PIN);
      openings.push(await until(page, () => page.getByRole('button', { name: 'Mở khóa' }).click(), '.q'));
    }
    await page.locator('.q').first().click();
    const steps = [];
    for (let n = 0; n < STEPS; n++) {
      const next = await page.locator('.q[aria-current] + .q b').innerText();
      steps.push(await until(page, () => page.keyboard.press('j'), '.paper h2', next));
    }

    await page.getByRole('button', { name: /^Tiếp nhận [\d.]+ sáng kiến mới/ }).click();
    await expect(officer.state).toContainText('quyết định chờ gửi', { timeout: 60_000 });
    const unsent = numberIn((await officer.state.innerText()).match(/[\d.]+ quyết định/)![0]);
    await page.waitForTimeout(10_500); // the time in which they can be taken back
    const first = page.waitForRequest(/\/api\/v1\/sync$/, { timeout: 120_000 });
    await context.setOffline(false);
    await first;
    from = Date.now();
    await expect(officer.state).not.toContainText('chờ gửi', { timeout: 300_000 });
    const delivered = Date.now() - from;
    await server.verify();

    const report = new Report('desk', `The desk, ${waiting} initiatives waiting, a processor ${SLOWER} times as slow`);
    report.table(
      ['what', 'p50', 'longest'],
      [
        ['from the PIN to the list, without a link', ms(quantile(openings, 0.5)), ms(Math.max(...openings))],
        ['the next initiative', ms(quantile(steps, 0.5)), ms(Math.max(...steps))],
        [`${unsent} decisions sent, from the first request until the last has its receipt`, seconds(delivered), ''],
        ['signing in and fetching the queue, at full speed', seconds(fetched), ''],
      ],
    );
    report.write();
  } finally {
    await server.dispose();
  }
});

const numberIn = (text: string) => Number(text.replaceAll('.', '').match(/\d+/)![0]);

/** From the first touch or key of an act until something is there and painted. Milliseconds, on the page's clock. */
async function until(page: Page, act: () => Promise<void>, selector: string, text = ''): Promise<number> {
  const took = await page.evaluateHandle(([selector, text]) => {
    let began = 0;
    const start = (event: Event) => (began ||= event.timeStamp);
    addEventListener('pointerdown', start, { capture: true, once: true });
    addEventListener('keydown', start, { capture: true, once: true });
    return {
      measured: new Promise<number>((resolve) => {
        const seen = new MutationObserver(() => {
          if (!began || !document.querySelector(selector)?.textContent!.includes(text)) return;
          seen.disconnect();
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
        });
        seen.observe(document, { subtree: true, childList: true, attributes: true });
      }),
    };
  }, [selector, text] as const);
  await act();
  return took.evaluate(({ measured }) => measured);
}
