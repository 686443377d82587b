// A member's way back: codes as keyboards leave them, another phone, a lost one, a card number that is somebody's, and two
// members who are one person.

import { randomUUID } from 'node:crypto';
import { accessible, Author, expect, LINK_LOST, test as base } from './fixtures';
import { UNIT } from './author';
import { Officer } from './officer';
import { Device, totals } from './protocol';
import { Server } from './server';

const ADMINISTRATOR = 'quantri.daukhi';
const MEMBERS = '/app/units/cd-dau-khi/members';

const test = base.extend<{ officer: Officer }, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await Server.start('--scale', '800');
      await use(server);
      await server.dispose();
    },
    { scope: 'worker' },
  ],
  officer: async ({ page, server }, use) => use(new Officer(page, server)),
});
test.use({ allowed: new RegExp(`${LINK_LOST.source}|status of 4\\d\\d`, 'i') });
test.describe.configure({ timeout: 120_000 });

/** A name that nobody else has, by which a test finds its own person again. */
const invented = (given: string) => `Trịnh Diều ${given} ${randomUUID().slice(0, 4).replace(/\d/g, 'x')}`;

test('lesson 31: a code is read as it was pasted, and a scanned one wins over the one that was wrong', async ({ page, author, server }) => {
  await author.opens('/app/join?code=2222-3333-4444');
  const name = invented('Mã');
  await author.fillsInJoining(name);
  await expect(page.getByText('Không có đơn vị nào dùng mã này.')).toBeVisible();
  // The poster's code is scanned: it is filled in, without the other one's error.
  await page.goto(`${server.url}/app/join?code=${server.joinCodes[UNIT]}`);
  await expect(page.getByRole('textbox', { name: 'Mã đơn vị' })).toHaveValue(server.joinCodes[UNIT]);
  await expect(page.getByText('Không có đơn vị nào dùng mã này.')).toHaveCount(0);
  await accessible(page);
  await page
    .getByRole('textbox', { name: 'Mã đơn vị' })
    .fill(`Mã: ${server.url}/app/join?code=${server.joinCodes[UNIT].replaceAll('-', '%2D')}&utm_source=zalo&fbclid=${'x'.repeat(200)}`);
  await author.fillsInJoining(name);
  await expect(page.getByText(`Chào ${name}`)).toBeVisible();
});

test('lesson 31: a code that is scanned while another one waits for a link takes its place', async ({ page, context, author, server }) => {
  await author.opens();
  await context.setOffline(true);
  await page.goto(`${server.url}/app/join?code=2222-3333-4444`);
  const name = invented('Chờ');
  await author.fillsInJoining(name);
  await expect(page.getByText('Đã ghi lại, chờ mạng')).toBeVisible();
  await page.goto(`${server.url}/app/join?code=${server.joinCodes[UNIT]}`);
  await expect(page.getByRole('textbox', { name: 'Họ và tên' })).toHaveValue(name);
  await author.fillsInJoining(name);
  await context.setOffline(false);
  await expect(page.getByText(`Chào ${name}`)).toBeVisible();
});

test('lesson 38: the old phone’s code makes a new phone the same member, and the drafts come by themselves', async ({ author, browser, server, listen }) => {
  const name = invented('Chuyển');
  await author.joins(name);
  await author.writes({ title: 'Giá treo trên máy cũ' });
  await author.goesToList();
  await author.finds('Giá treo trên máy cũ', 'Đã cất giữ');
  await author.goesToDevice();
  await author.page.getByRole('button', { name: 'Mang sang máy khác' }).click();
  await author.page.getByRole('button', { name: 'Chuyển hẳn' }).click();
  await expect(author.page.getByRole('img', { name: 'Mã QR để mang sang máy khác' })).toBeVisible();
  await accessible(author.page);
  const code = (await author.page.locator('.code').textContent())!;
  expect(code).toMatch(/^(\d{4}-){3}\d{4}$/);

  const context = await browser.newContext();
  listen(context);
  const page = await context.newPage();
  const there = new Author(page, server);
  await there.opens(`/app/join#${code}`);
  await expect(page.getByRole('textbox', { name: 'Họ và tên' })).toBeHidden();
  await page.getByRole('button', { name: 'Nhận mã trên máy này' }).click();
  await expect(page.getByText(`Chào ${name}`)).toBeVisible();
  expect(page.url()).toBe(`${server.url}/app/join`);
  await page.getByRole('link', { name: 'Tới sáng kiến của tôi' }).click();
  await there.finds('Giá treo trên máy cũ', 'Đã cất giữ');
  // The old one was to be signed out; nothing is lost there.
  await author.reloads();
  await author.goesToList();
  await expect(author.page.getByText('Cần vào lại đơn vị.')).toBeVisible();
  // The code worked once.
  await author.page.goto(`${server.url}/app/join#${code}`);
  await author.page.getByRole('button', { name: 'Nhận mã trên máy này' }).click();
  await author.page.goto(`${server.url}/app/join`);
  await expect(author.page.getByText('Mã này không đúng, đã dùng hoặc đã hết hạn.')).toBeVisible();
  await context.close();
});

