// Joining a unit: with and without a link, with a wrong code, and again after the server has ended a device's token.

import { expect, LINK_LOST, onDevice, test } from './fixtures';
import { UNIT } from './author';
import { Device } from './protocol';

test.use({ allowed: new RegExp(`${LINK_LOST.source}|status of 40[134]`, 'i') });

test('consent is asked for in plain words and never given by default', async ({ page, author, server }) => {
  await author.opens(`/app/join?code=${server.joinCodes[UNIT]}`);
  await expect(page.getByRole('textbox', { name: 'Mã đơn vị' })).toHaveValue(server.joinCodes[UNIT]);
  const consent = page.getByRole('checkbox', { name: /đồng ý/ });
  await expect(consent).not.toBeChecked();
  await page.getByRole('textbox', { name: 'Họ và tên' }).fill('Lê Kim Thoa');
  await page.getByRole('button', { name: 'Vào đơn vị', exact: true }).click();
  await expect(page.getByText('Cần bạn đồng ý thì đơn vị mới được giữ dữ liệu của bạn.')).toBeVisible();
  await expect(consent).toBeFocused();
  expect(await author.stored()).not.toHaveProperty('tsk.session');
  await consent.check();
  await page.getByRole('button', { name: 'Vào đơn vị', exact: true }).click();
  await expect(page.getByText('Chào Lê Kim Thoa')).toBeVisible();
});

test('one can write and join before there is a link, and both go when it comes', async ({ page, context, author, server }) => {
  await author.opens();
  await context.setOffline(true);
  await page.goto(`${server.url}/app/join?code=${server.joinCodes[UNIT]}`);
  await author.fillsInJoining('Trịnh Văn Khoát');
  await expect(page.getByText('Đã ghi lại, chờ mạng')).toBeVisible();
  await page.getByRole('link', { name: 'Tới sáng kiến của tôi' }).click();
  await expect(page.getByText('Đang chờ mạng để vào đơn vị.')).toBeVisible();
  await author.writes({ title: 'Xe đẩy phuy một người' });
  await author.goesToList();
  await author.finds('Xe đẩy phuy một người', 'Chỉ có trên máy này');
  await expect(page.getByText('1 thay đổi sẽ tự gửi khi có mạng.')).toBeVisible();

  await context.setOffline(false);
  await author.finds('Xe đẩy phuy một người', 'Đã cất giữ');
  await expect(page.getByText('Đang chờ mạng để vào đơn vị.')).toHaveCount(0);
  const device = await author.otherDevice();
  expect(await device.read('Xe đẩy phuy một người')).toMatchObject({ unit: UNIT, author: { name: 'Trịnh Văn Khoát' } });
});

test('a wrong code says so, and what was entered and written stays', async ({ page, author, server }) => {
  await author.opens();
  await author.writes({ title: 'Bàn gá quay' });
  await page.goto(`${server.url}/app/join?code=KHNG-QUEN`);
  await author.fillsInJoining('Đỗ Thị Lan');
  await expect(page.getByText('Không có đơn vị nào dùng mã này.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Họ và tên' })).toHaveValue('Đỗ Thị Lan');
  await expect(page.getByRole('textbox', { name: 'Mã đơn vị' })).toHaveValue('KHNG-QUEN');
  await page.goto(`${server.url}/app`);
  await expect(page.getByText('Chưa vào được đơn vị.')).toBeVisible();
  await author.finds('Bàn gá quay', 'Chỉ có trên máy này');

  await page.getByRole('link', { name: 'Xem lại' }).click();
  await page.getByRole('textbox', { name: 'Mã đơn vị' }).fill(server.joinCodes[UNIT].toLowerCase().replace('-', ''));
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Vào đơn vị', exact: true }).click();
  await expect(page.getByText('Chào Đỗ Thị Lan')).toBeVisible();
  await page.getByRole('link', { name: 'Tới sáng kiến của tôi' }).click();
  await author.finds('Bàn gá quay', 'Đã cất giữ');
});

