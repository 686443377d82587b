// Everything fits and can be touched: on the narrowest phone, in both languages, without scrolling sideways.

import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { EMPTY, fill, PUBLIC, written, type Place } from './pages';

test.use({ allowed: /404/ });

/** What sticks out of the window, so that one would have to scroll sideways. */
const sticksOut = (page: Page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.body.querySelectorAll('*')].filter((it) => it.getBoundingClientRect().right > width + 1);
    return wide.slice(0, 5).map((it) => `${it.tagName}.${it.className}: ${Math.round(it.getBoundingClientRect().right)} px`);
  });

/**
 * What a finger is meant to hit and is smaller than 44 px in either direction. A link within a sentence may be as small as
 * its line (WCAG 2.2, 2.5.8); a box to tick is as large as its label.
 */
const tooSmall = (page: Page) =>
  page.evaluate(() => {
    const targets = [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [role="button"]')];
    const shown = targets.filter((it) => it.checkVisibility({ visibilityProperty: true }) && it.getClientRects().length > 0);
    const inSentence = (it: HTMLElement) =>
      it.matches('a') && getComputedStyle(it).display === 'inline' && !!it.parentElement?.matches('p, li, dd, span, td, h1, h2') && it.parentElement.textContent!.trim() !== it.textContent!.trim();
    const found: string[] = [];
    for (const it of shown) {
      if (inSentence(it)) continue;
      const field = it.closest('label') ?? it.closest('.field__box') ?? it;
      const { width, height, right, bottom } = (it.matches('input, textarea, select') ? field : it).getBoundingClientRect();
      // For screen readers alone, or out of the window until it has the focus.
      if (right <= 0 || bottom <= 0 || (width <= 1 && height <= 1)) continue;
      const after = getComputedStyle(it, '::after');
      const [wide, high] = [Math.max(width, parseFloat(after.width) || 0), Math.max(height, parseFloat(after.height) || 0)];
      if (wide < 43.5 || high < 43.5) found.push(`${it.outerHTML.slice(0, 110)}: ${Math.round(width)}×${Math.round(height)}`);
    }
    return found;
  });

async function fits(page: Page, places: Place[]): Promise<void> {
  for (const { name, open } of places) {
    await open(page);
    expect.soft(await sticksOut(page), `${name} at ${page.viewportSize()!.width} px`).toEqual([]);
    expect.soft(await tooSmall(page), `${name}: targets`).toEqual([]);
  }
}

for (const lang of ['vi', 'en']) {
  test.describe(lang, () => {
    test.use({ viewport: { width: 320, height: 640 } });
    test.beforeEach(({ context, server }) => context.addCookies([{ name: 'lang', value: lang, url: server.url }]));

    test(`every public page fits into 320 px and can be touched (${lang})`, async ({ page }) => {
      await fits(page, PUBLIC);
    });

    test(`every page of the app fits into 320 px and can be touched (${lang})`, async ({ page, context, author, server }) => {
      test.setTimeout(120_000);
      await fits(page, EMPTY);
      await context.clearCookies();
      await author.joins('Trịnh Văn Khoát');
      const filled = await fill(author);
      await context.addCookies([{ name: 'lang', value: lang, url: server.url }]);
      await fits(page, written(filled));
    });
  });
}
