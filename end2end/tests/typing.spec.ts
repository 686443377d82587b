// Writing as people in Việt Nam do: through an input method, in either Unicode form, while answers arrive.

import type { CDPSession, Page } from '@playwright/test';
import { expect, LINK_LOST, test } from './fixtures';

test.use({ allowed: LINK_LOST });

/** An input method: puts letters together before it hands them over. */
class InputMethod {
  private constructor(private readonly session: CDPSession) {}

  static async of(page: Page): Promise<InputMethod> {
    return new InputMethod(await page.context().newCDPSession(page));
  }

  /** What stands underlined at the cursor while it is being put together. */
  async shows(text: string): Promise<void> {
    await this.session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  }

  /** Hands over what was put together. */
  async ends(text: string): Promise<void> {
    await this.session.send('Input.insertText', { text });
  }

  /** Telex: each key changes the word under the cursor. */
  async types(...stages: string[]): Promise<void> {
    for (const stage of stages) await this.shows(stage);
    await this.ends(stages.at(-1)!);
  }
}

test('words put together by an input method arrive as they were meant', async ({ page, author }) => {
  await author.opens();
  await author.writes({ title: 'x' });
  await author.box('title').fill('');
  const telex = await InputMethod.of(page);
  await telex.types('t', 'ti', 'tie', 'tiê', 'tiên', 'tiêng', 'tiếng');
  await page.keyboard.type(' ');
  await telex.types('V', 'Vi', 'Vie', 'Viê', 'Viêt', 'Việt');
  await expect(author.box('title')).toHaveValue('tiếng Việt');
  await author.reloads();
  await expect(author.box('title')).toHaveValue('tiếng Việt');
});

test('Enter belongs to the input method while it puts a letter together, and never breaks the name in two', async ({ page, author }) => {
  await author.opens();
  await author.writes({ title: 'Tên' });
  const refused = (key: { isComposing?: boolean; keyCode?: number }) =>
    author.box('title').evaluate((box, key) => {
      const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...key });
      box.dispatchEvent(event);
      return event.defaultPrevented;
    }, key);
  expect(await refused({ isComposing: true })).toBe(false);
  expect(await refused({ keyCode: 229 })).toBe(false);
  expect(await refused({})).toBe(true);
  await author.box('title').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type(' dài');
  await expect(author.box('title')).toHaveValue('Tên dài');
});

test('text in either Unicode form is kept as NFC, and the box isn’t touched meanwhile', async ({ author }) => {
  await author.joins('Trịnh Văn Khoát');
  const [title, story] = ['Bộ lọc dầu thế hệ mới', 'Giữ cho nước biển sạch.'];
  await author.writes({ title: title.normalize('NFD'), story: story.normalize('NFD') });
  await expect(author.box('story')).toHaveValue(story.normalize('NFD'));
  const device = await author.otherDevice();
  await expect.poll(async () => (await device.all()).map(({ title, story }) => [title, story])).toEqual([[title, story]]);
  await author.goesToList();
  await author.finds(title, 'Đã cất giữ');
});

test('an answer that comes while somebody types changes neither the words nor the cursor', async ({ page, context, author }) => {
  await author.joins('Lê Kim Thoa');
  const id = await author.writes({ title: 'Máng cáp', story: 'Dòng đầu.\nDòng giữa.\nDòng cuối.' });
  await expect(page.locator('.chip')).toHaveText('Đã cất giữ');

  // The next answer is held back until the person is in the middle of a word, and brings another device's line.
  let arrived = () => {};
  const asked = new Promise<void>((done) => (arrived = done));
  let letGo = () => {};
  const held = new Promise<void>((done) => (letGo = done));
  await context.route('**/api/v1/sync', async (route) => {
    arrived();
    await held;
    await route.continue();
  });
  const other = await author.otherDevice();
  await other.sync();
  await other.edits(id, { story: 'Dòng đầu.\nDòng giữa.\nDòng cuối, từ máy khác.' });
  await author.box('story').focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('Sửa: ');
  await asked;
  const telex = await InputMethod.of(page);
  await telex.shows('đ');
  await telex.shows('đư');
  const answered = page.waitForResponse('**/api/v1/sync');
  letGo();
  await (await answered).finished();
  await telex.shows('đươ');
  await telex.shows('được');
  await telex.ends('được');
  await page.keyboard.type(' ');
  await expect(author.box('story')).toHaveValue('Sửa: được Dòng đầu.\nDòng giữa.\nDòng cuối.');
  expect(await author.box('story').evaluate((box: HTMLTextAreaElement) => box.selectionStart)).toBe('Sửa: được '.length);

  // Once the cursor is elsewhere both devices' lines are there.
  await author.box('title').focus();
  const both = 'Sửa: được Dòng đầu.\nDòng giữa.\nDòng cuối, từ máy khác.';
  await expect.poll(async () => (await other.read('Máng cáp')).story).toBe(both);
  await expect(author.box('story')).toHaveValue(both);
});

test('money reads itself aloud while it is typed, and stays as it was typed', async ({ page, author }) => {
  await author.opens();
  await author.writes({ title: 'Tiền' });
  await author.box('benefit').pressSequentially('16,5 tỷ');
  await expect(page.getByText('16,5 tỷ đồng', { exact: true })).toBeVisible();
  await expect(author.box('benefit')).toHaveValue('16,5 tỷ');
  await author.box('area').focus();
  await expect(author.box('benefit')).toHaveValue('16.500.000.000');
});