test('lesson 14: a session that ended blocks nothing: the queue stays, joining again is asked in place, and then it goes', async ({
  page,
  context,
  author,
  server,
}) => {
  await author.joins('Phạm Văn Định');
  await author.writes({ title: 'Nắp chụp chống ồn' });
  await author.goesToList();
  await author.finds('Nắp chụp chống ồn', 'Đã cất giữ');

  await context.setOffline(true);
  await (await author.otherDevice()).ends();
  await author.writes({ title: 'Thang gấp trên xe', story: 'Không ai phải trèo lên thùng nữa.' });
  await context.setOffline(false);
  // The one who writes isn't interrupted.
  await expect(page.locator('.chip')).toContainText('Chỉ có trên máy này');
  await author.box('story').pressSequentially(' Hết ngã.');
  await expect(author.box('story')).toHaveValue('Không ai phải trèo lên thùng nữa. Hết ngã.');

  await author.goesToList();
  await expect(page.getByText('Cần vào lại đơn vị.')).toBeVisible();
  await author.goesTo('Nắp chụp chống ồn');
  await author.box('story').fill('Đo được 78 dB.');
  await author.sees('Đã lưu trên máy');
  await author.goesToList();
  await author.finds('Nắp chụp chống ồn', 'Chờ gửi');

  // Nothing changes by itself, not even by a reload.
  await author.reloads();
  await author.finds('Thang gấp trên xe', 'Chỉ có trên máy này');
  await page.getByRole('link', { name: 'Vào lại' }).click();
  await expect(page.getByRole('textbox', { name: 'Họ và tên' })).toHaveValue('Phạm Văn Định');
  await page.getByRole('textbox', { name: 'Mã đơn vị' }).fill(server.joinCodes[UNIT]);
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Vào đơn vị', exact: true }).click();

  // The same person as before: what the server had of them is still theirs.
  for (const title of ['Nắp chụp chống ồn', 'Thang gấp trên xe']) await author.finds(title, 'Đã cất giữ');
  const device = await author.otherDevice();
  expect(await device.read('Nắp chụp chống ồn')).toMatchObject({ story: 'Đo được 78 dB.' });
  expect(await device.read('Thang gấp trên xe')).toMatchObject({ story: 'Không ai phải trèo lên thùng nữa. Hết ngã.' });
  expect(await device.all()).toHaveLength(2);
});

test('lesson 14: a token that the server never gave out is asked about too, and the queue goes after joining', async ({ page, context, author, server }) => {
  await author.joins('Hồ Thị Bưởi');
  await context.setOffline(true);
  await author.writes({ title: 'Giá để mũ bảo hộ' });
  await page.evaluate(() => {
    const session = JSON.parse(localStorage['tsk.session']);
    localStorage['tsk.session'] = JSON.stringify({ ...session, token: 'x'.repeat(43) });
  });
  await context.setOffline(false);
  await page.goto(`${server.url}/app`);
  await onDevice(page);
  await page.getByRole('link', { name: 'Vào lại' }).click();
  await page.getByRole('textbox', { name: 'Mã đơn vị' }).fill(server.joinCodes[UNIT]);
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Vào đơn vị', exact: true }).click();
  await author.finds('Giá để mũ bảo hộ', 'Đã cất giữ');
});

test('somebody else’s initiative is refused with an explanation, and the words stay', async ({ page, author, server }) => {
  const other = await Device.joins(server, UNIT, 'Người khác');
  const id = crypto.randomUUID();
  await other.edits(id, { title: 'Của người khác' });
  await author.joins('Vũ Văn Tám');
  await page.goto(`${server.url}/app/initiatives/${id}`);
  await author.box('title').fill('Tôi viết vào đây');
  await author.goesToList();
  await author.finds('Tôi viết vào đây', 'Chưa gửi được');
  await expect(page.getByText('Sáng kiến này của người khác, bạn không sửa được. Chữ bạn viết vẫn còn đây.')).toBeVisible();
});
