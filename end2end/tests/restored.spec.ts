// A server that was put back to an earlier backup: what devices know that it had acknowledged comes back in its state, and people
// are told.

import { Author, expect, LINK_LOST, Server, test as base } from './fixtures';
import { UNIT } from './author';
import { Officer } from './officer';
import { sent } from './sent';

const test = base.extend<{ officer: Officer }>({
  ownServer: async ({}, use) => {
    const server = await Server.start('--scale', '800');
    await use(server);
    await server.dispose();
  },
  officer: async ({ page, ownServer }, use) => use(new Officer(page, ownServer)),
});
// It is stopped meanwhile, and refuses the cursors and tokens that it doesn't know.
test.use({ allowed: new RegExp(`${LINK_LOST.source}|status of (4|5)\\d\\d`, 'i') });
test.describe.configure({ timeout: 240_000, retries: 0 });

/** Others go on until the log is longer than what a device has seen of it. */
async function growsPast(server: Server): Promise<void> {
  for (let n = 0; n < 4; n++) await sent(server, `Của người khác ${n}`);
}

test.describe(() => {
  test.use({ viewport: { width: 1180, height: 820 } });

  test('lesson 28: a tablet gives a restored server the decision that it had acknowledged, and says so', async ({ officer, ownServer: server }, info) => {
    const backup = info.outputPath('earlier.backup');
    const title = 'Giá treo ống hàn tự xoay';
    const { author, id } = await sent(server, title);
    await officer.signsIn('duyet.bsr');
    await server.backUp(backup);
    await officer.opens(title);
    await officer.presses('Tiếp nhận');
    await officer.presses('Công nhận');
    await officer.page.getByLabel('Giá trị làm lợi đã thẩm định').fill('214 triệu');
    await officer.presses('Ghi quyết định');
    await expect.poll(async () => (await author.sync(), author.initiatives.get(id)!.state), { timeout: 40_000 }).toBe('recognised');
    await officer.hasKept();

    await server.restore(backup);
    expect((await author.all()).map(({ state }) => state)).toEqual(['submitted']);
    await growsPast(server);
    await officer.comesBack();
    // A tablet that asked a moment ago asks again within a minute.
    await expect(officer.page.getByText(/Máy chủ đã được khôi phục từ bản sao cũ/)).toBeVisible({ timeout: 90_000 });
    await expect.poll(async () => (await author.all())[0].state, { timeout: 40_000 }).toBe('recognised');
    expect((await author.all())[0].decision).toMatchObject({ level: 'grassroots', benefit_vnd: 214_000_000 });
    await expect(officer.state).not.toContainText('chờ gửi', { timeout: 40_000 });
    expect(await server.verify()).toBeTruthy();
  });
});

test('lesson 28: a phone gives a restored server what was submitted, as submitted, and says so', async ({ page, ownServer: server }, info) => {
  const backup = info.outputPath('earlier.backup');
  const author = new Author(page, server);
  await author.joins('Trịnh Diều Sao Lưu');
  await author.writes({ title: 'Đã có trong bản sao' });
  await author.goesToList();
  await author.finds('Đã có trong bản sao', 'Đã cất giữ');
  await server.backUp(backup);
  await author.writes({ title: 'Chưa có trong bản sao', story: 'Gửi sau khi sao lưu.' });
  await author.submits();
  await author.goesToList();
  await author.finds('Chưa có trong bản sao', /^Đã gửi/);
  await author.goesTo('Đã có trong bản sao');
  await author.box('story').fill('Viết thêm sau khi sao lưu.');
  await expect.poll(async () => (await (await author.otherDevice()).read('Đã có trong bản sao')).story).toBe('Viết thêm sau khi sao lưu.');
  await author.goesToList();

  await server.restore(backup);
  await growsPast(server);
  await author.reloads();
  await expect(page.getByText('Máy chủ đã được khôi phục từ bản sao lưu.')).toBeVisible({ timeout: 40_000 });
  await author.finds('Chưa có trong bản sao', /^Đã gửi/);
  const device = await author.otherDevice();
  await expect.poll(async () => (await device.all()).map(({ title, state, story }) => `${title}: ${state}, ${story}`).sort(), { timeout: 40_000 }).toEqual([
    'Chưa có trong bản sao: submitted, Gửi sau khi sao lưu.',
    'Đã có trong bản sao: draft, Viết thêm sau khi sao lưu.',
  ]);
  await page.getByRole('button', { name: 'Đã hiểu' }).click();
  await expect(page.getByText('Máy chủ đã được khôi phục từ bản sao lưu.')).toHaveCount(0);
  expect(await server.verify()).toBeTruthy();
});

test('lesson 28: who joined after the backup joins again, and what they had sent is sent', async ({ page, ownServer: server }, info) => {
  const backup = info.outputPath('earlier.backup');
  await server.backUp(backup);
  const author = new Author(page, server);
  await author.joins('Trịnh Diều Vào Sau');
  await author.writes({ title: 'Của người vào sau', story: 'Đã được xác nhận.' });
  await author.submits();
  await author.goesToList();
  await author.finds('Của người vào sau', /^Đã gửi/);

  await server.restore(backup);
  await growsPast(server);
  await author.reloads();
  await expect(page.getByText('Cần vào lại đơn vị.')).toBeVisible({ timeout: 40_000 });
  await page.goto(`${server.url}/app/join?code=${server.joinCodes[UNIT]}`);
  await author.fillsInJoining('Trịnh Diều Vào Sau');
  await author.finds('Của người vào sau', /^Đã gửi/, { timeout: 40_000 });
  await expect(page.getByText('Máy chủ đã được khôi phục từ bản sao lưu.')).toBeVisible();
  await expect.poll(async () => (await (await author.otherDevice()).all()).map(({ state }) => state), { timeout: 40_000 }).toEqual(['submitted']);
  expect(await server.verify()).toBeTruthy();
});
