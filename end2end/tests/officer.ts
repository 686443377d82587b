// An officer at the review desk, in a page.

import { expect, type Locator, type Page } from '@playwright/test';
import { ready } from './loading';
import type { Server } from './server';

export const PIN = '482915';

export class Officer {
  constructor(
    readonly page: Page,
    private readonly server: Server,
  ) {}

  /** Signs in as the demonstration's officer of that login, and chooses the PIN. */
  async signsIn(login: string): Promise<void> {
    await this.page.goto(`${this.server.url}/app/review`);
    await ready(this.page);
    await this.enters(login);
    await this.page.getByLabel('Mã khóa máy').fill(PIN);
    await this.page.getByLabel('Nhập lại mã').fill(PIN);
    await this.page.getByRole('button', { name: 'Dùng mã này' }).click();
    await this.hasAll();
  }

  /** Fills in the sign-in form and sends it. */
  async enters(login: string): Promise<void> {
    const { password } = this.server.officers.find((officer) => officer.login === login)!;
    await this.page.getByLabel('Tên đăng nhập').fill(login);
    await this.page.getByLabel('Mật khẩu').fill(password);
    await this.page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  }

  /** Signs in on a page for administering units. */
  async administers(login: string, path: string): Promise<void> {
    await this.page.goto(this.server.url + path);
    await ready(this.page);
    await this.enters(login);
    await this.page.getByLabel('Mã khóa máy').fill(PIN);
    await this.page.getByLabel('Nhập lại mã').fill(PIN);
    await this.page.getByRole('button', { name: 'Dùng mã này' }).click();
    await expect(this.page.getByRole('navigation', { name: 'Các nơi làm việc' })).toBeVisible();
  }

  /** Unlocks the page that is open. */
  async unlocks(): Promise<void> {
    await ready(this.page);
    await this.page.getByLabel('Mã khóa máy').fill(PIN);
    await this.page.getByRole('button', { name: 'Mở khóa' }).click();
    await expect(this.page.getByRole('navigation', { name: 'Các nơi làm việc' })).toBeVisible();
  }

  /** Waits until what is written in the open form is on the disk. */
  async hasKept(): Promise<void> {
    await expect(this.page.locator('.saved[aria-busy="true"]')).toHaveCount(0);
  }

  /** Opens the desk again and unlocks it. */
  async comesBack(path = '/app/review'): Promise<void> {
    await this.hasKept();
    await this.page.goto(this.server.url + path);
    await ready(this.page);
    await this.unlocks();
  }

  /** Waits until the whole queue is on the tablet. */
  async hasAll(): Promise<void> {
    await expect(this.state).toContainText('Số liệu lúc', { timeout: 30_000 });
  }

  /** Waits until the service worker has the desk. */
  async onTablet(): Promise<void> {
    await expect
      .poll(() => this.page.evaluate(async () => (await caches.match('/app/review', { ignoreVary: true })) !== undefined))
      .toBe(true);
  }

  get state(): Locator {
    return this.page.locator('.desk__state');
  }

  row(title: string): Locator {
    return this.page.locator('.q').filter({ hasText: title });
  }

  async finds(words: string): Promise<void> {
    await this.page.getByRole('searchbox').fill(words);
  }

  /** Finds one by its title, among thousands, and opens it. */
  async opens(title: string): Promise<void> {
    await this.finds(title);
    await this.row(title).click();
    await expect(this.page.getByRole('heading', { level: 2, name: title })).toBeVisible();
  }

  async presses(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name }).click();
  }
}
