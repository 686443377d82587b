// One author, two devices, the same field written on both while offline: both versions side by side, and a choice that
// can be taken back.

import { expect, LINK_LOST, type Author, test } from './fixtures';
import type { Device, Initiative } from './protocol';

test.use({ allowed: LINK_LOST });

const TITLE = 'Van xả đáy';
const HERE = 'Thay van cửa bằng van bi.';
const ELSEWHERE = 'Thay van cửa bằng van bướm.';

/** The author's phone with a conflict in the list, and their other device. */
async function inConflict(author: Author): Promise<{ other: Device; id: string }> {
  await author.joins('Trịnh Văn Khoát');
  const id = await author.writes({ title: TITLE, solution: 'Thay van cửa.' });
  await author.goesToList();
  await author.finds(TITLE, 'Đã cất giữ');
  await author.page.context().setOffline(true);
  const other = await author.otherDevice();
  await other.sync();
  expect((await other.edits(id, { solution: ELSEWHERE })).outcome).toBe('applied');
  await author.goesTo(TITLE);
  await author.box('solution').fill(HERE);
  await author.goesToList();
  await author.page.context().setOffline(false);
  await author.finds(TITLE, 'Có hai bản');
  return { other, id };
}

const onServer = async (other: Device): Promise<Initiative> => other.read(TITLE);

test('a conflict shows both versions with what differs, and one tap keeps both @tablet', async ({ page, author }) => {
  const { other } = await inConflict(author);
  expect(await onServer(other)).toMatchObject({ solution: ELSEWHERE, alternatives: [{ field: 'solution', value: HERE }] });
  await expect(author.item(TITLE)).toContainText('Phần “Giải pháp” được sửa trên hai máy. Cả hai bản còn nguyên.');
  await page.getByRole('link', { name: 'Xem và chọn' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Chọn giữa hai bản' })).toBeVisible();
  const [here, elsewhere] = [page.locator('.version').nth(0), page.locator('.version').nth(1)];
  await expect(here).toContainText('Bản trên máy này');
  await expect(here.locator('.version__text')).toHaveText(HERE);
  await expect(here.locator('mark')).toHaveText(['bi']);
  await expect(elsewhere.locator('.version__text')).toHaveText(ELSEWHERE);
  await expect(elsewhere.locator('mark')).toHaveText(['bướm']);

  await page.getByRole('button', { name: 'Giữ cả hai, tôi sửa tiếp' }).click();
  await expect(author.box('solution')).toHaveValue(`${HERE}\n\n${ELSEWHERE}`);
  await expect.poll(() => onServer(other), { timeout: 25_000 }).toMatchObject({ solution: `${HERE}\n\n${ELSEWHERE}`, alternatives: [] });
});

for (const [choice, kept] of [
  ['Bản trên máy này', HERE],
  ['Bản từ máy khác', ELSEWHERE],
]) {
  test(`choosing “${choice}” keeps that one, also at the server`, async ({ page, author }) => {
    const { other } = await inConflict(author);
    await page.getByRole('link', { name: 'Xem và chọn' }).click();
    await page.getByRole('button', { name: `Dùng bản này: ${choice}` }).click();
    await expect(page.getByText('Đã chọn cho phần “Giải pháp”.')).toBeVisible();
    await author.finds(TITLE, 'Chờ gửi');
    // Leaving the page carries the choice out, without waiting for the ten seconds.
    await page.goto('about:blank');
    await author.opens();
    await author.finds(TITLE, 'Đã cất giữ');
    await expect.poll(() => onServer(other)).toMatchObject({ solution: kept, alternatives: [] });
    await author.goesTo(TITLE);
    await expect(author.box('solution')).toHaveValue(kept);
  });
}

test('a choice can be taken back, and both versions are there again', async ({ page, author }) => {
  const { other } = await inConflict(author);
  await page.getByRole('link', { name: 'Xem và chọn' }).click();
  await page.getByRole('button', { name: 'Dùng bản này: Bản từ máy khác' }).click();
  await page.getByRole('button', { name: 'Hoàn tác' }).click();
  await author.goesToList();
  await author.finds(TITLE, 'Có hai bản');
  await page.getByRole('link', { name: 'Xem và chọn' }).click();
  await expect(page.locator('.version__text')).toHaveText([HERE, ELSEWHERE]);
  expect(await onServer(other)).toMatchObject({ alternatives: [{ field: 'solution', value: HERE }] });
});

test('two devices that write different fields offline need nobody to choose', async ({ browser, context, author, listen }) => {
  await author.joins('Đỗ Thị Lan');
  await author.writes({ title: TITLE, story: 'Đầu.' });
  await expect(author.page.locator('.chip')).toHaveText('Đã cất giữ');
  const elsewhere = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' });
  listen(elsewhere);
  const second = await author.onOtherPhone(elsewhere);
  await second.finds(TITLE, 'Đã cất giữ');
  await second.goesTo(TITLE);
  await Promise.all([context.setOffline(true), elsewhere.setOffline(true)]);
  await author.box('story').fill('Đầu. Viết ở máy một.');
  await second.box('solution').fill('Viết ở máy hai.');
  await second.box('effect').focus();
  await Promise.all([context.setOffline(false), elsewhere.setOffline(false)]);
  const both = { story: 'Đầu. Viết ở máy một.', solution: 'Viết ở máy hai.', alternatives: [] };
  const server_ = await author.otherDevice();
  await expect.poll(() => server_.read(TITLE)).toMatchObject(both);
  await second.reloads();
  await expect(second.box('story')).toHaveValue('Đầu. Viết ở máy một.');
  await elsewhere.close();
});