test('lesson 38: a card number that is somebody’s leads to the ways back, or to a request', async ({ page, author, server }) => {
  const number = `DK-${randomUUID().slice(0, 8)}`;
  const first = invented('Đầu');
  const body = JSON.stringify({ code: server.joinCodes[UNIT], name: first, member_no: number, consent: true });
  await fetch(`${server.url}/api/v1/join`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  await author.opens(`/app/join?code=${server.joinCodes[UNIT]}`);
  await page.getByRole('textbox', { name: 'Số thẻ đoàn viên' }).fill(number.toLowerCase().replace('-', ' '));
  const second = invented('Sau');
  await author.fillsInJoining(second);
  await expect(page.getByText('Trong đơn vị đã có người tham gia với số thẻ này.')).toBeVisible();
  expect(await page.content()).not.toContain(first);
  await accessible(page);
  await page.getByText('Tôi đã tham gia rồi').last().click();
  await expect(page.getByText('xin cán bộ công đoàn của đơn vị một mã dùng một lần')).toBeVisible();
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Tham gia riêng và đề nghị gộp' }).click();
  await expect(page.getByText(`Chào ${second}`)).toBeVisible();
});

test('@tablet lesson 38: an administrator gives a code, and puts two members together after a second look', async ({ officer, server }) => {
  const { page } = officer;
  const [stays, goes] = [invented('Một'), invented('Hai')];
  const phones = [await Device.joins(server, UNIT, stays), await Device.joins(server, UNIT, goes)];
  for (const [at, phone] of phones.entries()) {
    const id = randomUUID();
    await phone.edits(id, { title: `Của một người ${at}` });
    await phone.submits(id);
  }
  const before = (await totals(server, 'cd-dau-khi')).counts;
  await officer.administers(ADMINISTRATOR, MEMBERS);
  const find = page.getByRole('searchbox', { name: 'Tìm theo tên hoặc số thẻ' });
  await find.fill(goes);
  await page.getByRole('button', { name: `Cấp mã máy mới cho ${goes}` }).click();
  await accessible(page);
  await page.getByRole('button', { name: 'Cấp mã', exact: true }).click();
  const code = (await page.locator('.code').textContent())!;
  await accessible(page);
  await page.getByRole('button', { name: 'Đóng' }).click();
  const body = JSON.stringify({ code });
  const back = await fetch(`${server.url}/api/v1/join`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect(back.status).toBe(201);
  const phone = new Device(server, ((await back.json()) as { token: string }).token);
  expect((await phone.all()).map(({ title }) => title)).toEqual(['Của một người 1']);

  await page.getByRole('button', { name: `Gộp ${goes} với người khác` }).click();
  await find.fill(stays);
  await page.getByRole('button', { name: 'Gộp vào người này' }).click();
  const dialog = page.getByRole('dialog', { name: 'Gộp hai người thành một?' });
  await expect(dialog).toContainText(stays);
  await expect(dialog).toContainText(goes);
  await accessible(page);
  const merge = dialog.getByRole('button', { name: 'Gộp', exact: true });
  await expect(merge).toBeDisabled();
  await dialog.getByRole('checkbox').check();
  await merge.click();
  await expect(page.getByText(`Đã gộp ${goes} vào ${stays}.`)).toBeVisible();
  const after = (await totals(server, 'cd-dau-khi')).counts;
  expect([after.people, after.submitted]).toEqual([before.people - 1, before.submitted]);
  expect((await phone.all()).map(({ author }) => author.name)).toEqual([stays, stays]);
  await server.verify();
});

test('lesson 38: a file that is locked with words makes a new phone the same member’s', async ({ author, browser, server, listen }, info) => {
  const name = invented('Tệp');
  await author.joins(name);
  await author.writes({ title: 'Giá treo trong tệp' });
  await author.goesToList();
  await author.finds('Giá treo trong tệp', 'Đã cất giữ');
  await author.goesToDevice();
  await author.page.getByRole('button', { name: 'Xuất kèm danh tính' }).click();
  const box = author.page.getByRole('textbox', { name: 'Các từ để khóa' });
  await box.fill('ngắn quá');
  await author.page.getByRole('button', { name: 'Khóa và xuất' }).click();
  await expect(author.page.getByText('Cần ít nhất 16 ký tự')).toBeVisible();
  await accessible(author.page);
  await box.fill('trâu vàng ăn cỏ bên sông');
  const download = author.page.waitForEvent('download');
  await author.page.getByRole('button', { name: 'Khóa và xuất' }).click();
  const file = info.outputPath('khóa.json');
  await (await download).saveAs(file);
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(file, 'utf8');
  expect(text).not.toContain('Giá treo');
  expect(text).not.toContain(name);

  const context = await browser.newContext({ locale: 'vi-VN' });
  listen(context);
  const there = new Author(await context.newPage(), server);
  await there.opens('/app/device');
  await there.page.locator('input[type="file"]').setInputFiles(file);
  const words = there.page.getByRole('textbox', { name: 'Các từ để khóa' });
  await words.fill('trâu vàng ăn cỏ bên suối');
  await there.page.getByRole('button', { name: 'Mở và nhập' }).click();
  await expect(there.page.getByText('Các từ chưa đúng, hoặc tệp bị hỏng.')).toBeVisible();
  // Typed on a keyboard that doesn't compose its letters.
  await words.fill('trâu vàng ăn cỏ bên sông'.normalize('NFD'));
  await there.page.getByRole('button', { name: 'Mở và nhập' }).click();
  await expect(there.page.locator('.device__said')).toContainText(`Máy này là của ${name} rồi.`);
  await there.goesToList();
  await there.finds('Giá treo trong tệp', 'Đã cất giữ');
  await context.close();
});
