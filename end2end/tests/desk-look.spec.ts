// The desk as it is drawn: rows that fit, deadlines first, what is alike in view, the keys, and how the day stands.

import { accessible, expect, LINK_LOST, test as base } from './fixtures';
import { Officer, PIN } from './officer';
import { Device } from './protocol';
import { sent } from './sent';

const test = base.extend<{ officer: Officer }>({
  officer: async ({ page, ownServer }, use) => use(new Officer(page, ownServer)),
});
test.use({ viewport: { width: 1180, height: 820 }, allowed: new RegExp(`${LINK_LOST.source}|40[13] \\(`, 'i') });
test.describe.configure({ timeout: 120_000 });

test('eight rows fit at 820 px, overdue ones come first and aren’t grey', async ({ officer, page }) => {
  await officer.signsIn('duyet.bsr');
  const rows = page.locator('.q');
  await expect(rows.nth(8)).toBeAttached();
  const list = page.locator('.queue__list');
  const end = await list.evaluate((list) => Math.min(innerHeight, list.getBoundingClientRect().bottom));
  const fit = await rows.evaluateAll((rows, end) => rows.filter((row) => row.getBoundingClientRect().bottom <= end).length, end);
  expect(fit).toBeGreaterThanOrEqual(8);
  expect(await list.evaluate((list) => list.scrollWidth <= list.clientWidth)).toBe(true);
  await accessible(page);
  const overdue = page.getByRole('group', { name: 'Hạn trả lời' }).getByRole('button', { name: /^Quá hạn/ });
  if (await overdue.count()) {
    await expect(rows.first().locator('.due')).toHaveClass(/due--soon/);
    await overdue.click();
    await expect(overdue).toHaveAttribute('aria-pressed', 'true');
    for (const due of await page.locator('.q .due').all()) await expect(due).toHaveClass(/due--soon/);
    await overdue.click();
  }
});

test('where nothing is open the day is said, and ? shows a key for every action', async ({ officer, ownServer: server, page }) => {
  await sent(server, 'Giá treo ống hàn tự xoay');
  await officer.signsIn('duyet.bsr');
  await expect(page.locator('.paper__day')).toContainText(/0 đã quyết.*quá hạn.*0 chờ gửi/);
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Phím tắt' });
  for (const action of ['Tiếp nhận', 'Công nhận', 'Yêu cầu bổ sung', 'Từ chối', 'Trùng lặp', 'Chuyển cấp trên', 'Lịch sử', 'khóa máy']) await expect(keys).toContainText(action);
  await accessible(page);
  await page.keyboard.press('Escape');
  await officer.opens('Giá treo ống hàn tự xoay');
  await page.getByRole('searchbox').blur();
  for (const [key, name] of [['n', 'Trùng lặp'], ['c', 'Chấm điểm'], ['h', 'Lịch sử'], ['m', 'Quyết định']]) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog', { name })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await page.keyboard.press('r');
  await page.keyboard.press('u');
  await expect(page.locator('.paper__state')).toContainText('Đã gửi');
  await page.keyboard.press('x');
  await page.getByLabel('Lý do').fill('Chưa áp dụng.');
  await officer.presses('Ghi quyết định');
  await page.goto(`${server.url}/app/review`);
  await officer.unlocks();
  await expect(page.locator('.paper__day')).toContainText('1 đã quyết');
});

test('the council’s scores stand beside the initiative with their mean', async ({ officer, ownServer: server, page }) => {
  const title = 'Sổ giao ca một trang';
  const { id } = await sent(server, title);
  for (const [login, score] of [['duyet.bsr', 90], ['duyet.daukhi', 85]] as const) {
    const member = await Device.signsIn(server, login);
    await member.sync();
    expect((await member.sync({ initiative: id, action: { comment: { score, text: '' } } }))[0].outcome).toBe('applied');
  }
  await officer.signsIn('duyet.bsr');
  await officer.opens(title);
  await expect(page.locator('.scores')).toContainText('trung bình 87,5');
  await accessible(page);
});

test('whoever reads English reads that the data are invented', async ({ page, context, ownServer: server }) => {
  await context.addCookies([{ name: 'lang', value: 'en', url: server.url }]);
  await page.goto(`${server.url}/app/sign-in`);
  await expect(page.getByText('DỮ LIỆU MINH HỌA')).toBeVisible();
  await expect(page.getByText('DEMO DATA')).toBeVisible();
});

test('in English nothing of the desk’s head and tools lies over another at 820 px', async ({ page, context, officer, ownServer: server }) => {
  await officer.signsIn('duyet.bsr');
  await context.addCookies([{ name: 'lang', value: 'en', url: server.url }]);
  await page.setViewportSize({ width: 820, height: 1180 });
  await page.reload();
  await page.getByLabel('PIN of this tablet').fill(PIN);
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expect(page.locator('.q').first()).toBeVisible();
  const over = await page.evaluate(() => {
    const boxes = [...document.querySelectorAll('.desk__top > *, .desk__demo span, .queue__tools button')].map((it) => ({ it, box: it.getBoundingClientRect() })).filter(({ box }) => box.width > 0);
    const meets = (a: DOMRect, b: DOMRect) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    const pairs = boxes.flatMap((a, n) => boxes.slice(n + 1).filter((b) => !a.it.contains(b.it) && meets(a.box, b.box)).map((b) => `${a.it.textContent} / ${b.it.textContent}`));
    const outside = boxes.filter(({ it, box }) => it.scrollWidth > it.clientWidth + 1 || box.right > innerWidth).map(({ it }) => `${it.textContent} sticks out`);
    return [...pairs, ...outside];
  });
  expect(over).toEqual([]);
});
