// A cheap phone: a processor four times as slow, and marks in the page for when it is usable.

import type { Page } from '@playwright/test';

/** How much slower than this machine. */
export const SLOWER = 4;

declare global {
  interface Window {
    /** When the app ran, and when it was on screen with nothing left to do. Milliseconds since the navigation began. */
    marks: { ready?: number; free?: number };
  }
}

/** Slows the page's main thread down, from the next navigation on and for good. */
export async function slow(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
}

/** Has each page note when it is usable. */
export async function mark(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.marks = {};
    const seen = new MutationObserver(() => {
      if (!('ready' in document.documentElement.dataset)) return;
      seen.disconnect();
      window.marks.ready = performance.now();
      requestAnimationFrame(() => setTimeout(() => (window.marks.free = performance.now())));
    });
    seen.observe(document, { subtree: true, attributes: true, attributeFilter: ['data-ready'] });
  });
}

/** When the page was usable: the app ran, had been painted, and would have answered a touch at once. */
export async function usable(page: Page): Promise<number> {
  await page.waitForFunction(() => window.marks?.free !== undefined, undefined, { timeout: 60_000 });
  return page.evaluate(() => window.marks.free!);
}
