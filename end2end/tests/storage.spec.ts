// What a device keeps: without IndexedDB, in old and unknown formats, without room, under a wrong clock.

import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { asksBeforeClosing, expect, LINK_LOST, Author, onDevice, ready, test } from './fixtures';

test.use({ allowed: new RegExp(`${LINK_LOST.source}|the copy couldn't be`, 'i') });
test.describe.configure({ retries: 0 });

test('lesson 2: drafts don’t depend on IndexedDB', async ({ page, context, author, server }) => {
  await page.addInitScript(() => {
    const closed = () => {
      throw new DOMException('Connection to Indexed Database server lost. Refresh the page to try again', 'UnknownError');
    };
    Object.defineProperty(window, 'indexedDB', { get: closed });
  });
  await page.goto(`${server.url}/app/new`);
  await ready(page);
  await context.setOffline(true);
  await author.box('title').fill('Xẻng gom phoi');
  await author.box('story').fill('Cán dài hơn hai gang.');
  // What only local storage has isn't on the disk yet, and isn't said to be.
  await expect(page.locator('.saved')).toContainText('Đã lưu tạm');
  await page.goto(`${server.url}/app`);
  await ready(page);
  await author.goesTo('Xẻng gom phoi');
  await expect(author.box('story')).toHaveValue('Cán dài hơn hai gang.');
});

