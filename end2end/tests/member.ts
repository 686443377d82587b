// A member's device, spoken for over the protocol: for tests of what others see when something arrives.

import { randomBytes } from 'node:crypto';
import type { Server } from './server';

/** A UUIDv7: the time in milliseconds, then chance. */
function id(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export class Member {
  private readonly device = id();

  private constructor(
    private readonly server: Server,
    private readonly token: string,
  ) {}

  /** Joins a unit with its code. */
  static async join(server: Server, unit: string): Promise<Member> {
    const body = { code: server.joinCodes[unit], name: 'Nguyễn Thị Ánh', consent: true };
    const { token } = (await post(`${server.url}/api/v1/join`, body)) as { token: string };
    return new Member(server, token);
  }

  /** Writes an initiative and submits it; fails unless it is accepted. */
  async submit(title: string): Promise<void> {
    const initiative = id();
    const at = new Date().toISOString();
    const op = (action: object) => ({ id: id(), initiative, base: 0, at, action });
    const ops = [op({ edit: { title } }), op({ submit: {} })];
    const body = { device: this.device, cursor: null, ops };
    const { results } = (await post(`${this.server.url}/api/v1/sync`, body, this.token)) as { results: { outcome: string }[] };
    const outcomes = results.map(({ outcome }) => outcome).join();
    if (outcomes !== 'applied,applied') throw new Error(`not accepted: ${JSON.stringify(results)}`);
  }
}

async function post(url: string, body: object, token?: string): Promise<unknown> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (token) headers.authorization = `Bearer ${token}`;
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
}
