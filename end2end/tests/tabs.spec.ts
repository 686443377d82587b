// Two tabs on one draft: both write, nothing is lost, and nothing changes under a hand.

import { expect, LINK_LOST, Author, ready, test } from './fixtures';

test.use({ allowed: LINK_LOST });

test('two tabs that write different fields of one draft keep both, and each shows the other’s', async ({ context, author, server }) => {
  await author.opens();
  await author.writes({ title: 'Hai cửa sổ' });
  const second = new Author(await context.newPage(), server);
  await second.page.goto(author.page.url());
  await ready(second.page);
  await second.box('solution').fill('Viết ở cửa sổ thứ hai.');
  await expect(author.box('solution')).toHaveValue('Viết ở cửa sổ thứ hai.');
  await author.box('problem').fill('Viết ở cửa sổ thứ nhất.');
  await expect(second.box('problem')).toHaveValue('Viết ở cửa sổ thứ nhất.');
  await second.reloads();
  await expect(second.box('solution')).toHaveValue('Viết ở cửa sổ thứ hai.');
  await expect(second.box('problem')).toHaveValue('Viết ở cửa sổ thứ nhất.');
});

test('two tabs that write in one field lose no word, and what is being typed in doesn’t change under the hand', async ({ context, author, server }) => {
  await author.joins('Trịnh Văn Khoát');
  await author.writes({ title: 'Cùng một ô', problem: 'đầu cuối' });
  const second = new Author(await context.newPage(), server);
  await second.page.goto(author.page.url());
  await ready(second.page);
  await expect(second.box('problem')).toHaveValue('đầu cuối');

  // The first has its cursor in the field, and keeps what it shows; the second types in the same one.
  await author.box('problem').focus();
  await author.page.keyboard.press('End');
  await second.box('problem').focus();
  await second.page.keyboard.press('Home');
  await second.page.keyboard.type('HAI ');
  await expect(second.box('problem')).toHaveValue('HAI đầu cuối');
  await expect(author.box('problem')).toHaveValue('đầu cuối');
  await author.page.keyboard.type(' MỘT');
  await expect(author.box('problem')).toHaveValue('đầu cuối MỘT');
  await second.page.keyboard.type('ba ');
  await author.page.keyboard.type(' bốn');

  // On leaving, each shows what both made of it; so does the server.
  for (const tab of [author, second]) await tab.box('title').focus();
  for (const tab of [author, second]) await expect(tab.box('problem')).toHaveValue('HAI ba đầu cuối MỘT bốn');
  await expect.poll(async () => (await (await author.otherDevice()).read('Cùng một ô')).problem).toBe('HAI ba đầu cuối MỘT bốn');
});

test('two tabs that rewrite the same words keep both versions', async ({ context, author, server }) => {
  await author.opens();
  await author.writes({ title: 'Viết lại', solution: 'van cũ' });
  const second = new Author(await context.newPage(), server);
  await second.page.goto(author.page.url());
  await ready(second.page);
  await author.box('solution').focus();
  await second.box('solution').fill('van bi');
  await author.box('solution').fill('van bướm');
  await author.box('title').focus();
  await second.box('title').focus();
  for (const words of [/van bi/, /van bướm/]) {
    await expect(author.box('solution')).toHaveValue(words);
    await expect(second.box('solution')).toHaveValue(words);
  }
});

test('what one tab submits, every tab shows as on its way, and it is submitted once', async ({ context, author, server }) => {
  await author.joins('Lê Kim Thoa');
  await author.writes({ title: 'Gửi từ một cửa sổ' });
  const list = new Author(await context.newPage(), server);
  await list.opens();
  await list.finds('Gửi từ một cửa sổ', 'Đã cất giữ');
  await author.submits();
  await list.finds('Gửi từ một cửa sổ', /^Đã gửi/);
  const all = await (await author.otherDevice()).all();
  expect(all.map(({ state }) => state)).toEqual(['submitted']);
});
