// Being told of news: the offer, the switch, and what the worker makes of a message. Chromium here reaches no push service,
// so the test is one: the browser's part of subscribing gives its address, and what it is handed is delivered by hand.

import { createECDH, randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from '@playwright/test';
import { accessible, Author, expect, LINK_LOST, onDevice, Server, test as base } from './fixtures';
import { Device } from './protocol';

/** A push service that notes what it is handed. */
class PushService {
  readonly handed: IncomingHttpHeaders[] = [];
  private readonly server: HttpServer = createServer((request, response) => {
    request.resume().on('end', () => {
      this.handed.push(request.headers);
      response.writeHead(201).end();
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((started) => this.server.listen(0, '127.0.0.1', started));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

const test = base.extend<{ service: PushService; ownServer: Server }>({
  service: async ({}, use) => {
    const service = new PushService();
    await service.start();
    await use(service);
    service.stop();
  },
  ownServer: async ({}, use) => {
    const server = await Server.start('--scale', '50', '--push-contact', 'mailto:ict@cong-doan.example', '--push-anywhere');
    await use(server);
    await server.dispose();
  },
});

/** The browser's part of subscribing, with keys as a browser makes them. */
async function canSubscribe(context: BrowserContext, service: PushService): Promise<void> {
  const keys = createECDH('prime256v1');
  const p256dh = keys.generateKeys().toString('base64url');
  const subscription = { endpoint: `${service.url}/phone`, keys: { p256dh, auth: randomBytes(16).toString('base64url') } };
  await context.addInitScript((subscription) => {
    let held: object | null = null;
    PushManager.prototype.subscribe = async (options) => {
      if (!options?.userVisibleOnly || typeof options.applicationServerKey !== 'string') throw new TypeError('not as asked');
      held = { ...subscription, unsubscribe: async () => ((held = null), true) };
      return held as PushSubscription;
    };
    PushManager.prototype.getSubscription = async () => held as PushSubscription | null;
  }, subscription);
}

const offer = (page: Page) => page.getByRole('complementary', { name: 'Báo tin' });
const tellMe = (page: Page) => page.getByRole('button', { name: 'Báo cho tôi khi có tin' });

/** Somebody who has sent an initiative, and is at the list. Gives its id. */
async function sends(author: Author, title: string): Promise<string> {
  const id = await author.writes({ title });
  await author.submits();
  await author.goesToList();
  await author.finds(title, /^Đã gửi/);
  return id;
}

/** An officer's word on it, over the protocol. */
async function decides(server: Server, initiative: string, action: object): Promise<void> {
  const { login, password } = server.officers.find(({ login }) => login === 'duyet.tld')!;
  const answer = await fetch(`${server.url}/api/v1/sign-in`, {
    method: 'POST',
    body: JSON.stringify({ login, password }),
    headers: { 'content-type': 'application/json' },
  });
  const officer = new Device(server, ((await answer.json()) as { token: string }).token);
  await officer.sync();
  const [{ outcome }] = await officer.sync({ initiative, action: action as Record<string, unknown> });
  expect(outcome).toBe('applied');
}

/** Hands the worker a message, as a push service would through the browser. */
async function delivers(page: Page, data: string): Promise<void> {
  // One that isn't active yet would drop it.
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  const session = await page.context().newCDPSession(page);
  const found = new Promise<string>((resolve) =>
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      if (registrations[0]) resolve(registrations[0].registrationId);
    }),
  );
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.deliverPushMessage', { origin: new URL(page.url()).origin, registrationId: await found, data });
  await session.detach();
}

const shown = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map(({ title, body, tag, lang }) => ({ title, body, tag, lang }));
  });

test('who has sent one is offered to be told, and is told when an officer answers', async ({ page, context, ownServer, service }) => {
  await context.grantPermissions(['notifications'], { origin: ownServer.url });
  await canSubscribe(context, service);
  const author = new Author(page, ownServer);
  await author.joins('Trần Diều Sáo');
  await expect(offer(page)).toHaveCount(0);
  const id = await sends(author, 'Giá treo ống hàn tự xoay');
  await expect(offer(page)).toBeVisible();
  await accessible(page);
  await tellMe(page).click();
  await expect(offer(page)).toHaveCount(0);
  await author.goesToDevice();
  await expect(page.getByText('Đang bật.')).toBeVisible();
  await accessible(page);

  await decides(ownServer, id, { recognise: { level: 'grassroots' } });
  await expect.poll(() => service.handed.length).toBe(1);
  const [headers] = service.handed;
  expect(headers['content-encoding']).toBe('aes128gcm');
  expect(JSON.stringify(headers)).not.toContain(id);

  const news = { title: 'Sáng kiến của bạn có tin mới', body: 'Chạm để xem.', tag: id, lang: 'vi' };
  // The worker may be just starting: delivered again, the same news takes its own place.
  await expect(async () => {
    await delivers(page, JSON.stringify({ initiative: id }));
    expect(await shown(page)).toEqual([news]);
  }).toPass({ timeout: 30_000 });
  // The newer of the same initiative takes its place, and what can't be read is shown too.
  await delivers(page, JSON.stringify({ initiative: id }));
  await delivers(page, 'không đọc được');
  await expect.poll(async () => (await shown(page)).map(({ tag }) => tag).sort()).toEqual([id, 'news']);

  // A tap leads to it, with the thanks.
  const [worker] = context.serviceWorkers();
  await worker.evaluate(async (tag) => {
    const scope = self as unknown as { registration: ServiceWorkerRegistration; dispatchEvent: (event: Event) => void };
    const [notification] = await scope.registration.getNotifications({ tag });
    const Click = (self as unknown as { NotificationEvent: new (type: string, init: object) => Event }).NotificationEvent;
    scope.dispatchEvent(new Click('notificationclick', { notification }));
  }, id);
  await page.waitForURL(`**/app/initiatives/${id}`);
  await expect(page.locator('.chip').filter({ hasText: 'Được công nhận cấp cơ sở' })).toBeVisible();
  await expect(page.getByText('Cảm ơn bạn và anh chị em đã cùng làm.')).toBeVisible();
});

test('a returned one names the field that the officer named, and leads to it', async ({ page, ownServer }) => {
  const author = new Author(page, ownServer);
  await author.joins('Trần Diều Sáo');
  const id = await sends(author, 'Giá treo ống hàn tự xoay');
  await decides(ownServer, id, { return: { reason: 'Ý hay.', fields: { effect: 'Nhanh hơn bao nhiêu?' } } });
  await author.reloads();
  await author.finds('Giá treo ống hàn tự xoay', 'Cần bổ sung');
  await expect(author.item('Giá treo ống hàn tự xoay')).toContainText('Nhanh hơn bao nhiêu?');
  await author.item('Giá treo ống hàn tự xoay').getByRole('link', { name: /^Bổ sung/ }).click();
  await expect(author.box('effect')).toBeFocused();
});

test('the switch turns it off again, and another language is the worker’s too', async ({ page, context, ownServer, service }) => {
  await context.grantPermissions(['notifications'], { origin: ownServer.url });
  await canSubscribe(context, service);
  const author = new Author(page, ownServer);
  await author.joins('Trần Diều Sáo');
  await author.goesToDevice();
  await expect(page.getByText('Đang tắt.')).toBeVisible();
  await tellMe(page).click();
  await expect(page.getByText('Đang bật.')).toBeVisible();
  await page.getByText('English', { exact: true }).click();
  await expect(page.getByText('This device tells you as soon as an officer answers.', { exact: false })).toBeVisible();
  await expect.poll(() => page.evaluate(async () => (await caches.match('/lang'))?.text())).toBe('en');
  await delivers(page, '{}');
  await expect.poll(async () => (await shown(page))[0]?.title).toBe('There is news about your initiative');
  await page.getByRole('button', { name: 'Stop telling me here' }).click();
  await expect(page.getByText('Off. News is there when you open the app.')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Off. News is there when you open the app.')).toBeVisible();
});

test('who has said no is told where to change it', async ({ page, context, ownServer }) => {
  await context.addInitScript(() => Object.defineProperty(Notification, 'permission', { get: () => 'denied' }));
  const author = new Author(page, ownServer);
  await author.joins('Trần Diều Sáo');
  await sends(author, 'Khay lọc cặn');
  await author.goesToDevice();
  await expect(page.getByText('Trình duyệt đang chặn tin báo')).toBeVisible();
  await expect(tellMe(page)).toHaveCount(0);
  await author.goesToList();
  await expect(offer(page)).toHaveCount(0);
});

test('a browser that can’t says so, and an iPhone says from where it can', async ({ page, context, ownServer }) => {
  await context.addInitScript(() => {
    delete (window as Partial<Window & { PushManager: unknown }>).PushManager;
    if (location.search === '?ios') Object.defineProperty(navigator, 'standalone', { value: false });
  });
  const author = new Author(page, ownServer);
  await author.joins('Trần Diều Sáo');
  await author.goesToDevice();
  await expect(page.getByText('Trình duyệt này không nhận tin báo được.')).toBeVisible();
  await page.goto(`${ownServer.url}/app/device?ios`);
  await expect(page.getByText('Trên iPhone và iPad')).toBeVisible();
});

test('a server that tells nobody says that news is there when the app is opened', async ({ author, page }) => {
  await author.joins('Trần Diều Sáo');
  await sends(author, 'Khay lọc cặn');
  await author.goesToDevice();
  await expect(page.getByText('Nơi này chưa gửi tin báo ra ngoài.')).toBeVisible();
  await author.goesToList();
  await expect(offer(page)).toHaveCount(0);
});

test.describe('without a link', () => {
  test.use({ allowed: LINK_LOST });

  test('it says that one is needed, and works when there is one', async ({ page, context, ownServer, service }) => {
    await context.grantPermissions(['notifications'], { origin: ownServer.url });
    await canSubscribe(context, service);
    const author = new Author(page, ownServer);
    await author.joins('Trần Diều Sáo');
    await onDevice(page);
    await author.goesToDevice();
    await expect(page.getByText('Đang tắt.')).toBeVisible();
    await context.setOffline(true);
    await tellMe(page).click();
    await expect(page.getByText('Thử lại khi có mạng nhé.')).toBeVisible();
    await page.reload();
    await expect(page.getByText('Cần có mạng mới bật được.')).toBeVisible();
    await context.setOffline(false);
    await page.reload();
    await tellMe(page).click();
    await expect(page.getByText('Đang bật.')).toBeVisible();
  });

  test('who doesn’t want to be asked isn’t asked again', async ({ page, context, ownServer }) => {
    await context.grantPermissions(['notifications'], { origin: ownServer.url });
    const author = new Author(page, ownServer);
    await author.joins('Trần Diều Sáo');
    await sends(author, 'Khay lọc cặn');
    await page.getByRole('button', { name: 'Không cần' }).click();
    await expect(offer(page)).toHaveCount(0);
    await author.reloads();
    await author.finds('Khay lọc cặn', /^Đã gửi/);
    await expect(offer(page)).toHaveCount(0);
  });
});
