// The public boards: there before any script, live after it, honest when the link is gone.

import type { Page } from '@playwright/test';
import { accessible, Author, expect, LINK_LOST, ready, test } from './fixtures';
import { Member } from './member';

/** A unit of the demonstration with units under it and initiatives of its own. */
const UNIT = 'cd-than-ks';

const figure = (page: Page) => page.locator('.hero__big');
const read = (text: string) => Number(text.replaceAll('.', ''));

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the board is there, with the numbers of the protocol @desktop', async ({ page, request }) => {
    const totals = await (await request.get('/api/v1/totals')).json();
    await page.goto('/');
    expect(read(await figure(page).innerText())).toBe(totals.counts.submitted);
    await expect(page.locator('.league tbody tr')).toHaveCount(12);
    await expect(page.locator('.chart:visible').first()).toBeVisible();
    await expect(page.getByText('DỮ LIỆU MINH HỌA').first()).toBeVisible();
  });

  test('order, group and length are links', async ({ page }) => {
    await page.goto('/');
    await page.getByRole('link', { name: 'Ngành, tập đoàn' }).click();
    await page.getByRole('navigation', { name: 'Xếp theo' }).getByRole('link', { name: 'Tên' }).click();
    await expect(page).toHaveURL(/sort=name&group=sectors/);
    await page.getByRole('link', { name: /Xem đủ/ }).click();
    const names = await page.locator('.league .name').allInnerTexts();
    expect(names.length).toBeGreaterThan(12);
    const dau = names.findIndex((name) => name.includes('Dầu khí'));
    const dien = names.findIndex((name) => name.includes('Điện lực'));
    expect(dau).toBeLessThan(dien); // D comes before Đ
  });

  test('the menu opens, and the search field leads to what it finds', async ({ page }) => {
    await page.goto('/');
    await page.locator('summary[aria-label="Mục lục"]').click();
    await expect(page.getByRole('link', { name: 'Viết sáng kiến' })).toBeVisible();
    await page.locator('summary[aria-label="Tìm đơn vị"]').click();
    await page.locator('#tim-don-vi').fill('thanh hoa');
    await page.locator('#tim-don-vi').press('Enter');
    await page.getByRole('link', { name: /Thanh Hóa/ }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Liên đoàn Lao động tỉnh Thanh Hóa');
  });

  test('language and theme are kept', async ({ page }) => {
    await page.goto('/?sort=people');
    await page.locator('summary[aria-label="Mục lục"]').click();
    await page.getByRole('link', { name: 'English' }).click();
    await expect(page).toHaveURL(/\/\?sort=people$/);
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await page.getByRole('link', { name: 'Dark' }).click();
    await page.goto('/units');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('All units');
  });
});

test('a submission shows at once, in the unit and in the nation @desktop', async ({ page, context, ownServer }) => {
  await page.goto(ownServer.url);
  const unit = await context.newPage();
  await unit.goto(`${ownServer.url}/units/${UNIT}`);
  for (const board of [page, unit]) {
    await board.bringToFront();
    await ready(board);
    await expect(board.getByText('Đang cập nhật')).toBeVisible();
  }
  const before = [read(await figure(page).innerText()), read(await figure(unit).innerText())];
  const member = await Member.join(ownServer, UNIT);
  await member.submit('Giá treo ống hàn tự xoay');
  for (const [at, board] of [page, unit].entries()) {
    await board.bringToFront();
    await expect.poll(async () => read(await figure(board).innerText())).toBe(before[at] + 1);
  }
  await expect(page).toHaveTitle(new RegExp(`Toàn quốc: ${(before[0] + 1).toLocaleString('vi')} sáng kiến`));
});

test.describe('when the server goes', () => {
  test.use({ allowed: LINK_LOST });

  test('lesson 22: the last figures stay with their age, and come alive again by themselves', async ({ page, ownServer }) => {
    test.slow();
    await page.goto(ownServer.url);
    await ready(page);
    await expect(page.getByText('Đang cập nhật')).toBeVisible();
    const before = await figure(page).innerText();
    await ownServer.stop();
    await expect(page.getByText(/^Mất kết nối\. Số tính đến .*(vừa xong|trước)\.$/)).toBeVisible({ timeout: 30_000 });
    await expect(figure(page)).toHaveText(before);
    await ownServer.start();
    const member = await Member.join(ownServer, UNIT);
    await member.submit('Sổ giao ca bằng bảng màu');
    await expect(page.getByText('Đang cập nhật')).toBeVisible({ timeout: 60_000 });
    await expect.poll(async () => read(await figure(page).innerText())).toBe(read(before) + 1);
  });

  test('lesson 22: a board opened while the server is down fills by itself', async ({ page, ownServer }) => {
    test.slow();
    await page.goto(`${ownServer.url}/app`);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await ownServer.stop();
    await page.goto(ownServer.url);
    await expect(page.getByRole('heading', { name: 'Chưa xem được bảng số' })).toBeVisible();
    await ownServer.start();
    await expect(figure(page)).toBeVisible({ timeout: 60_000 });
  });
});

