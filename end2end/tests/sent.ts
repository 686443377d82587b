// What waits for the officers of one unit.

import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { Device } from './protocol';
import type { Server } from './server';

export const UNIT = 'cs-dau-bsr';

/** What a story is told with. */
export const TOLD = {
  kind: 'technical',
  area: 'An toàn lao động',
  story: 'Trước đây mỗi mối hàn phải có hai người.\nTôi lấy hai con lăn của băng tải hỏng, gắn lên chân đế cũ.',
  solution: 'Bước 1: hàn chân đế.\nBước 2: lắp con lăn.',
  effect: 'Từ bốn mối mỗi ca lên mười một mối.',
  benefit_vnd: 850_000_000,
  benefit_period: 'per_year',
  public_story: true,
};

/** A member's initiative, recognised. */
export async function recognised(server: Server, title: string, fields: Record<string, unknown> = TOLD): Promise<{ author: Device; id: string }> {
  const { author, id } = await sent(server, title, fields);
  const reviewer = await Device.signsIn(server, 'duyet.bsr');
  await reviewer.sync();
  const [receipt] = await reviewer.sync({ initiative: id, action: { recognise: { level: 'grassroots', benefit_vnd: 800_000_000 } } });
  expect(receipt.outcome).toBe('applied');
  await author.sync();
  return { author, id };
}

/** A member's initiative, sent. */
export async function sent(server: Server, title: string, fields: Record<string, unknown> = {}): Promise<{ author: Device; id: string }> {
  const author = await Device.joins(server, UNIT, 'Trịnh Văn Khoát');
  const id = randomUUID();
  await author.sync({ initiative: id, action: { edit: { title, ...fields } } });
  const [receipt] = await author.sync({ initiative: id, action: { submit: {} } });
  expect(receipt.outcome).toBe('applied');
  return { author, id };
}
