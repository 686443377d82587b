// Who only looks: the boards beside what the protocol says, at every level, with the network really off.

import type { Page } from '@playwright/test';
import { expect, LINK_LOST, test } from './fixtures';
import { ABOVE, NATION, submitted, UNIT } from './author';
import { Device, totals } from './protocol';
import type { Server } from './server';

const figure = (page: Page) => page.locator('.hero__big');
const age = (page: Page) => page.locator('.asof');

/** Somebody in a unit submits an initiative. */
async function submits(server: Server, unit: string): Promise<void> {
  const device = await Device.joins(server, unit, 'Người gửi');
  const id = crypto.randomUUID();
  await device.edits(id, { title: 'Một sáng kiến nữa' });
  expect((await device.submits(id)).outcome).toBe('applied');
}

test('a submission anywhere below moves every board above it by one, while one watches @desktop', async ({ page, context, ownServer: server }) => {
  const boards: [string, Page, number][] = [];
  for (const unit of [NATION, ABOVE, UNIT]) {
    const board = unit === NATION ? page : await context.newPage();
    await board.goto(unit === NATION ? server.url : `${server.url}/units/${unit}`);
    await expect(age(board)).toContainText('Đang cập nhật');
    boards.push([unit, board, (await totals(server, unit)).counts.submitted]);
  }
  await submits(server, UNIT);
  for (const [unit, board, before] of boards) {
    await board.bringToFront();
    await expect(figure(board)).toHaveText((before + 1).toLocaleString('vi-VN'));
    expect((await totals(server, unit)).counts.submitted).toBe(before + 1);
  }
});

test('tabs that look at the same board share one stream, which another holds when the first is closed @desktop', async ({ page, context, ownServer: server }) => {
  const streams = async () => Number((await (await fetch(`${server.url}/metrics`)).text()).match(/^sangkien_live_viewers (\d+)/m)?.[1]);
  const before = await totals(server, NATION);
  const other = await context.newPage();
  for (const board of [page, other]) {
    await board.goto(server.url);
    await expect(age(board)).toContainText('Đang cập nhật');
  }
  await expect.poll(streams).toBe(1);
  await submits(server, UNIT);
  for (const board of [page, other]) await expect(figure(board)).toHaveText(submitted(before, 1));

  await page.close();
  await submits(server, UNIT);
  await expect(figure(other)).toHaveText(submitted(before, 2));
  await expect.poll(streams).toBe(1);
});

test.describe('where no stream gets through', () => {
  test.use({ serviceWorkers: 'block' });

  test('the totals are asked for every few seconds @desktop', async ({ page, ownServer: server }) => {
    let streams = 0;
    await page.route('**/api/v1/live?*', (route) => {
      streams++;
      // A proxy that waits for the end before it passes anything on.
      return route.fulfill({ status: 200, contentType: 'text/event-stream', body: 'retry: 600000\n\n' });
    });
    const before = await totals(server, NATION);
    await page.goto(server.url);
    await submits(server, UNIT);
    await expect(figure(page)).toHaveText(submitted(before, 1), { timeout: 20_000 });
    await expect(age(page)).toContainText('Đang cập nhật');
    await submits(server, UNIT);
    await expect(figure(page)).toHaveText(submitted(before, 2), { timeout: 20_000 });
    expect(streams).toBeGreaterThan(0);
  });
});

test.describe('a link that goes', () => {
  test.use({ allowed: LINK_LOST });

  test('without a network the last figure stays and its age is said', async ({ page, context, ownServer: server }) => {
    await page.goto(server.url);
    await expect(age(page)).toContainText('Đang cập nhật');
    const before = await totals(server, NATION);
    await context.setOffline(true);
    await expect(age(page)).toContainText(/Mất kết nối\. Số tính đến \d{1,2}h\d\d, (vừa xong|\d+ phút trước)\./);
    await submits(server, UNIT);
    await expect(figure(page)).toHaveText(submitted(before));
    await context.setOffline(false);
    await expect(figure(page)).toHaveText(submitted(before, 1));
    await expect(age(page)).toContainText('Đang cập nhật');
  });
});

test('what the pages say is what the protocol says', async ({ page, server }) => {
  const { counts, children } = await totals(server, ABOVE);
  await page.goto(`/units/${ABOVE}`);
  await expect(figure(page)).toHaveText(counts.submitted.toLocaleString('vi-VN'));
  await expect(page.locator('.figures')).toContainText(counts.people.toLocaleString('vi-VN'));
  await expect(page.locator('.figures')).toContainText(counts.recognised.toLocaleString('vi-VN'));
  for (const child of children) await expect(page.getByRole('table').getByRole('link', { name: child.name }).first()).toBeVisible();
});
