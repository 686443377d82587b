// Lesson 33: a browser's translator puts elements of its own in the place of text. What changes on the page has to be seen
// all the same.

import type { Page } from '@playwright/test';
import { expect, ready, test } from './fixtures';
import { Member } from './member';

const UNIT = 'cd-than-ks';
const figure = (page: Page) => page.locator('.hero__big');
const read = (text: string) => Number(text.replaceAll('.', ''));

/** Does to a page what Google's translator does: each text is taken out, and stands translated in two <font> in its place. */
const translate = (page: Page, heeds: boolean) =>
  page.evaluate((heeds) => {
    const texts: Text[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    for (const text of texts) {
      const parent = text.parentElement!;
      if (!text.data.trim() || parent.closest('script, style')) continue;
      if (heeds && parent.closest('[translate="no"], .notranslate')) continue;
      const [outer, inner] = [document.createElement('font'), document.createElement('font')];
      outer.style.verticalAlign = inner.style.verticalAlign = 'inherit';
      inner.textContent = `[${text.data}]`;
      outer.append(inner);
      text.replaceWith(outer);
    }
  }, heeds);

for (const heeds of [true, false]) {
  test(`a translated board shows new totals${heeds ? '' : ', even if the translator minds no mark'}`, async ({ page, ownServer }) => {
    await page.goto(`${ownServer.url}/units/${UNIT}`);
    await ready(page);
    await expect(page.getByText('Đang cập nhật')).toBeVisible();
    const before = read(await figure(page).innerText());
    await translate(page, heeds);
    await expect(figure(page)).toHaveText(heeds ? /^[\d.]+$/ : /^\[[\d.]+\]$/);
    const member = await Member.join(ownServer, UNIT);
    await member.submit('Giá treo ống hàn tự xoay');
    await expect(figure(page)).toHaveText((before + 1).toLocaleString('vi'));
    // Whatever sentence changes stands alone in its place as well.
    const people = page.locator('.figures dd').first();
    await expect(people).not.toContainText('[');
    // A second time: what was put back is written to again.
    await translate(page, heeds);
    await member.submit('Sổ giao ca một trang');
    await expect(figure(page)).toHaveText((before + 2).toLocaleString('vi'));
    await expect(page.locator('.hero__what')).toBeVisible();
  });
}

test('figures are marked as not to be translated, and all that goes on air', async ({ page }) => {
  await page.goto('/');
  await ready(page);
  for (const place of ['.hero__big', '.figures dd', '.league tbody', '.asof time', '.chart']) {
    const marked = page.locator(place).first();
    expect(await marked.evaluate((it) => it.closest('[translate="no"].notranslate') !== null), place).toBe(true);
  }
  for (const output of ['/show/program', '/show/lower-third?scene=number']) {
    const html = await (await page.request.get(output)).text();
    expect(html, output).toMatch(/<html[^>]*class="[^"]*notranslate[^"]*"[^>]*translate="no"/);
  }
});
