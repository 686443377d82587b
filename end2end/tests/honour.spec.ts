// An initiative is recognised: its author is told first, once, and may tell others what is public.

import type { Page } from '@playwright/test';
import { expect, test, LINK_LOST } from './fixtures';
import type { Author } from './author';
import type { Server } from './server';

test.use({ allowed: LINK_LOST });

/** An officer of the nation, spoken for over the protocol. */
async function officer(server: Server) {
  const { login, password } = server.officers.find(({ login }) => login === 'duyet.tld')!;
  const post = async (path: string, body: object, token?: string) => {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (token) headers.authorization = `Bearer ${token}`;
    const response = await fetch(`${server.url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const { token } = await post('/sign-in', { login, password });
  return async (initiative: string, base: number, action: object) => {
    const op = { id: crypto.randomUUID(), initiative, base, at: new Date().toISOString(), action };
    const { results } = await post('/sync', { device: crypto.randomUUID(), cursor: null, ops: [op] }, token);
    expect(results[0]).toMatchObject({ outcome: 'applied' });
  };
}

/** Writes and submits one, and has it recognised. */
async function recognised(author: Author, server: Server, page: Page, isPublic: boolean): Promise<string> {
  await author.joins('Trịnh Văn Khoát');
  const id = await author.writes({ title: 'Giá treo ống hàn tự xoay', story: 'Trước đây hai người giữ ống.' });
  if (isPublic) await page.getByRole('checkbox', { name: 'Tôi đồng ý' }).check();
  await author.submits();
  const device = await author.otherDevice();
  const one = async () => (await device.all()).find((one) => one.id === id) as { rev: number; state: string };
  await expect.poll(async () => (await one()).state).toBe('submitted');
  const act = await officer(server);
  await act(id, (await one()).rev, {
    recognise: {
      level: 'grassroots',
      benefit_vnd: 120_000_000,
      endorsement: { name: 'Lê Văn Minh', position: 'Giám đốc nhà máy', date: '2026-05-12' },
    },
  });
  return id;
}

test('a recognition leads, once: who, when, which level, what it is worth, what follows', async ({ page, author, server }) => {
  await recognised(author, server, page, true);
  await author.goesToList();
  await author.reloads();
  const lead = page.locator('.honour--new');
  await expect(lead).toContainText('Sáng kiến được công nhận cấp cơ sở');
  await expect(lead).toContainText('120 triệu đồng, đã thẩm định');
  // Before everything else on the page.
  const [first, rows] = [await lead.boundingBox(), await page.locator('.item').first().boundingBox()];
  expect(first!.y).toBeLessThan(rows!.y);
  await lead.getByRole('link', { name: 'Xem sáng kiến' }).click();

  await expect(page.locator('.honour--new').getByRole('heading', { level: 1 })).toHaveText('Giá treo ống hàn tự xoay');
  await expect(page.locator('.honour')).toContainText('Lê Văn Minh, Giám đốc nhà máy, ký 12/05/2026');
  await expect(page.locator('.honour__next')).toContainText('ít nhất 7% tiền làm lợi');
  await expect(page.locator('.honour__next')).toContainText('đang ở trang công khai');
  expect(await page.evaluate(() => scrollY)).toBe(0);

  // Afterwards it is the heading of its page, and the list leads with nothing.
  await author.goesToList();
  await expect(page.locator('.honour')).toHaveCount(0);
  await author.finds('Giá treo ống hàn tự xoay', 'Được công nhận cấp cơ sở');
  await author.goesTo('Giá treo ống hàn tự xoay');
  await expect(page.locator('.honour')).toContainText('Sáng kiến được công nhận cấp cơ sở');
  await expect(page.locator('.honour--new')).toHaveCount(0);
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test('only what is public is shared', async ({ page, author, server }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'share', { value: async (data: ShareData) => void ((window as never as { shared: ShareData }).shared = data) });
  });
  const id = await recognised(author, server, page, false);
  await author.goesToList();
  await author.reloads();
  const shared = () => page.evaluate(() => (window as never as { shared: ShareData }).shared);
  await page.getByRole('button', { name: 'Chia sẻ tin vui' }).click();
  expect((await shared()).text).toBe('Tôi có sáng kiến được công nhận cấp cơ sở trong chương trình Một triệu sáng kiến.');
  await author.goesTo('Giá treo ống hàn tự xoay');
  await page.getByRole('checkbox', { name: 'Công khai câu chuyện' }).check();
  await expect(page.locator('.honour__next')).toContainText('đang ở trang công khai');
  await page.getByRole('button', { name: 'Chia sẻ tin vui' }).click();
  expect((await shared()).text).toContain('Giá treo ống hàn tự xoay');
  expect((await shared()).url).toContain(`/stories/${id}`);
});

test('after sending, the page begins at its top', async ({ page, author }) => {
  await author.opens();
  await author.writes({ title: 'Máng cáp', story: 'Dòng.\n'.repeat(60) });
  await page.locator('#o-public_story').scrollIntoViewIfNeeded();
  await author.submits();
  await expect(page.getByRole('heading', { level: 1, name: 'Máng cáp' })).toBeFocused();
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test('the join page speaks the other language, and what was entered comes along', async ({ page, author }) => {
  await author.opens('/app/join');
  await page.getByRole('textbox', { name: 'Họ và tên' }).fill('Lê Kim Thoa');
  await page.getByText('English', { exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Full name' })).toHaveValue('Lê Kim Thoa');
  await page.getByText('Tiếng Việt', { exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Họ và tên' })).toHaveValue('Lê Kim Thoa');
});

for (const width of [390, 320]) {
  test(`text at 200 % overlaps nothing in the worksite at ${width}`, async ({ page, author }) => {
    await page.setViewportSize({ width, height: 800 });
    await author.opens();
    await author.writes({ title: 'Giá treo ống hàn tự xoay', story: 'Trước đây hai người giữ ống.', benefit: '105 triệu 500' });
    const id = new URL(page.url()).pathname;
    for (const path of [id, '/app', '/app/join', '/app/device']) {
      await author.opens(path);
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%', 'important'));
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBeLessThanOrEqual(0);
      const overlaps = await page.evaluate(() => {
        const boxes = [...document.querySelectorAll('button, a, h1, h2, label, p, .chip, output, input, textarea')]
          .filter((one) => (one as HTMLElement).checkVisibility() && !one.closest('dialog, .choice, .hide') && one.textContent !== '')
          .map((one) => {
            const { top, bottom, left, right } = one.getBoundingClientRect();
            // Of the steps only those are seen that their own scroller shows.
            const shown = one.closest('.steps')?.getBoundingClientRect();
            return { one, box: { left, right, top: Math.max(top, shown?.top ?? top), bottom: Math.min(bottom, shown?.bottom ?? bottom) } };
          });
        const found: string[] = [];
        for (const [at, a] of boxes.entries())
          for (const b of boxes.slice(at + 1)) {
            if (a.one.contains(b.one) || b.one.contains(a.one)) continue;
            // What is fixed at an edge lies over what is scrolled.
            const fixed = (one: Element) => one.closest('.dock, .bar-top, .steps, .demo') !== null;
            if (fixed(a.one) !== fixed(b.one)) continue;
            const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
            const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
            if (wide > 2 && high > 2) found.push(`${a.one.textContent} × ${b.one.textContent}`);
          }
        return found;
      });
      expect(overlaps, path).toEqual([]);
    }
  });
}
