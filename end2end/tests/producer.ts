// A producer at the control desk, in a page.

import { expect, type Locator, type Page } from '@playwright/test';
import { ready } from './loading';
import type { Server } from './server';

/** Items of the demonstration's rundown: the number is on air, the league comes next. */
export const WAITING = 'Màn chờ';
export const NUMBER = 'Toàn quốc, con số lớn';
export const LEAGUE = 'Bảng xếp hạng, 1 đến 7';
export const GUEST = 'Công đoàn Dầu khí Việt Nam';

export class Producer {
  constructor(
    readonly page: Page,
    private readonly server: Server,
  ) {}

  /** Opens the desk and signs in as the demonstration's producer. */
  async signsIn(login = 'daodien.tld', password?: string): Promise<void> {
    await this.page.goto(`${this.server.url}/show/control`);
    await ready(this.page);
    await this.enters(login, password);
    await expect(this.row(NUMBER)).toBeVisible();
    await expect(this.button(/^Đưa lên sóng/)).toBeEnabled();
  }

  /** Fills in the sign-in form and sends it. */
  async enters(login: string, password = this.server.officers.find((officer) => officer.login === login)!.password): Promise<void> {
    await this.page.getByLabel('Tên đăng nhập').fill(login);
    await this.page.getByLabel('Mật khẩu').fill(password);
    await this.button('Đăng nhập').click();
  }

  get rundown(): Locator {
    return this.page.getByRole('navigation', { name: 'Kịch bản' });
  }

  get link(): Locator {
    return this.page.locator('.control__link');
  }

  get log(): Locator {
    return this.page.getByRole('log');
  }

  get sheet(): Locator {
    return this.page.getByRole('dialog');
  }

  /** The picture that is on air, as the desk shows it. */
  get air(): Locator {
    return this.page.frameLocator('.screen--air iframe').locator('body');
  }

  /** The picture that comes next, as the desk shows it. */
  get next(): Locator {
    return this.page.frameLocator('.screen:not(.screen--air) iframe').locator('body');
  }

  /** The row of an item, by its title. */
  row(title: string | RegExp): Locator {
    return this.rundown.getByRole('listitem').filter({ hasText: title });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  /** Presses a key, wherever the focus is. */
  async presses(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /** Opens the sheet of an item. */
  async edits(title: string | RegExp): Promise<void> {
    await this.row(title).getByRole('button', { name: /^Chỉnh mục/ }).click();
  }

  /** Opens the sheet of the show. */
  async opensShow(): Promise<void> {
    await this.button(/^Chương trình/).click();
  }
}

/** Makes another producer of this server, as an administrator would, and gives their login and password. */
export async function invited(server: Server, name: string): Promise<[string, string]> {
  const post = async (path: string, body: object, token?: string): Promise<Record<string, string>> => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const answer = await fetch(`${server.url}/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json() as Promise<Record<string, string>>;
  };
  const { login, password } = server.officers.find((officer) => officer.login === 'quantri.tld')!;
  const { token } = await post('sign-in', { login, password });
  const { url } = await post('units/tld/invitations', { role: 'producer' }, token);
  const [theirs, secret] = ['quocbao.tld', 'cau-tre-qua-song-som-nay'];
  await post('invitations/accept', { token: url!.split('#')[1], name, login: theirs, password: secret, consent: true });
  return [theirs, secret];
}
