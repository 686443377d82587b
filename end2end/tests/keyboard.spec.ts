// Everything with the keyboard alone: joining, writing, sending.

import type { Page } from '@playwright/test';
import { expect, onDevice, test } from './fixtures';
import { BOX, UNIT } from './author';

/** Presses Tab until the focus is on what has that name, which must be to be seen. */
async function tabTo(page: Page, role: 'textbox' | 'button' | 'checkbox' | 'link' | 'radio', name: string | RegExp): Promise<void> {
  const wanted = page.getByRole(role, { name, exact: typeof name === 'string' }).first();
  for (let press = 0; press < 80; press++) {
    await page.keyboard.press('Tab');
    if (!(await wanted.evaluate((it) => it === document.activeElement).catch(() => false))) continue;
    await expect(wanted).toBeInViewport();
    // Nothing lies over it: the dock doesn't hide what has the focus.
    const free = await wanted.evaluate((it) => {
      const { left, right, top, bottom } = it.getBoundingClientRect();
      const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      return !!there && (it === there || it.contains(there) || there.contains(it) || !!it.closest('label')?.contains(there));
    });
    expect(free, `${name} is covered`).toBe(true);
    return;
  }
  throw new Error(`Tab never came to ${role} “${name}”`);
}

test('joining, writing and sending with the keyboard alone @desktop', async ({ page, author, server }) => {
  await author.opens('/app');
  await tabTo(page, 'link', 'Vào đơn vị');
  await page.keyboard.press('Enter');
  await tabTo(page, 'textbox', 'Mã đơn vị');
  await page.keyboard.type(server.joinCodes[UNIT]);
  await tabTo(page, 'textbox', 'Họ và tên');
  await page.keyboard.type('Trịnh Văn Khoát');
  await tabTo(page, 'checkbox', /đồng ý/);
  await page.keyboard.press('Space');
  await tabTo(page, 'button', 'Vào đơn vị');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Chào Trịnh Văn Khoát')).toBeVisible();
  await tabTo(page, 'link', 'Tới sáng kiến của tôi');
  await page.keyboard.press('Enter');

  await tabTo(page, 'link', 'Viết sáng kiến đầu tiên');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: BOX.title })).toBeFocused();
  await page.keyboard.type('Kẹp gá một tay');
  await tabTo(page, 'textbox', BOX.story);
  await page.keyboard.type('Không phải nhờ ai giữ.');
  await tabTo(page, 'radio', /Giải pháp kỹ thuật/);
  await page.keyboard.press('Space');
  await tabTo(page, 'button', 'Thêm đồng tác giả');
  await page.keyboard.press('Enter');
  await tabTo(page, 'button', /^Gửi( sáng kiến)?$/);
  await page.keyboard.press('Enter');

  // What is missing is named, and leads to its place.
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText('họ tên đồng tác giả');
  await tabTo(page, 'button', 'Họ tên đồng tác giả');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: 'Tác giả 2' }).getByRole('textbox', { name: 'Họ và tên' })).toBeFocused();
  await page.keyboard.type('Lê Kim Thoa');
  await tabTo(page, 'button', /^Gửi( sáng kiến)?$/);
  await page.keyboard.press('Enter');
  await tabTo(page, 'button', 'Gửi luôn');
  await page.keyboard.press('Enter');
  await expect(page.locator('.chip')).toHaveText(/^Đã gửi/);
  await onDevice(page);
  expect(await (await author.otherDevice()).read('Kẹp gá một tay')).toMatchObject({ state: 'submitted', kind: 'technical' });
});

test('a sheet keeps the focus, closes with Escape, and gives it back', async ({ page, author }) => {
  await author.opens();
  await author.writes({ title: 'Tờ hỏi' });
  const send = page.getByRole('button', { name: /^Gửi( sáng kiến)?$/ });
  await send.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  for (let press = 0; press < 8; press++) {
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement === document.body || !!document.activeElement?.closest('dialog'))).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(send).toBeFocused();
});
