// What lies over the desk doesn't outlast a step of the browser's history: Back closes it first, and a form stays with the
// initiative that it names.

import { accessible, expect, LINK_LOST, ready, test as base } from './fixtures';
import { Officer } from './officer';
import { sent, UNIT } from './sent';

const test = base.extend<{ officer: Officer }>({
  officer: async ({ page, ownServer }, use) => use(new Officer(page, ownServer)),
});
test.use({ allowed: new RegExp(`${LINK_LOST.source}|40[13] \\(`, 'i') });
test.describe.configure({ timeout: 120_000 });

const FIRST = 'Giá treo ống hàn tự xoay';
const SECOND = 'Khay lọc cặn tháo nhanh';

for (const viewport of [{ width: 1180, height: 820 }, { width: 390, height: 844 }]) {
  test(`Back closes the sheet of a decision, and no sheet decides another initiative: ${viewport.width} px`, async ({ officer, ownServer: server, page }) => {
    await page.setViewportSize(viewport);
    const first = await sent(server, FIRST);
    const second = await sent(server, SECOND);
    await officer.signsIn('duyet.bsr');
    const heading = (title: string) => page.getByRole('heading', { level: 2, name: title, exact: true });
    const dialog = page.getByRole('dialog');
    await officer.opens(FIRST);
    if (viewport.width < 700) await page.goBack();
    await officer.opens(SECOND);
    await officer.presses('Từ chối');
    await expect(page.getByRole('dialog', { name: `Từ chối: ${SECOND}` })).toBeVisible();
    await expect(dialog.locator('.sheet__about')).toHaveText(SECOND);
    await page.getByLabel('Lý do').fill('Đã có ở phân xưởng bên.');
    await officer.hasKept();
    await page.goBack();
    await expect(dialog).toHaveCount(0);
    await expect(heading(SECOND)).toBeVisible();
    await expect(page.locator('.begun')).toContainText('Từ chối');

    // The form again, closed in another way: then one press of Back goes on.
    await officer.presses('Viết tiếp');
    await expect(page.getByLabel('Lý do')).toHaveValue('Đã có ở phân xưởng bên.');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await page.goBack();
    await expect(heading(SECOND)).toHaveCount(0);
    if (viewport.width > 700) {
      await expect(heading(FIRST)).toBeVisible();
      // A reload doesn't matter.
      await page.reload();
      await ready(page);
      await officer.unlocks();
    }
    await officer.opens(FIRST);
    await officer.presses('Công nhận');
    await expect(page.getByRole('dialog', { name: `Công nhận: ${FIRST}` })).toBeVisible();
    // A jump over several steps closes it too.
    await page.evaluate(() => history.go(-2));
    await expect(dialog).toHaveCount(0);

    // What was written stays with the one that it is about.
    await officer.opens(FIRST);
    await expect(page.locator('.begun')).toHaveCount(0);
    await officer.presses('Công nhận');
    await officer.presses('Ghi quyết định');
    await expect.poll(async () => (await first.author.sync(), first.author.initiatives.get(first.id)!.state), { timeout: 40_000 }).toBe('recognised');
    await second.author.sync();
    expect(second.author.initiatives.get(second.id)!.state).toBe('submitted');
  });
}

test('choosing another initiative closes the form beside the text; its words stay where they were written', async ({ officer, ownServer: server, page }) => {
  await page.setViewportSize({ width: 1180, height: 820 });
  await sent(server, FIRST);
  await sent(server, SECOND);
  await officer.signsIn('duyet.bsr');
  await officer.opens(FIRST);
  const text = page.locator('.paper__body');
  const before = await text.boundingBox();
  await page.keyboard.press('x');
  const form = page.getByRole('dialog', { name: `Từ chối: ${FIRST}` });
  await expect(form).toBeVisible();
  // The form covers nothing of the text, and the text hasn't moved.
  const [beside, after] = [(await form.boundingBox())!, (await text.boundingBox())!];
  expect(beside.x + beside.width).toBeLessThanOrEqual(after.x + 1);
  expect(after).toEqual(before);
  await accessible(page);
  await page.getByLabel('Lý do').fill('Chưa áp dụng.');
  await officer.hasKept();
  // No key decides anything else meanwhile.
  await text.focus();
  await page.keyboard.press('d');
  await page.keyboard.press('j');
  await expect(form).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(form).toHaveCount(0);
  await officer.opens(SECOND);
  await page.keyboard.press('x');
  await expect(page.getByRole('dialog', { name: `Từ chối: ${SECOND}` })).toBeVisible();
  await expect(page.getByLabel('Lý do')).toHaveValue('');
});

test('Back closes the filters, the account sheet, and a unit’s sheet before it leaves the page', async ({ officer, page }) => {
  await page.setViewportSize({ width: 1180, height: 820 });
  await officer.signsIn('duyet.bsr');
  const dialog = page.getByRole('dialog');
  for (const open of [() => officer.presses('Bộ lọc'), () => page.locator('.desk__who').click()]) {
    await open();
    await expect(dialog).toBeVisible();
    await page.goBack();
    await expect(dialog).toHaveCount(0);
    await expect(page).toHaveURL(/\/app\/review$/);
  }
});

test('a sheet of a unit’s page closes with Back and doesn’t come along to another unit', async ({ officer, page }) => {
  await page.setViewportSize({ width: 1180, height: 820 });
  await officer.administers('quantri.daukhi', `/app/units/${UNIT}/join-code`);
  const before = page.url();
  await page.getByRole('button', { name: /Thay mã|Đổi mã/ }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(page.url()).toBe(before);
});
