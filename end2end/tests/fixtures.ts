// What every test starts from: a server for each worker process, and a page that may say nothing on
// its console. Import `test` and `expect` from here, not from Playwright.

import AxeBuilder from '@axe-core/playwright';
import { expect, test as base, type BrowserContext, type ConsoleMessage, type Page } from '@playwright/test';
import { Author } from './author';
import { Phone } from './phone';
import { Server } from './server';

export { onDevice, ready } from './loading';
export { expect, Author, Server };

interface ForTest {
  /** A server of this test's own, to be stopped, started or filled as it likes. */
  ownServer: Server;
  /** What the console may say in this test; by default nothing. */
  allowed: RegExp;
  /** Hears what a context says on its console; the test fails if that isn't allowed. For contexts of a test's own. */
  listen: (context: BrowserContext) => void;
  quietConsole: void;
  /** A phone with a browser of its own, to be closed and opened again. */
  phone: Phone;
  /** An author with the app in `page`, at `server`. */
  author: Author;
}

interface ForWorker {
  /** The server that all tests of one worker process share. */
  server: Server;
}

export const test = base.extend<ForTest, ForWorker>({
  server: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.dispose();
    },
    { scope: 'worker' },
  ],

  ownServer: async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.dispose();
  },

  baseURL: async ({ server }, use) => use(server.url),

  allowed: [/(?!)/, { option: true }],

  listen: async ({ allowed }, use) => {
    const heard: string[] = [];
    const hear = (text: string) => {
      if (!allowed.test(text)) heard.push(text);
    };
    await use((context) => {
      context.on('console', (message: ConsoleMessage) => {
        if (['error', 'warning', 'assert'].includes(message.type())) {
          hear(`${message.type()}: ${message.text()} (${message.location().url})`);
        }
      });
      context.on('weberror', (error) => hear(`uncaught: ${error.error().stack ?? error.error()}`));
    });
    expect(heard, 'the console').toEqual([]);
  },

  // `auto`, or it would see nothing: a test doesn't have to ask for it.
  quietConsole: [
    async ({ context, listen }, use) => {
      listen(context);
      await use();
    },
    { auto: true },
  ],

  phone: async ({ playwright, launchOptions, viewport, isMobile, hasTouch, deviceScaleFactor, locale, timezoneId, listen }, use) => {
    const shape = { viewport, isMobile, hasTouch, deviceScaleFactor, locale, timezoneId };
    const phone = new Phone(playwright.chromium, { ...launchOptions, ...shape }, listen);
    await use(phone);
    await phone.dispose();
  },

  author: async ({ page, server }, use) => use(new Author(page, server)),
});

/** What the browser says of requests that fail because the link is cut: to be expected offline. */
export const LINK_LOST = /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|FAILED)|Failed to fetch|service ?worker/i;

/** Fails for anything that WCAG 2.2 AA or axe's own good practice finds wrong with the page as it is now. */
export async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' | ')}`);
  expect(found, `axe on ${page.url()}`).toEqual([]);
}

/** Tries to close the page, which is to ask the person first, and stays. */
export async function asksBeforeClosing(page: Page): Promise<void> {
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
}
