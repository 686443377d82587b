// Somebody who writes initiatives, with the app before them: what they do, in the words on the screen. Knows where things are on the
// pages, so that the tests needn't.

import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { onDevice, ready } from './loading';
import { Device, type Totals } from './protocol';
import type { Server } from './server';

/** The unit that members of these tests join, the one above it, and the nation. */
export const UNIT = 'cs-dau-bsr';
export const ABOVE = 'cd-dau-khi';
export const NATION = 'tld';

/** The form's boxes by their labels. */
export const BOX = {
  title: 'Tên sáng kiến',
  story: 'Câu chuyện của bạn',
  problem: 'Trước đây vướng ở đâu?',
  solution: 'Bạn làm khác đi thế nào?',
  novelty: 'Mới ở chỗ nào?',
  area: 'Lĩnh vực áp dụng',
  confidential: 'Phần cần giữ kín',
  effect: 'Kết quả thế nào?',
  benefit: 'Làm lợi khoảng bao nhiêu tiền?',
} as const;

export type Box = keyof typeof BOX;

export class Author {
  constructor(
    readonly page: Page,
    private readonly server: Server,
  ) {}

  /** Opens the app; once this is done it works without a link. */
  async opens(path = '/app'): Promise<void> {
    await this.page.goto(this.server.url + path);
    await onDevice(this.page);
  }

  /** Opens the app, joins a unit, and is at the list. */
  async joins(name: string, unit = UNIT): Promise<void> {
    await this.opens(`/app/join?code=${this.server.joinCodes[unit]}`);
    await this.fillsInJoining(name);
    await expect(this.page.getByText(`Chào ${name}`)).toBeVisible();
    await this.page.getByRole('link', { name: 'Tới sáng kiến của tôi' }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: 'Sáng kiến của tôi' })).toBeVisible();
  }

  /** On the join page: name, consent, and the button. */
  async fillsInJoining(name: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Họ và tên' }).fill(name);
    await this.page.getByRole('checkbox').check();
    await this.page.getByRole('button', { name: 'Vào đơn vị', exact: true }).click();
  }

  /** From the list: starts an initiative, and writes what is given. Stays in the form. Gives the initiative's id. */
  async writes(words: Partial<Record<Box, string>> & { title: string }): Promise<string> {
    await this.page.getByRole('link', { name: /^Viết sáng kiến (mới|đầu tiên)$/ }).click();
    await expect(this.box('title')).toBeFocused();
    for (const [box, text] of Object.entries(words)) await this.box(box as Box).fill(text);
    await this.sees('Đã lưu trên máy');
    return new URL(this.page.url()).pathname.split('/')[3];
  }

  /** One of the form's boxes. */
  box(box: Box): Locator {
    return this.page.getByRole('textbox', { name: BOX[box] });
  }

  /** The words beside the form's head. */
  async sees(words: string): Promise<void> {
    await expect(this.page.locator('.saved')).toContainText(words);
  }

  /** Back to the list from any page of the app. */
  async goesToList(): Promise<void> {
    const back = this.page.getByRole('link', { name: 'Về danh sách' });
    const tab = this.page.getByRole('link', { name: 'Của tôi' });
    await back.or(tab).first().click();
    await expect(this.page.getByRole('heading', { level: 1, name: 'Sáng kiến của tôi' })).toBeVisible();
  }

  /** Opens the page about this device. */
  async goesToDevice(): Promise<void> {
    await this.page.getByRole('link', { name: 'Máy này' }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: 'Máy này' })).toBeVisible();
  }

  /** From the list: opens an initiative by its title. */
  async goesTo(title: string): Promise<void> {
    await this.page.getByRole('link', { name: title, exact: true }).click();
  }

  /** In the form: sends it, past the check that says what would help. */
  async submits(): Promise<void> {
    await this.page.getByRole('button', { name: /^Gửi( sáng kiến)?$/ }).click();
    await this.page.getByRole('button', { name: 'Gửi luôn' }).click();
  }

  /** An initiative in the list. */
  item(title: string): Locator {
    return this.page.locator('.item').filter({ has: this.page.getByRole('link', { name: title, exact: true }) });
  }

  /** Where the list says that an initiative stands. */
  async finds(title: string, standing: string | RegExp, patience?: { timeout: number }): Promise<void> {
    await expect(this.item(title).locator('.chip')).toHaveText(standing, patience);
  }

  /** What the app has stored on this device. */
  stored(): Promise<Record<string, string>> {
    return stored(this.page);
  }

  /** Another device of the same author. */
  async otherDevice(): Promise<Device> {
    const session = JSON.parse((await this.stored())['tsk.session']) as { token: string };
    return new Device(this.server, session.token);
  }

  /** The same author with the app on another phone, in a context of its own. */
  async onOtherPhone(context: BrowserContext): Promise<Author> {
    const session = (await this.stored())['tsk.session'];
    const other = new Author(await context.newPage(), this.server);
    await other.page.goto(`${this.server.url}/favicon.svg`);
    await other.page.evaluate((session) => localStorage.setItem('tsk.session', session), session);
    await other.opens();
    return other;
  }

  /** Reloads the page and waits until the app is there again. */
  async reloads(): Promise<void> {
    await this.page.reload();
    await ready(this.page);
  }
}

/** What the app has stored on a page's device. */
export function stored(page: Page): Promise<Record<string, string>> {
  return page.evaluate(() => Object.fromEntries(Object.entries(localStorage).filter(([key]) => key.startsWith('tsk.'))));
}

/** The submitted count of a unit's totals, as boards in Vietnamese write it. */
export function submitted({ counts }: Totals, more = 0): string {
  return (counts.submitted + more).toLocaleString('vi-VN');
}
