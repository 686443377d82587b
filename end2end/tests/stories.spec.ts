// Stories: read by everyone without scripts, applied elsewhere, and gone as soon as their author says so.

import { accessible, Author, expect, ready, test } from './fixtures';
import { recognised, TOLD } from './sent';

test.describe('without scripts', () => {
  // What would bring the page to life is asked for all the same.
  test.use({ javaScriptEnabled: false, allowed: /preloaded using link preload but not used/ });
  const TITLE = 'Giá treo ống hàn tự xoay';

  test('a story is found without diacritics, by unit, field and benefit, and read @desktop', async ({ page, server }) => {
    await recognised(server, TITLE);
    await page.goto(`${server.url}/stories`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mỗi sáng kiến là một câu chuyện');
    // What was recognised last leads.
    await expect(page.locator('.tales__item').first()).toContainText(TITLE);
    const all = await page.locator('.tales__item').count();
    expect(all, 'the demonstration has stories of its own').toBeGreaterThan(12);

    await page.getByRole('searchbox', { name: 'Tìm câu chuyện' }).fill('gia treo ong han tu xoay');
    await page.getByRole('combobox', { name: 'Giá trị làm lợi' }).selectOption('100000000');
    await page.getByRole('combobox', { name: 'Đơn vị' }).selectOption({ label: 'Liên đoàn Lao động tỉnh Thanh Hóa' });
    await page.getByRole('button', { name: 'Tìm' }).click();
    await expect(page.getByText('Không thấy câu chuyện nào')).toBeVisible();
    await page.getByRole('combobox', { name: 'Đơn vị' }).selectOption({ label: 'Công đoàn Dầu khí Việt Nam' });
    await page.getByRole('button', { name: 'Tìm' }).click();
    await expect(page.getByText('Thấy 1 câu chuyện')).toBeVisible();
    await page.getByRole('link', { name: TITLE }).click();

    await expect(page.getByRole('heading', { level: 1 })).toHaveText(TITLE);
    for (const words of ['Trịnh Văn Khoát', 'Bước 2: lắp con lăn.', '800 triệu đồng mỗi năm', '850 triệu đồng mỗi năm', 'Công nhận cấp cơ sở']) {
      await expect(page.getByText(words)).toBeVisible();
    }
    await expect(page.getByText('Chưa ai ghi là muốn áp dụng.')).toBeVisible();
    await page.getByRole('link', { name: TOLD.area }).click();
    await expect(page).toHaveURL(/area=An\+to/);
    await expect(page.locator('.tales__item').first()).toContainText(TITLE);
    await page.getByRole('link', { name: 'Bỏ lọc theo Lĩnh vực' }).click();
    await expect(page).toHaveURL(`${server.url}/stories`);

    await page.getByRole('link', { name: 'Xem thêm câu chuyện' }).click();
    await expect(page.locator('.tales__item').first()).not.toContainText(TITLE);
    await page.getByRole('link', { name: 'Về đầu danh sách' }).click();
    await expect(page.locator('.tales__item').first()).toContainText(TITLE);
  });
});

test('somebody would like to apply a story in their unit, and its author sees where @tablet', async ({ page, phone, server }) => {
  const TITLE = 'Khay lọc cặn tháo nhanh';
  const { author, id } = await recognised(server, TITLE);
  await page.goto(`${server.url}/stories/${id}`);
  await ready(page);
  await expect(page.getByRole('link', { name: 'Tham gia đơn vị trên máy này' })).toBeVisible();
  await accessible(page);

  // From there into a unit, and back.
  await new Author(page, server).joins('Lê Thị Hạnh', 'cd-than-ks');
  await page.goto(`${server.url}/stories/${id}`);
  const want = page.getByRole('button', { name: 'Tôi muốn áp dụng ở đơn vị tôi' });
  await expect(want).toHaveAttribute('aria-pressed', 'false');
  await want.focus();
  await page.keyboard.press('Space');
  await expect(want).toHaveAttribute('aria-pressed', 'true');
  await expect(want).toBeFocused();
  await expect(page.getByText('Đã ghi. Tác giả thấy tên đơn vị bạn.')).toBeVisible();
  await expect(page.getByText('Một người muốn áp dụng ở đơn vị mình.')).toBeVisible();
  await accessible(page);
  await page.goto(`${server.url}/stories`);
  await expect(page.locator('.tales__item').first()).toContainText('1 người muốn áp dụng');

  // The author, from their own page of it.
  const own = await phone.opens();
  await own.goto(`${server.url}/app`);
  await own.evaluate((token) => {
    const member = { id: '018f0000-0000-7000-8000-000000000001', name: 'Trịnh Văn Khoát', unit: 'cs-dau-bsr' };
    localStorage.setItem('tsk.session', JSON.stringify({ format: 1, member, token, expired: false }));
  }, author.token);
  await own.goto(`${server.url}/stories/${id}`);
  await expect(own.getByText('Đây là sáng kiến của bạn.')).toBeVisible();
  await expect(own.getByText(/Than.*: 1 người/)).toBeVisible();
  await expect(own.getByRole('button', { name: 'Tôi muốn áp dụng ở đơn vị tôi' })).toHaveCount(0);

  // And not any more.
  await page.goto(`${server.url}/stories/${id}`);
  await expect(want).toHaveAttribute('aria-pressed', 'true');
  await want.click();
  await expect(want).toHaveAttribute('aria-pressed', 'false');
  await expect(page.getByText('Chưa ai ghi là muốn áp dụng.')).toBeVisible();
});

test.describe('a link that breaks', () => {
  test.use({ allowed: /net::ERR_INTERNET_DISCONNECTED|Failed to load resource/ });

  test('is said, and the press can be repeated', async ({ page, context, server }) => {
    const { id } = await recognised(server, 'Sổ giao ca một trang');
    await new Author(page, server).joins('Lê Thị Hạnh', 'cd-than-ks');
    await page.goto(`${server.url}/stories/${id}`);
    const want = page.getByRole('button', { name: 'Tôi muốn áp dụng ở đơn vị tôi' });
    await expect(want).toBeVisible();
    await context.setOffline(true);
    await want.click();
    await expect(page.getByText('Chưa gửi được. Bấm lại khi có mạng.')).toBeVisible();
    await expect(want).toHaveAttribute('aria-pressed', 'false');
    await context.setOffline(false);
    await want.click();
    await expect(want).toHaveAttribute('aria-pressed', 'true');
  });
});

test.describe('a consent', () => {
  test.use({ allowed: /404 \(Not Found\)/ });

  test('that is withdrawn takes the story from every page within two seconds', async ({ page, server }) => {
    const TITLE = 'Bàn trượt băng tải đá';
    const { author, id } = await recognised(server, TITLE);
    await page.goto(`${server.url}/stories`);
    await expect(page.locator('.tales__item').first()).toContainText(TITLE);
    await page.goto(`${server.url}/stories/${id}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(TITLE);
    expect((await author.edits(id, { public_story: false })).outcome).toBe('applied');
    const reloaded = async () => {
      await page.reload();
      return page.getByRole('heading', { level: 1 }).innerText();
    };
    await expect.poll(reloaded, { timeout: 2_000 }).toBe('Câu chuyện này không công khai');
    await page.getByRole('link', { name: 'Mọi câu chuyện' }).click();
    await expect(page.locator('.tales__item').first()).toBeVisible();
    await expect(page.getByText(TITLE)).toHaveCount(0);
  });
});
