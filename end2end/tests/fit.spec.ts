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

/** Text that lies over other text. What is drawn (charts, the map) is looked at by people. */
const overlaps = (page: Page) =>
  page.evaluate(() => {
    const texts: { text: string; box: DOMRect; at: Element }[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const [node, at] = [walker.currentNode, walker.currentNode.parentElement!];
      if (!node.textContent!.trim() || at.closest('svg, script, style, noscript, .hide, .skip, [hidden]')) continue;
      if (!at.checkVisibility({ visibilityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) if (box.width > 2 && box.height > 2) texts.push({ text: node.textContent!.trim(), box, at });
    }
    const found: string[] = [];
    for (const [index, one] of texts.entries()) {
      for (const other of texts.slice(index + 1)) {
        const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        // Lines of one paragraph may touch.
        if (wide > 2 && high > Math.min(one.box.height, other.box.height) * 0.45) {
          found.push(`“${one.text.slice(0, 40)}” and “${other.text.slice(0, 40)}” (${one.at.className} / ${other.at.className})`);
        }
      }
    }
    return found.slice(0, 5);
  });

/** Text of twice the size, as a person sets it in the browser (WCAG 1.4.4): all lengths here are of the root's size. */
async function enlarge(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
}

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

for (const lang of ['vi', 'en']) {
  for (const width of [320, 360, 390]) {
    test(`nothing sticks out or overlaps on a public page of ${width} px, at 200 % either (${lang})`, async ({ page, context, server }) => {
      test.slow();
      await context.addCookies([{ name: 'lang', value: lang, url: server.url }]);
      await page.setViewportSize({ width, height: 640 });
      for (const { name, open } of PUBLIC) {
        await open(page);
        expect.soft(await sticksOut(page), `${name}`).toEqual([]);
        expect.soft(await overlaps(page), `${name}`).toEqual([]);
        await enlarge(page);
        expect.soft(await sticksOut(page), `${name} at 200 %`).toEqual([]);
        expect.soft(await overlaps(page), `${name} at 200 %`).toEqual([]);
      }
    });
  }

  test(`the search and the menu of a phone fit, at 200 % too (${lang})`, async ({ page, context, server }) => {
    await context.addCookies([{ name: 'lang', value: lang, url: server.url }]);
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto('/');
    for (const large of [false, true]) {
      if (large) await enlarge(page);
      for (const drop of [0, 1]) {
        await page.locator('.masthead__phone summary').nth(drop).click();
        expect.soft(await sticksOut(page), `drop ${drop}, ${large ? '200 %' : '100 %'}`).toEqual([]);
        await page.locator('.masthead__phone summary').nth(drop).click();
      }
    }
  });
}
