// What an author sees before agreeing to have a story shown, and whose name stands under it then.

import { expect, test } from './fixtures';
import { recognised, TOLD } from './sent';

test('what repeats something confidential is shown before anybody agrees, and a change takes it away', async ({ page, author }) => {
  await author.joins('Trịnh Văn Khoát');
  await author.writes({
    title: 'Keo dán băng tải',
    story: 'Ca ba đêm ấy, chúng tôi pha ba phần bột rồi dán.',
  });
  const notice = page.locator('.consent .kept-back');
  await expect(notice).toHaveCount(0);
  await author.box('confidential').fill('Pha 3 phần bột với 7 phần nước, ủ 20 phút.');
  await expect(notice).toContainText('“Câu chuyện”');
  await expect(notice).toContainText('“ba phần”');
  await expect(page.getByRole('checkbox', { name: 'Tôi đồng ý' })).not.toBeChecked();
  await author.box('story').fill('Ca ba đêm ấy, chúng tôi pha bột rồi dán.');
  await expect(notice).toHaveCount(0);
  await author.box('title').fill('Keo dán băng tải ủ 20p');
  await expect(notice).toContainText('cả câu chuyện sẽ không hiện công khai');
});

test('ones own line is marked when it is written, and can be another', async ({ page, author }) => {
  await author.joins('Trịnh Văn Khoát');
  await author.writes({ title: 'Giá treo ống hàn tự xoay' });
  const add = page.getByRole('button', { name: 'Thêm đồng tác giả' });
  await add.click();
  const own = page.getByRole('checkbox', { name: 'Đây là tôi' });
  await expect(own).toHaveCount(2);
  await expect(own.nth(0)).toBeChecked();
  await expect(own.nth(1)).not.toBeChecked();
  await own.nth(1).check();
  await expect(own.nth(0)).not.toBeChecked();
});

test('a co-author whose name differs by a tone mark is not named, and who agreed is', async ({ page, ownServer: server }) => {
  const authors = [{ name: 'Trịnh Văn Khoạt', share: 50 }, { name: 'Trịnh Văn Khoát', share: 50, self: true }];
  const { id } = await recognised(server, 'Giá treo ống hàn tự xoay', { ...TOLD, authors });
  const story = await (await fetch(`${server.url}/api/v1/stories/${id}`)).json();
  expect([story.authors, story.other_authors]).toEqual([['Trịnh Văn Khoát'], 1]);
  await page.goto(`${server.url}/stories/${id}`);
  await expect(page.locator('.tale__by')).toContainText('Trịnh Văn Khoát');
  expect(await page.content()).not.toContain('Khoạt');
});
