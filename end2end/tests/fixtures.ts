// What every test starts from: a server for each worker process, and a page that may say nothing on
// its console. Import `test` and `expect` from here, not from Playwright.

import AxeBuilder from '@axe-core/playwright';
import { expect, test as base, type ConsoleMessage, type Page } from '@playwright/test';
import { Server } from './server';

export { expect, Server };

interface ForTest {
  /** A server of this test's own, to be stopped, started or filled as it likes. */
  ownServer: Server;
  /** What the console may say in this test; by default nothing. */
  allowed: RegExp;
  quietConsole: void;
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

  // `auto`, or it would see nothing: a test doesn't have to ask for it.
  quietConsole: [
    async ({ context, allowed }, use) => {
      const heard: string[] = [];
      const hear = (text: string) => {
        if (!allowed.test(text)) heard.push(text);
      };
      context.on('console', (message: ConsoleMessage) => {
        if (['error', 'warning', 'assert'].includes(message.type())) {
          hear(`${message.type()}: ${message.text()} (${message.location().url})`);
        }
      });
      context.on('weberror', (error) => hear(`uncaught: ${error.error().stack ?? error.error()}`));
      await use();
      expect(heard, 'the console').toEqual([]);
    },
    { auto: true },
  ],
});

/** What the browser says of requests that fail because the link is cut: to be expected offline. */
export const LINK_LOST = /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|FAILED)|Failed to fetch|service ?worker/i;

/** Waits until the wasm runs. */
export async function ready(page: Page): Promise<void> {
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
}

/** Waits until the app is on the device: from here on it works without a link. */
export async function onDevice(page: Page): Promise<void> {
  await ready(page);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
  });
}

/** Fails for anything that WCAG 2.2 AA or axe's own good practice finds wrong with the page as it is now. */
export async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' | ')}`);
  expect(found, `axe on ${page.url()}`).toEqual([]);
}
