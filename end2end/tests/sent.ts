// What waits for the officers of one unit.

import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { Device } from './protocol';
import type { Server } from './server';

export const UNIT = 'cs-dau-bsr';

/** A member's initiative, sent. */
export async function sent(server: Server, title: string, fields: Record<string, unknown> = {}): Promise<{ author: Device; id: string }> {
  const author = await Device.joins(server, UNIT, 'Trịnh Văn Khoát');
  const id = randomUUID();
  await author.sync({ initiative: id, action: { edit: { title, ...fields } } });
  const [receipt] = await author.sync({ initiative: id, action: { submit: {} } });
  expect(receipt.outcome).toBe('applied');
  return { author, id };
}
