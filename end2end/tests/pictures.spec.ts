// Pictures of every page for people to look at: `PICTURES=1 npx playwright test pictures` puts them into
// `screenshots/`. Not a check: it is left out of every other run.

import { mkdirSync } from 'node:fs';
import { expect, test } from './fixtures';
import { EMPTY, fill, PUBLIC, written, type Place } from './pages';

const FOLDER = `${import.meta.dirname}/../screenshots`;

const SIZES = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  tablet: { viewport: { width: 1024, height: 768 }, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 900 } },
};

for (const [size, shape] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const lang of ['vi', 'en']) {
      test.describe(() => {
        test.use({ ...shape, colorScheme, allowed: /./ });

        test(`pictures: ${size}, ${colorScheme}, ${lang}`, async ({ page, context, author, server }) => {
          test.setTimeout(180_000);
          mkdirSync(FOLDER, { recursive: true });
          const take = async (places: Place[]) => {
            for (const { name, open } of places) {
              await open(page);
              await page.evaluate(() => document.fonts.ready);
              await expect(page.locator('.skeleton')).toHaveCount(0);
              await page.screenshot({ path: `${FOLDER}/${name}-${size}-${colorScheme}-${lang}.png`, fullPage: name !== 'check' });
            }
          };
          await author.joins('Trịnh Văn Khoát');
          const filled = await fill(author);
          await context.addCookies([{ name: 'lang', value: lang, url: server.url }]);
          await take(written(filled));
          await page.evaluate(() => localStorage.clear());
          await take([...EMPTY, ...PUBLIC]);
        });
      });
    }
  }
}
