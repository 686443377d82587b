// The whole product in one go: a phone that sees a link twice, and two people who watch the boards.

import type { Page } from '@playwright/test';
import { expect, LINK_LOST, Author, ready, test } from './fixtures';
import { ABOVE, NATION, submitted, UNIT } from './author';
import type { Phone } from './phone';
import { totals } from './protocol';
import type { Server } from './server';

test.use({ allowed: LINK_LOST });

const PIECES = [
  { title: 'Giá treo ống hàn tự xoay', story: 'Trước đây hai người giữ ống. Giờ một người hàn, ống tự xoay.' },
  { title: 'Khay lọc cặn tháo nhanh', solution: 'Thay bu lông bằng chốt gài.\nTháo trong hai phút.' },
  { title: 'Sổ giao ca một trang', effect: 'Giao ca nhanh hơn mười phút.' },
];

/** How a phone can be without a link, and get it back. */
const LINKS: { name: string; cut: (phone: Phone, server: Server) => Promise<void>; mend: (phone: Phone, server: Server) => Promise<void> }[] = [
  { name: 'the network is off', cut: (phone) => phone.losesLink(), mend: (phone) => phone.getsLink() },
  { name: 'the server is stopped', cut: (_, server) => server.stop(), mend: (_, server) => server.start() },
];

/** The board's one big figure. */
const figure = (page: Page) => page.locator('.hero__big');

for (const { name, cut, mend } of LINKS) {
  test(`initiatives written while ${name} are found again and counted exactly`, async ({ phone, ownServer: server, page: nation, context }) => {
    test.setTimeout(120_000);
    let author = new Author(await phone.opens(), server);
    await author.joins('Trịnh Văn Khoát');
    await expect.poll(async () => Object.keys(await author.stored())).toContain('tsk.position');

    await cut(phone, server);
    for (const piece of PIECES) {
      await author.writes(piece);
      await author.goesToList();
      await author.finds(piece.title, 'Chỉ có trên máy này');
    }
    await phone.closes();

    // Reopened, still without a link: everything is there, word for word.
    author = new Author(await phone.opens(), server);
    await author.page.goto(`${server.url}/app`);
    await ready(author.page);
    for (const { title, ...words } of PIECES) {
      await author.goesTo(title);
      await expect(author.box('title')).toHaveValue(title);
      for (const [box, text] of Object.entries(words)) await expect(author.box(box as 'story')).toHaveValue(text);
      await author.submits();
      await author.goesToList();
      await author.finds(title, 'Chờ gửi');
    }

    // Two people watch; then there is a link.
    if (name === 'the server is stopped') await mend(phone, server);
    const before = await totals(server, NATION);
    const unit = await context.newPage();
    await nation.goto(server.url);
    await unit.goto(`${server.url}/units/${UNIT}`);
    await Promise.all([ready(nation), ready(unit)]);
    if (name !== 'the server is stopped') {
      await expect(figure(nation)).toHaveText(submitted(before));
      await expect(nation.locator('.asof')).toContainText('Đang cập nhật');
      await mend(phone, server);
    }
    // Within half a minute: while nothing answers, it tries every 15 to 22 s.
    for (const { title } of PIECES) await author.finds(title, /^Đã gửi \d+h\d\d$/, { timeout: 30_000 });
    await expect.poll(async () => (await totals(server, UNIT)).counts.submitted).toBeGreaterThanOrEqual(PIECES.length);

    await expect(figure(nation)).toHaveText(submitted(await totals(server, NATION)));
    await expect(figure(unit)).toHaveText(submitted(await totals(server, UNIT)));
    expect(await server.verify()).toBeTruthy();
  });
}