test('lesson 29: a full IndexedDB has its honest words, warns once, and is used again when there is room', async ({ page, author }) => {
  const warned: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes("the copy couldn't be")) warned.push(message.text());
  });
  await page.addInitScript(() => {
    const { put } = IDBObjectStore.prototype;
    const tried = { times: 0 };
    Object.assign(window, { tried, empties: () => (IDBObjectStore.prototype.put = put) });
    IDBObjectStore.prototype.put = () => {
      tried.times += 1;
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await author.opens();
  await page.getByRole('link', { name: 'Viết sáng kiến đầu tiên' }).click();
  await author.box('title').fill('Ổ đĩa đầy');
  await author.sees('Đã lưu tạm');
  const tries = () => page.evaluate(() => (window as unknown as { tried: { times: number } }).tried.times);
  const before = await tries();
  await expect.poll(tries, { timeout: 15_000 }).toBeGreaterThan(before);
  expect(warned).toHaveLength(1);
  await page.evaluate(() => (window as unknown as { empties: () => void }).empties());
  await expect(page.locator('.saved')).toContainText('Đã lưu trên máy', { timeout: 15_000 });
});

test('lesson 29: local storage cleared alone comes back from the copy, with who the person is, and that is said', async ({ page, author, server }) => {
  await author.joins('Trịnh Diều Dọn Máy');
  await author.writes({ title: 'Còn trong bản chép', story: 'Từng chữ.' });
  await author.goesToList();
  await author.finds('Còn trong bản chép', 'Đã cất giữ');
  const before = await author.stored();
  await page.goto(`${server.url}/favicon.svg`);
  await page.evaluate(() => localStorage.clear());
  await page.goto(`${server.url}/app`);
  await ready(page);
  await expect(page.getByText('Đã lấy lại những chữ chưa kịp ghi.')).toBeVisible();
  await author.finds('Còn trong bản chép', 'Đã cất giữ');
  const after = await author.stored();
  expect([after['tsk.device'], JSON.parse(after['tsk.session']).token]).toEqual([before['tsk.device'], JSON.parse(before['tsk.session']).token]);
  await author.goesTo('Còn trong bản chép');
  await expect(author.box('story')).toHaveValue('Từng chữ.');
});

test('lesson 29: the copy cleared alone is made again from local storage', async ({ page, context, author, server }) => {
  await author.opens();
  await context.setOffline(true);
  await author.writes({ title: 'Còn trong kho nhỏ', story: 'Từng chữ.' });
  const leaves = () => page.goto(`${server.url}/app/khong-co`).then(() => ready(page));
  await leaves();
  await page.evaluate(
    () =>
      new Promise((done, failed) => {
        const request = indexedDB.deleteDatabase('tsk.copy');
        request.onsuccess = done;
        request.onerror = failed;
      }),
  );
  await page.goto(`${server.url}/app`);
  await ready(page);
  await expect(page.getByText('Đã lấy lại những chữ chưa kịp ghi.')).toHaveCount(0);
  await author.goesTo('Còn trong kho nhỏ');
  await expect(author.box('story')).toHaveValue('Từng chữ.');
  await author.sees('Đã lưu trên máy');
  // It holds everything again: now the other one may go.
  await page.evaluate(() => localStorage.clear());
  await page.goto(`${server.url}/app`);
  await ready(page);
  await author.goesTo('Còn trong kho nhỏ');
  await expect(author.box('story')).toHaveValue('Từng chữ.');
});

// Every format ever shipped has a dump of a device here. Whoever raises the format adds one.
for (const format of [1]) {
  test(`lesson 10: a device that was written in format ${format} opens with everything on it`, async ({ page, author, server }) => {
    const dump = JSON.parse(await readFile(`${import.meta.dirname}/stored/format-${format}.json`, 'utf8')) as Record<string, string>;
    await page.goto(`${server.url}/favicon.svg`);
    await page.evaluate((dump) => Object.assign(localStorage, dump), dump);
    await page.route('**/api/v1/sync', (route) => route.abort());
    await author.opens();
    await author.finds('Giá treo ống hàn tự xoay', 'Chỉ có trên máy này');
    await author.finds('Khay lọc cặn tháo nhanh', 'Chờ gửi');
    await author.finds('Sổ giao ca một trang', /^Đã gửi/);
    await author.goesTo('Giá treo ống hàn tự xoay');
    await expect(author.box('story')).toHaveValue('Trước đây hai người giữ ống.\nGiờ một người hàn.');
    await expect(page.getByLabel('Ngày áp dụng lần đầu')).toHaveValue('2026-03-02');
    await expect(author.box('benefit')).toHaveValue('16.500.000.000');
    await expect(page.getByRole('radio', { name: /Giải pháp kỹ thuật/ })).toBeChecked();
    await expect(page.getByRole('group', { name: 'Tác giả 2' }).getByRole('textbox', { name: 'Họ và tên' })).toHaveValue('Lê Kim Thoa');
  });
}

test('lesson 10: what a newer or a damaged app left can’t be read, and is kept as it is', async ({ page, author }) => {
  await author.opens();
  await author.writes({ title: 'Đọc được' });
  const [newer, damaged] = ['01936d5e-7b00-7abc-8def-0123456789ab', '01936d5e-7b00-7abc-8def-0123456789ac'];
  const strange = {
    [`tsk.written.${newer}`]: `{"format":99,"id":"${newer}","tiểu sử":{"từ":"mai sau"}}`,
    [`tsk.written.${damaged}`]: '{"format":1,"id":"01936d5e-7b00-7abc-8def-0123456789ac","content":{"title":"Đứt giữa',
  };
  await page.evaluate((strange) => Object.assign(localStorage, strange), strange);
  await page.goto(page.url().replace(/initiatives.*/, ''));
  await ready(page);
  await expect(page.getByText('Có bài chưa đọc được. Bài vẫn được giữ nguyên trên máy.')).toBeVisible();
  await author.finds('Đọc được', 'Chỉ có trên máy này');
  await author.goesToDevice();
  await expect(page.getByText('Do bản mới hơn của ứng dụng ghi.')).toBeVisible();
  await expect(page.getByText('Bị hỏng. Vẫn giữ nguyên')).toBeVisible();
  expect(await author.stored()).toMatchObject(strange);
  expect(await exported(page)).toContain('Đứt giữa');
  // At its own address there is nothing to write in, so that nothing can be written over it.
  await page.goto(page.url().replace('device', `initiatives/${damaged}`));
  await ready(page);
  await expect(page.getByText('Bài này chưa đọc được trên máy này.')).toBeVisible();
  await expect(page.getByRole('textbox')).toHaveCount(0);
  expect(await author.stored()).toMatchObject(strange);
});

test('lesson 11: a draft is with the server before anybody submits it, and what isn’t is said to be only here', async ({ page, context, author }) => {
  await author.joins('Trịnh Văn Khoát');
  await author.writes({ title: 'Giá treo dụng cụ' });
  await expect(page.locator('.chip')).toHaveText('Đã cất giữ');
  expect(await (await author.otherDevice()).read('Giá treo dụng cụ')).toMatchObject({ state: 'draft' });
  await context.setOffline(true);
  await author.goesToList();
  await author.writes({ title: 'Thảm chống trượt' });
  await author.goesToList();
  await author.finds('Thảm chống trượt', 'Chỉ có trên máy này');
  await author.goesToDevice();
  await expect(page.getByText('1 bài có chữ chưa gửi. Mất máy lúc này là mất những chữ đó.')).toBeVisible();
});

test('lesson 11: the browser is asked to keep what is stored', async ({ page, author }) => {
  await page.addInitScript(() => {
    navigator.storage.persisted = async () => false;
    navigator.storage.persist = async () => {
      document.documentElement.dataset.askedToKeep = '';
      return true;
    };
  });
  await author.opens();
  await expect(page.locator('html[data-asked-to-keep]'), 'not before there is something to keep').toHaveCount(0);
  await author.writes({ title: 'Đáng giữ' });
  await expect(page.locator('html[data-asked-to-keep]')).toHaveCount(1);
});

test('lesson 12: without room the words stay on screen, the person is told, and a file holds them', async ({ page, author }) => {
  await author.opens();
  await author.writes({ title: 'Trước khi đầy' });
  await page.evaluate(() => {
    // All the room there is, to the last character.
    for (let [size, at] = [1 << 20, 0]; size > 0; at++) {
      try {
        localStorage.setItem(`other.${at}`, 'x'.repeat(size));
      } catch {
        size >>= 1;
      }
    }
  });
  await author.box('story').pressSequentially('Chữ này chưa có chỗ để.');
  await author.sees('Chưa lưu được');
  await expect(page.getByText('Chưa lưu được vì máy hết chỗ. Chữ bạn viết vẫn trên màn hình: chép ra hoặc xuất ra tệp trước khi đóng.')).toBeVisible();
  await expect(author.box('story')).toHaveValue('Chữ này chưa có chỗ để.');
  expect(await exported(page)).toContain('Chữ này chưa có chỗ để.');
  await asksBeforeClosing(page);

  // It is tried again by itself once there is room.
  await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('other.')).forEach((key) => localStorage.removeItem(key)));
  await author.box('story').pressSequentially(' Giờ có.');
  await author.sees('Đã lưu trên máy');
  await author.reloads();
  await expect(author.box('story')).toHaveValue('Chữ này chưa có chỗ để. Giờ có.');
});

