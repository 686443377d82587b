// When a page is there: for tests to wait on.

import type { Page } from '@playwright/test';

/** Waits until the wasm runs. */
export async function ready(page: Page, timeout?: number): Promise<void> {
  await page.locator('html[data-ready]').waitFor({ state: 'attached', timeout });
}

/** Waits until the app is on the device: from here on it works without a link. */
export async function onDevice(page: Page): Promise<void> {
  await ready(page);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
  });
}
