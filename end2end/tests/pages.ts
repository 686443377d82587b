// Every page there is, each as somebody would meet it: for what must hold on all of them.

import { expect, type Page } from '@playwright/test';
import { ready } from './loading';
import { ABOVE, type Author, UNIT } from './author';
import type { Device } from './protocol';

/** A page: its name, and how to be on it. Below /app the author has joined and `fills` has run. */
export interface Place {
  name: string;
  open: (page: Page) => Promise<void>;
}

const at = (path: string) => async (page: Page) => {
  await page.goto(path);
  await ready(page);
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached();
};

/** The story that leads the list. */
async function openStory(page: Page): Promise<void> {
  await page.goto('/stories');
  await page.goto((await page.locator('.tales__item a').first().getAttribute('href'))!);
  await ready(page);
}

/** The pages that anybody can see. */
export const PUBLIC: Place[] = [
  { name: 'board', open: at('/') },
  { name: 'unit', open: at(`/units/${ABOVE}`) },
  { name: 'grassroots', open: at(`/units/${UNIT}`) },
  { name: 'units', open: at('/units') },
  { name: 'search', open: at('/units?q=dau+khi') },
  { name: 'stories', open: at('/stories') },
  { name: 'stories-found', open: at('/stories?unit=cd-than-ks&area=co+khi&q=a') },
  { name: 'story', open: openStory },
  { name: 'rules', open: at('/rules') },
  { name: 'privacy', open: at('/privacy') },
  { name: 'no-story', open: at('/stories/khong-co') },
  { name: 'no-unit', open: at('/units/khong-co') },
  { name: 'no-page', open: at('/khong-co') },
];

/** The pages of the app before anything is written. */
export const EMPTY: Place[] = [
  { name: 'mine-empty', open: at('/app') },
  { name: 'join', open: at('/app/join') },
  { name: 'device-empty', open: at('/app/device') },
  { name: 'new', open: at('/app/new') },
  { name: 'nowhere', open: at('/app/khong-co') },
];

/** What [`fill`] has written. */
export interface Filled {
  full: string;
  conflict: string;
  sent: string;
}

const FULL = {
  title: 'Giá treo ống hàn tự xoay',
  kind: 'technical',
  area: 'An toàn lao động',
  story:
    'Trước đây mỗi mối hàn phải có hai người: một người hàn, một người giữ và xoay ống. Ca đêm thiếu người là đứng việc.\nTôi lấy hai con lăn của băng tải hỏng, gắn lên chân đế cũ. Ống nằm trên con lăn, đạp chân là xoay.',
  problem: 'Hai người mới hàn được một ống, tay giữ ống hay bị bỏng.',
  solution: 'Bước 1: hàn chân đế.\nBước 2: lắp con lăn.\nBước 3: nối bàn đạp.',
  effect: 'Từ bốn mối mỗi ca lên mười một mối. Ba phân xưởng đang dùng.',
  benefit_vnd: 16_500_000_000,
  benefit_period: 'per_year',
  first_applied_on: '2026-03-02',
  authors: [
    { name: 'Trịnh Văn Khoát', position: 'Thợ hàn', workplace: 'Xưởng cơ khí', share: 60 },
    { name: 'Lê Kim Thoa', share: 40 },
  ],
};

/** Fills an author's device: an initiative in full, one in conflict, one sent, one that is only here and offline. */
export async function fill(author: Author): Promise<Filled> {
  const device: Device = await author.otherDevice();
  const [full, conflict, sent] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()] as string[];
  await device.edits(full, FULL);
  await device.edits(conflict, { title: 'Van xả đáy', solution: 'Thay van cửa.' });
  await device.edits(sent, { title: 'Sổ giao ca một trang', story: 'Giao ca nhanh hơn mười phút.' });
  await device.submits(sent);
  await author.reloads();
  await author.finds('Van xả đáy', /Đã cất giữ|Backed up/);
  await author.page.context().setOffline(true);
  await device.edits(conflict, { solution: 'Thay van cửa bằng van bướm, tay quay ra phía lối đi.' });
  await author.goesTo('Van xả đáy');
  await author.page.locator('#o-solution').fill('Thay van cửa bằng van bi, tay gạt về phía lối đi.');
  await author.page.goBack();
  await author.page.context().setOffline(false);
  await author.finds('Van xả đáy', /Có hai bản|Two versions/);
  return { full, conflict, sent };
}

/** The pages of an author who has written. */
export function written({ full, conflict, sent }: Filled): Place[] {
  return [
    { name: 'mine', open: at('/app') },
    { name: 'editor', open: at(`/app/initiatives/${full}`) },
    {
      name: 'check',
      open: async (page) => {
        await at(`/app/initiatives/${full}`)(page);
        await page.locator('.dock').getByRole('button').first().click();
        await expect(page.getByRole('dialog')).toBeVisible();
      },
    },
    { name: 'need', open: at(`/app/initiatives/${conflict}`) },
    { name: 'conflict', open: at(`/app/initiatives/${conflict}/conflict`) },
    { name: 'reading', open: at(`/app/initiatives/${sent}`) },
    { name: 'device', open: at('/app/device') },
    { name: 'joined', open: at('/app/join') },
  ];
}