test.describe('a member', () => {
  test.use({ allowed: LINK_LOST });

  test('is led to the board of their own unit, and sees it as it was last seen without a link', async ({ page, ownServer: server }) => {
    test.slow();
    await new Author(page, server).joins('Trịnh Văn Khoát', UNIT);
    const tab = page.getByRole('navigation', { name: 'Chính' }).getByRole('link', { name: 'Bảng số' });
    await expect(tab).toHaveAttribute('href', `/units/${UNIT}`);
    await tab.click();
    await ready(page);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Than - Khoáng sản');
    const before = await figure(page).innerText();
    // The board and what it needs are on the device.
    const files = () => page.evaluate(async () => (await (await caches.open('boards')).keys()).map(({ url }) => new URL(url).pathname));
    await expect.poll(files).toContain(`/units/${UNIT}`);
    await expect.poll(async () => (await files()).filter((path) => /\.(css|js|wasm)$/.test(path)).length).toBeGreaterThanOrEqual(3);
    await server.stop();
    await page.goto(`${server.url}/units/${UNIT}`);
    await expect(figure(page)).toHaveText(before);
    await expect(page.locator('#kept')).toHaveText(/^Không có mạng\. Đây là số lúc \d\dh\d\d ngày \d\d\/\d\d\/\d{4}\./);
    await ready(page);
    // Another board that nobody has seen here: the app says so.
    await page.goto(`${server.url}/units/cd-dau-khi`);
    await expect(page.getByRole('heading', { name: 'Chưa xem được bảng số' })).toBeVisible();
    await page.goto(`${server.url}/units/${UNIT}`);
    await server.start();
    await expect(page.getByText('Đang cập nhật')).toBeVisible({ timeout: 60_000 });
    await expect(page.locator('#kept')).toHaveCount(0);
  });
});

test('a unit is found while typing, without diacritics, and by keyboard alone @desktop', async ({ page }) => {
  await page.goto('/units');
  await ready(page);
  const field = page.locator('#tim');
  await field.focus();
  await page.keyboard.type('da nang');
  await expect(page.locator('.units .find__said')).toHaveText('Thấy 1 đơn vị');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Liên đoàn Lao động thành phố Đà Nẵng');
  await page.goto('/units');
  await ready(page);
  await field.fill('xyz');
  await expect(page.locator('.units .find__said')).toHaveText('Không thấy đơn vị nào tên “xyz”. Thử gõ ít chữ hơn, không cần dấu.');
});

test('a league is sorted in place @desktop', async ({ page }) => {
  await page.goto('/');
  await ready(page);
  const head = page.getByRole('columnheader', { name: 'Số người' });
  // On a phone the table has no head to press on.
  if (await head.isVisible()) {
    await head.getByRole('link').click();
    await expect(head).toHaveAttribute('aria-sort', 'descending');
  } else {
    const order = page.getByRole('navigation', { name: 'Xếp theo' }).getByRole('link', { name: 'Số người' });
    await order.click();
    await expect(order).toHaveAttribute('aria-current', 'true');
  }
  await expect(page).toHaveURL(/\?sort=people$/);
  const people = await page.locator('.league td.people').allTextContents();
  const numbers = people.map(read);
  expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
  await page.getByRole('link', { name: /Xem đủ/ }).click();
  await expect(page.locator('.league tbody tr')).toHaveCount(83);
});

test.describe('an unknown unit', () => {
  test.use({ allowed: /404 \(Not Found\)/ });

  test('is said kindly, with status 404 and a search field', async ({ page, request }) => {
    for (const path of ['/units/khong-co', '/units/KH%C3%94NG']) {
      expect((await request.get(path)).status(), path).toBe(404);
    }
    await page.goto('/units/khong-co');
    await ready(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Không có đơn vị này');
    await expect(page.locator('#tim')).toBeVisible();
    await accessible(page);
  });
});

test('motion is cut where it is unwanted', async ({ page, ownServer }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(ownServer.url);
  await ready(page);
  await expect(page.getByText('Đang cập nhật')).toBeVisible();
  const before = read(await figure(page).innerText());
  await page.evaluate(() => {
    const shown: string[] = [];
    const figure = document.querySelector('.hero__big')!;
    new MutationObserver(() => shown.push(figure.textContent!)).observe(figure, { subtree: true, characterData: true, childList: true });
    (window as unknown as { shown: string[] }).shown = shown;
  });
  const member = await Member.join(ownServer, UNIT);
  await Promise.all(Array.from({ length: 5 }, (_, at) => member.submit(`Sáng kiến ${at}`)));
  await expect.poll(async () => read(await figure(page).innerText())).toBe(before + 5);
  const shown = await page.evaluate(() => (window as unknown as { shown: string[] }).shown);
  // Only what the server issued, and never backwards.
  const numbers = shown.map(read);
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
});

for (const path of ['/', `/units/${UNIT}`, '/units', '/units?q=ha', '/rules', '/privacy']) {
  test(`${path} reflows at 320 px and pleases axe in both languages @desktop`, async ({ page, context, baseURL }) => {
    for (const lang of ['vi', 'en']) {
      await context.addCookies([{ name: 'lang', value: lang, url: baseURL! }]);
      await page.goto(path);
      await ready(page);
      await accessible(page);
    }
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(path);
    await ready(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });
}

test('targets under a thumb are large enough', async ({ page }) => {
  for (const path of ['/', `/units/${UNIT}`, '/units']) {
    await page.goto(path);
    await ready(page);
    const small = await page.locator('main a:visible, main button:visible, main summary:visible, header summary:visible, footer a:visible').evaluateAll((all) =>
      all.filter((at) => at.getBoundingClientRect().height < 43.5).map((at) => `${at.textContent} ${at.getBoundingClientRect().height}`),
    );
    expect(small, path).toEqual([]);
  }
});
