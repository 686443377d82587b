// What everyone must be able to use: axe on every page, in both languages, light and dark, on each size of screen.

import { accessible, expect, test } from './fixtures';
import { EMPTY, fill, PUBLIC, written, type Place } from './pages';

// The browser itself reports the status of pages that aren't there.
test.use({ allowed: /404 \(Not Found\).*khong-co/ });

const PHONE = { width: 390, height: 844 };
const TABLET = { width: 1024, height: 768 };
const DESKTOP = { width: 1280, height: 900 };

/** Each value of one kind meets each value of the others once. */
const ROUNDS = [
  { viewport: PHONE, colorScheme: 'light', lang: 'vi' },
  { viewport: PHONE, colorScheme: 'dark', lang: 'en' },
  { viewport: TABLET, colorScheme: 'light', lang: 'en' },
  { viewport: TABLET, colorScheme: 'dark', lang: 'vi' },
  { viewport: DESKTOP, colorScheme: 'light', lang: 'en' },
  { viewport: DESKTOP, colorScheme: 'dark', lang: 'vi' },
] as const;

for (const { viewport, colorScheme, lang } of ROUNDS) {
  test.describe(() => {
    test.use({ viewport, colorScheme });

    test(`axe finds nothing on any page: ${viewport.width} px, ${colorScheme}, ${lang}`, async ({ page, context, author, server }) => {
      test.setTimeout(300_000);
      const look = async (places: Place[]) => {
        for (const { open } of places) {
          await open(page);
          await expect(page.locator('html')).toHaveAttribute('lang', lang);
          await accessible(page);
        }
      };
      await author.joins('Trịnh Văn Khoát');
      const filled = await fill(author);
      await context.addCookies([{ name: 'lang', value: lang, url: server.url }]);
      await look(written(filled));
      await page.evaluate(() => localStorage.clear());
      await look([...EMPTY, ...PUBLIC]);
    });
  });
}
