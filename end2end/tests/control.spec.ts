// The producers' control desk: a show run with the keyboard alone, two producers at once, what the server refuses, figures that
// are held or typed, stories, a rehearsal, and who may not. What becomes of it when the link goes is in control-link.spec.ts.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, LINK_LOST, test as base } from './fixtures';
import { GUEST, invited, LEAGUE, NUMBER, Producer, WAITING } from './producer';

const LAPTOP = { width: 1440, height: 900 };

const test = base.extend<{ producer: Producer }>({
  // Each show begins from the start: nothing needs the server that the tests of a worker share.
  baseURL: async ({ ownServer }, use) => use(ownServer.url),
  producer: async ({ page, ownServer }, use) => use(new Producer(page, ownServer)),
});
// Whoever isn't signed in hears 401, who may not 403, and what is refused 4xx, which the browser reports.
test.use({ viewport: LAPTOP, isMobile: false, hasTouch: false, allowed: new RegExp(`${LINK_LOST.source}|status of 4\\d\\d`, 'i') });
test.describe.configure({ timeout: 180_000 });

/** Axe on the desk; what is in the frames is the stage's. */
async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' | ')}`);
  expect(found).toEqual([]);
}

test('a show is run with the keyboard alone', async ({ producer }) => {
  await producer.signsIn();
  await expect(producer.row(NUMBER)).toContainText('đang phát từ');
  await expect(producer.row(LEAGUE)).toContainText('sẵn sàng');
  await expect(producer.air.locator('.scene--number')).toBeVisible();
  await expect(producer.next.locator('.scene--league')).toBeVisible();

  await producer.presses('1');
  await expect(producer.row(WAITING)).toHaveClass(/is-next/);
  await producer.presses('Space');
  await expect(producer.row(WAITING)).toContainText('đang phát từ');
  await expect(producer.air.locator('.scene--waiting')).toBeVisible();
  await expect(producer.row(NUMBER)).toContainText('sẵn sàng');
  await producer.presses('n');
  await expect(producer.row(LEAGUE)).toContainText('sẵn sàng');
  await expect(producer.row(NUMBER)).toContainText('đã phát');
  await producer.presses('2');
  await expect(producer.row(NUMBER)).toHaveClass(/is-next/);
  await producer.presses('Space');
  await expect(producer.row(NUMBER)).toContainText('đang phát từ');

  await producer.presses('f');
  await expect(producer.button(/^Thôi đóng băng/)).toHaveAttribute('aria-pressed', 'true');
  await expect(producer.page.locator('.screen--air')).toContainText('đang đóng băng');
  await producer.presses('f');
  await expect(producer.button(/^Đóng băng/)).toHaveAttribute('aria-pressed', 'false');
  await producer.presses('h');
  await expect(producer.button(/^Hiện lại/)).toHaveAttribute('aria-pressed', 'true');
  await expect(producer.page.locator('.screen--air')).toContainText('đang ẩn');
  await expect(producer.air.locator('.scene')).toHaveCount(0);
  await producer.presses('h');
  await expect(producer.button(/^Ẩn ngay/)).toHaveAttribute('aria-pressed', 'false');
  await expect(producer.air.locator('.scene--number')).toBeVisible();
  await producer.presses('g');
  await expect(producer.row(NUMBER)).toContainText('giữ ở số');
  await producer.presses('g');
  await expect(producer.row(NUMBER)).not.toContainText('giữ ở số');
  for (const line of [`đưa “${NUMBER}” lên sóng`, 'ẩn hình đang phát', 'đóng băng hình đang phát', `giữ con số của “${NUMBER}”`]) {
    await expect(producer.log).toContainText(line);
  }
});

test('keys that are typed into a field do nothing to the show', async ({ producer }) => {
  const { page } = producer;
  await producer.signsIn();
  const lines = await producer.log.locator('p').count();
  await page.getByLabel('Lời nhắn').pressSequentially('Hẹn 1 phút nữa gặp khách');
  await producer.button('Gửi lên màn nhắc').click();
  await expect(page.locator('.side__shown')).toContainText('Hẹn 1 phút nữa gặp khách');
  await expect(page.getByLabel('Lời nhắn')).toHaveValue('');
  await expect(producer.log.locator('p')).toHaveCount(lines + 1);
  // The focus stands on a button: the space bar takes all the same, and presses nothing else.
  await producer.button('Xóa màn nhắc').focus();
  await producer.presses('Space');
  await expect(producer.row(LEAGUE)).toContainText('đang phát từ');
  await expect(page.locator('.side__shown')).toContainText('Hẹn 1 phút nữa gặp khách');
  await producer.button('Xóa màn nhắc').click();
  await expect(page.locator('.side__shown')).toHaveCount(0);
});

test('two producers see each other, and what each does within the second', async ({ producer, ownServer, browser, listen }) => {
  const [login, password] = await invited(ownServer, 'Quốc Bảo');
  await producer.signsIn();
  const context = await browser.newContext({ viewport: LAPTOP });
  listen(context);
  const second = new Producer(await context.newPage(), ownServer);
  await second.signsIn(login, password);
  for (const one of [producer, second]) await expect(one.page.locator('.control__present')).toContainText(/^2 người:.*Quốc Bảo/);
  await second.row(GUEST).getByRole('button').first().click();
  await expect(producer.row(GUEST)).toHaveClass(/is-next/, { timeout: 1_000 });
  await producer.presses('Space');
  await expect(second.row(GUEST)).toContainText('đang phát từ', { timeout: 1_000 });
  await expect(second.log).toContainText(`đưa “${GUEST}” lên sóng`);
  await expect(producer.log.locator('p').filter({ hasText: `xem trước “${GUEST}”` })).toContainText('Quốc Bảo');
  await context.close();
  await expect(producer.page.locator('.control__present')).toContainText(/^1 người:/);
});

test('what is under an embargo is refused where the finger is, and says until when', async ({ producer }) => {
  const { page, sheet } = producer;
  await producer.signsIn();
  await producer.edits(GUEST);
  await sheet.getByLabel('Cấm phát trước').fill('tối nay');
  await sheet.getByRole('button', { name: 'Đặt giờ' }).click();
  await expect(sheet).toContainText('Ghi giờ và phút');
  // Whatever the clock says, two hours from now is ahead, and two hours ago is over.
  const timeZone = 'Asia/Ho_Chi_Minh';
  const hours = (count: number) => new Date(Date.now() + count * 3600_000);
  const clock = (at: Date) => at.toLocaleTimeString('vi-VN', { hour: '2-digit', minute: '2-digit', hour12: false, timeZone });
  const day = (at: Date) => at.toLocaleDateString('sv-SE', { timeZone });
  const sets = async (at: Date) => {
    await sheet.getByLabel('Ngày cấm phát').fill(day(at));
    await sheet.getByLabel('Cấm phát trước').fill(clock(at));
    const set = sheet.getByRole('button', { name: 'Đặt giờ' });
    await expect(set).not.toHaveAttribute('aria-busy', 'true');
    await set.click();
  };
  await expect(sheet.getByLabel('Ngày cấm phát')).toHaveValue(day(hours(0)));
  await sets(hours(-2));
  await expect(sheet).toContainText('đã qua');
  // Another day's is said with its day, in the rundown and in the log.
  await sets(hours(26));
  const named = `ngày ${day(hours(26)).split('-').reverse().join('/')}`;
  await expect(producer.row(GUEST)).toContainText(named);
  await expect(producer.log).toContainText(named);
  await sets(hours(2));
  await sheet.getByRole('button', { name: 'Xong' }).click();
  await expect(producer.row(GUEST)).toContainText('cấm phát trước');
  await expect(page.locator('.held')).toContainText('Mục 5 cấm phát');
  await expect(page.locator('.held')).toContainText(/còn (1|2) giờ/);

  await producer.presses('5');
  await expect(producer.row(GUEST)).toHaveClass(/is-next/);
  await producer.button(/^Đưa lên sóng/).click();
  await expect(page.locator('.takes__in').getByRole('alert').filter({ hasText: 'Mục này cấm phát đến' })).toBeVisible();
  await expect(producer.row(GUEST)).not.toContainText('đang phát');

  await producer.edits(GUEST);
  await sheet.getByRole('button', { name: 'Bỏ cấm phát' }).click();
  await sheet.getByRole('button', { name: 'Xong' }).click();
  await producer.button(/^Đưa lên sóng/).click();
  await expect(producer.row(GUEST)).toContainText('đang phát từ');
  await expect(page.locator('.takes__in')).not.toContainText('Mục này cấm phát đến');
});

test('held figures stand still, a typed one is marked in red with its source, on the desk and on air', async ({ producer }) => {
  const { page, sheet } = producer;
  await producer.signsIn();
  const air = page.locator('.held dl').nth(1);
  await expect(air).toContainText('trùng với máy chủ');
  await producer.presses('g');
  await expect(air).toContainText('đứng ở số');
  await producer.presses('g');
  await expect(air).toContainText('trùng với máy chủ');

  // A guest's figure is compared with the server's as the nation's is.
  for (const [key, title] of [['5', GUEST], ['2', NUMBER]] as const) {
    await producer.presses(key);
    await expect(producer.row(title)).toHaveClass(/is-next/);
    await producer.presses('Space');
    await expect(producer.row(title)).toContainText('đang phát từ');
    await expect(air).toContainText('trùng với máy chủ');
  }

  // A timeline is drawn from the records' days: nothing typed would go with it.
  await producer.edits('Dòng thời gian và dự báo');
  await expect(sheet.getByText('Nhập tay con số')).toHaveCount(0);
  await sheet.getByRole('button', { name: 'Xong' }).click();

  await producer.edits(NUMBER);
  await sheet.getByText('Nhập tay con số').click();
  await sheet.getByLabel('Con số', { exact: true }).fill('2.400.000');
  await sheet.getByRole('button', { name: 'Dùng số này' }).click();
  await expect(sheet).toContainText('Ghi số này lấy từ đâu');
  await sheet.getByLabel('Nguồn').fill('Ban tổ chức');
  await sheet.getByRole('button', { name: 'Dùng số này' }).click();
  await expect(sheet.getByRole('button', { name: 'Dùng lại số máy chủ' })).toBeVisible();
  await accessible(page);
  await sheet.getByRole('button', { name: 'Xong' }).click();
  await expect(air).toContainText('2.400.000');
  await expect(air).toContainText('số nhập tay, nguồn: Ban tổ chức');
  await expect(producer.row(NUMBER)).toContainText('nhập tay 2.400.000');
  await expect(producer.air.locator('.scene__typed')).toContainText('Ban tổ chức');
});

test('a story is passed over and can’t go on air, and approved again with one press', async ({ producer }) => {
  const { page } = producer;
  await producer.signsIn();
  const row = producer.row(/^\d+Chuyện: /).first();
  await expect(row).toContainText('đã duyệt');
  const title = (await row.locator('b').textContent())!.replace('Chuyện: ', '');
  await page.getByText(/^Đã xem/).click();
  const story = page.locator('.story').filter({ hasText: title }).first();
  // What is approved is read beside the buttons.
  await expect(story.getByText(/^“.+”$/)).toBeVisible();
  await story.getByRole('button', { name: 'Bỏ qua' }).click();
  await expect(row).toContainText('đã bỏ qua khi duyệt');
  await row.getByRole('button').first().click();
  await expect(row.getByRole('alert')).toContainText('duyệt');
  await story.getByRole('button', { name: 'Duyệt', exact: true }).click();
  await expect(row).toContainText('đã duyệt');
  await row.getByRole('button').first().click();
  await expect(row).toHaveClass(/is-next/);
  await expect(producer.next).toContainText(title);
});

test('an item is added, and one that was taken out comes back to its place with one press', async ({ producer }) => {
  const { rundown, sheet } = producer;
  await producer.signsIn();
  const items = await rundown.getByRole('listitem').count();
  await producer.button('Thêm mục').click();
  await sheet.getByLabel('Cảnh').selectOption('Một đơn vị');
  await sheet.getByLabel('Đơn vị').fill('dien luc viet nam');
  await sheet.getByRole('button', { name: /Điện lực Việt Nam/ }).first().click();
  await sheet.getByRole('button', { name: 'Thêm vào kịch bản' }).click();
  await expect(rundown.getByRole('listitem')).toHaveCount(items + 1);
  await expect(rundown.getByRole('listitem').last()).toContainText('Công đoàn Điện lực Việt Nam');

  for (const [title, place] of [[GUEST, 4], [WAITING, 0]] as const) {
    await producer.edits(title);
    await sheet.getByRole('button', { name: 'Bỏ khỏi kịch bản' }).click();
    await expect(producer.row(title)).toHaveCount(0);
    await producer.button('Hoàn tác').click();
    await expect(rundown.getByRole('listitem').nth(place)).toContainText(title);
    await expect(producer.button('Hoàn tác')).toHaveCount(0);
  }
  // What is on air can't be taken out: nobody loses the picture by a slip.
  await producer.edits(NUMBER);
  await sheet.getByRole('button', { name: 'Bỏ khỏi kịch bản' }).click();
  await expect(sheet.getByRole('alert').filter({ hasText: 'đang phát' })).toBeVisible();
});

test('a rehearsal begins once the show is hidden, and says so on the desk and across every picture', async ({ producer }) => {
  const { page, sheet } = producer;
  await producer.signsIn();
  await producer.opensShow();
  await sheet.getByLabel('Sáng kiến giả mỗi giây').fill('5000');
  await sheet.getByRole('button', { name: 'Bắt đầu diễn tập' }).click();
  await expect(sheet).toContainText('Từ 0 đến 1.000');
  await sheet.getByLabel('Sáng kiến giả mỗi giây').fill('20');
  await sheet.getByRole('button', { name: 'Bắt đầu diễn tập' }).click();
  await expect(sheet).toContainText('Hãy ẩn ngay rồi mới diễn tập');
  await sheet.getByRole('button', { name: 'Xong' }).click();
  await producer.presses('h');
  await expect(producer.button(/^Hiện lại/)).toBeVisible();
  await producer.opensShow();
  await sheet.getByRole('button', { name: 'Bắt đầu diễn tập' }).click();
  await expect(page.locator('.chip--drill')).toContainText('DIỄN TẬP');
  await sheet.getByRole('button', { name: 'Thêm', exact: true }).click();
  await expect(producer.log).toContainText('thêm 1.000 sáng kiến giả cùng lúc');
  await accessible(page);
  await sheet.getByRole('button', { name: 'Xong' }).click();
  await producer.presses('2');
  await expect(producer.row(NUMBER)).toHaveClass(/is-next/);
  await producer.presses('Space');
  await expect(producer.air.locator('.scene--number')).toBeVisible();
  await expect(producer.air.locator('.drill')).toBeVisible();
  await producer.opensShow();
  await sheet.getByRole('button', { name: 'Kết thúc diễn tập' }).click();
  await expect(page.locator('.chip--drill')).not.toContainText('DIỄN TẬP');
  await expect(producer.air.locator('.drill')).toHaveCount(0);
});

test('whoever isn’t a producer sees no control, and is told whom to ask', async ({ producer, ownServer }) => {
  const { page } = producer;
  await page.goto(`${ownServer.url}/show/control`);
  await producer.enters('duyet.tld');
  await expect(page.getByRole('heading', { name: 'Tài khoản này không phải đạo diễn' })).toBeVisible();
  await expect(page.getByText('Hãy hỏi quản trị toàn quốc')).toBeVisible();
  await expect(page.locator('.takes, .rundown, iframe')).toHaveCount(0);
  await accessible(page);
  await producer.button('Đăng nhập').click();
  await producer.enters('daodien.tld');
  await expect(producer.row(NUMBER)).toBeVisible();
});

test('a producer signs out, and nothing of the session is left in the browser', async ({ producer, ownServer }) => {
  const { page } = producer;
  await producer.signsIn();
  await page.locator('.control__title').click();
  await producer.sheet.getByRole('button', { name: 'Đăng xuất' }).click();
  await expect(page.getByLabel('Tên đăng nhập')).toBeVisible();
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('sangkien');
  expect(await page.evaluate(async () => (await fetch('/api/v1/show')).status)).toBe(401);
  await producer.enters('daodien.tld');
  await expect(producer.row(NUMBER)).toBeVisible();
});

const SIZES = { laptop: LAPTOP, 'small laptop': { width: 1280, height: 800 }, tablet: { width: 1180, height: 820 }, 'small tablet': { width: 1024, height: 768 } };
for (const [name, size] of Object.entries(SIZES)) {
  test(`on a ${name} everything is in sight, large enough, and axe finds nothing`, async ({ producer }) => {
    const { page } = producer;
    await page.setViewportSize(size);
    await producer.signsIn();
    const box = await page.locator('.takes').boundingBox();
    expect(box!.y + box!.height).toBeLessThan(size.height);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
    const small = await page.locator('.control button').evaluateAll((buttons) =>
      buttons
        .filter((button) => button.checkVisibility())
        .map((button) => [button.textContent, button.getBoundingClientRect()] as const)
        .filter(([, { width, height }]) => width < 43.5 || height < 43.5)
        .map(([text]) => text),
    );
    expect(small).toEqual([]);
    await accessible(page);
    await producer.edits(NUMBER);
    await accessible(page);
    await page.keyboard.press('Escape');
    await producer.button('Thêm mục').click();
    await accessible(page);
  });
}

test('in English it is the same desk', async ({ producer, context, ownServer }) => {
  await context.addCookies([{ name: 'lang', value: 'en', url: ownServer.url }]);
  const { page } = producer;
  await page.goto(`${ownServer.url}/show/control`);
  const { password } = ownServer.officers.find(({ login }) => login === 'daodien.tld')!;
  await page.getByLabel('Login').fill('daodien.tld');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const rundown = page.getByRole('navigation', { name: 'Rundown' });
  await expect(rundown).toContainText('on air since');
  await page.keyboard.press('Space');
  await expect(rundown.getByRole('listitem').nth(2)).toContainText('on air since');
  await accessible(page);
});