test.describe('a browser that stores nothing', () => {
  test.use({ allowed: new RegExp(`${LINK_LOST.source}|no room for the device's id`, 'i') });

  test('lesson 12: where nothing can be stored at all, that is said at once', async ({ page, author }) => {
    await page.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      };
    });
    await author.opens();
    await page.getByRole('link', { name: 'Viết sáng kiến đầu tiên' }).click();
    await author.box('title').fill('Không có chỗ');
    await author.sees('Chưa lưu được');
    expect(await exported(page)).toContain('Không có chỗ');
  });
});

test('lesson 15: what was recovered is listed with its time, and nobody is asked anything', async ({ phone, server }) => {
  const dialogs: string[] = [];
  let page = await phone.opens();
  let author = new Author(page, server);
  await phone.losesLink().then(() => phone.getsLink());
  await author.opens();
  await expect(page.getByText('Bạn chưa có sáng kiến nào.')).toBeVisible();
  await author.writes({ title: 'Dở dang', story: 'Đang viết thì máy sập' });
  await phone.closes();

  page = await phone.opens();
  page.on('dialog', (dialog) => dialogs.push(dialog.message()));
  author = new Author(page, server);
  await author.opens();
  await expect(author.item('Dở dang')).toContainText(/nháp, lúc \d{1,2}h\d\d/);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(dialogs).toEqual([]);
});

for (const years of [10, -10]) {
  test(`lesson 16: a clock ${Math.abs(years)} years ${years > 0 ? 'ahead' : 'behind'} changes nothing but what it shows`, async ({ page, author, server }) => {
    const wrong = new Date();
    wrong.setFullYear(wrong.getFullYear() + years);
    await page.clock.install({ time: wrong });
    await page.clock.resume();
    await author.joins('Đỗ Thị Lan');
    const title = `Đồng hồ lệch ${years}`;
    const id = await author.writes({ title, story: 'Bản đầu.' });
    await expect(page.locator('.chip')).toHaveText('Đã cất giữ');
    const other = await author.otherDevice();
    const first = await other.read(title);
    expect(Math.abs(Date.parse(first.updated_at) - Date.now())).toBeLessThan(60_000);

    // What a device with the right time writes later is later, whatever the first one's clock says.
    expect((await other.edits(id, { story: 'Bản sau.' })).outcome).toBe('applied');
    await author.goesToList();
    await page.goto(`${server.url}/app/initiatives/${id}`);
    await onDevice(page);
    await expect(author.box('story')).toHaveValue('Bản sau.');
    await author.box('story').fill('Bản sau cùng.');
    await expect.poll(async () => (await other.read(title)).story).toBe('Bản sau cùng.');
    await author.submits();
    await expect.poll(async () => (await other.read(title)).state).toBe('submitted');
  });
}

/** What the file holds that "Xuất ra tệp" gives. */
async function exported(page: Page): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Xuất ra tệp' }).first().click();
  return readFile(await (await download).path(), 'utf8');
}
