// What everyone must be able to use: axe on every page, in light and dark.

import { accessible, expect, ready, test } from './fixtures';

// The browser itself reports the status of the page that isn't there.
test.use({ allowed: /404 \(Not Found\).*khong-co/ });

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    for (const path of ['/', '/app', '/khong-co']) {
      test(`axe finds nothing on ${path} @desktop`, async ({ page }) => {
        await page.goto(path);
        await ready(page);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await accessible(page);
      });
    }
  });
}
