// The gallery of components against its pictures. Only a debug build has the page, so its stylesheet is put in here.
// A change that is meant: `npx playwright test gallery --update-snapshots`, and look at what changed.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, Server, test } from './fixtures';

const STYLE = resolve(import.meta.dirname, '..', '..', 'style');
const files = [...readFileSync(join(STYLE, 'all.css'), 'utf8').matchAll(/@import\s+"([^"]+)"/g)].map(([, file]) => file);
const style = files.map((file) => readFileSync(join(STYLE, file), 'utf8')).join('\n');

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(() => {
    // Without a site the page asks for files that aren't there.
    test.use({ colorScheme, bypassCSP: true, deviceScaleFactor: 1, allowed: /404|MIME|Failed to load|has no `href`|invalid `href`|empty `href`|preload/ });

    test(`every component looks as in its picture, ${colorScheme} @desktop`, async ({ page }) => {
      const server = await Server.startDebug();
      await page.goto(`${server.url}/dev/gallery`);
      await page.addStyleTag({ content: style });
      await page.evaluate(() => document.fonts.ready);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bộ thành phần');
      // A picture of whole pixels: by itself at the top of the page, and as high as a round number of them.
      await page.locator('main').evaluate((main) => {
        document.body.replaceChildren(main);
        const height = Math.round(main.getBoundingClientRect().height / 50) * 50;
        Object.assign(main.style, { boxSizing: 'border-box', blockSize: `${height}px`, overflow: 'hidden' });
      });
      // Letters are drawn a little differently by other versions of the browser.
      await expect(page.locator('main')).toHaveScreenshot(`gallery-${colorScheme}.png`, { maxDiffPixelRatio: 0.02 });
      await server.dispose();
    });
  });
}
