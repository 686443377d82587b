// The wire protocol as a second device speaks it, without a browser: another phone of the same member, or whoever
// wants to know what the server really has. Knows nothing of pages.

import { randomUUID } from 'node:crypto';
import type { Server } from './server';

export interface Member {
  id: string;
  name: string;
  unit: string;
}

export interface Receipt {
  id: string;
  outcome: 'applied' | 'merged' | 'conflict' | 'rejected';
  rev: number;
  problem?: { type: string };
}

/** An initiative as the server tells it: the fields that tests ask about, and whatever else there is. */
export interface Initiative {
  id: string;
  rev: number;
  state: string;
  author: { id: string; name: string };
  title?: string;
  story?: string;
  problem?: string;
  solution?: string;
  alternatives: { field: string; value: unknown }[];
  updated_at: string;
  [field: string]: unknown;
}

export interface Totals {
  unit: string;
  name: string;
  counts: { people: number; submitted: number; recognised: number };
  target?: { assigned?: number };
  children: Totals[];
}

type Action = Record<string, unknown>;

/** A device of a member. */
export class Device {
  private readonly device = randomUUID();
  private cursor: string | null = null;
  /** What the server has of this member, as of the last answer. */
  readonly initiatives = new Map<string, Initiative>();

  constructor(
    private readonly server: Server,
    readonly token: string,
  ) {}

  /** Joins a unit as a new member. */
  static async joins(server: Server, unit: string, name: string): Promise<Device> {
    const body = JSON.stringify({ code: server.joinCodes[unit], name, consent: true });
    const response = await post(server, 'join', body, {});
    if (response.status !== 201) throw new Error(`join: ${response.status} ${await response.text()}`);
    return new Device(server, ((await response.json()) as { token: string }).token);
  }

  /** An officer of the demonstration signs in. */
  static async signsIn(server: Server, login: string): Promise<Device> {
    const { password } = server.officers.find((officer) => officer.login === login)!;
    const response = await post(server, 'sign-in', JSON.stringify({ login, password }), {});
    if (response.status !== 200) throw new Error(`sign-in: ${response.status} ${await response.text()}`);
    return new Device(server, ((await response.json()) as { token: string }).token);
  }

  /** Sends ops and takes in what has changed; with none, only that. */
  async sync(...ops: { initiative: string; action: Action }[]): Promise<Receipt[]> {
    const results: Receipt[] = [];
    let sent = ops.map(({ initiative, action }) => ({
      id: randomUUID() as string,
      initiative,
      base: this.initiatives.get(initiative)?.rev ?? 0,
      at: new Date().toISOString(),
      action,
    }));
    for (let more = true; more; sent = []) {
      const body = JSON.stringify({ device: this.device, cursor: this.cursor, ops: sent });
      const response = await post(this.server, 'sync', body, { authorization: `Bearer ${this.token}` });
      if (response.status !== 200) throw new Error(`sync: ${response.status} ${await response.text()}`);
      const answer = (await response.json()) as { results: Receipt[]; changes: Initiative[]; cursor: string; more: boolean };
      results.push(...answer.results);
      for (const initiative of answer.changes) this.initiatives.set(initiative.id, initiative);
      ({ cursor: this.cursor, more } = answer);
    }
    return results;
  }

  /** Changes fields of an initiative, from what this device last saw of it. */
  async edits(initiative: string, fields: Record<string, unknown>): Promise<Receipt> {
    return (await this.sync({ initiative, action: { edit: fields } }))[0];
  }

  /** Submits it. */
  async submits(initiative: string): Promise<Receipt> {
    return (await this.sync({ initiative, action: { submit: {} } }))[0];
  }

  /** The one initiative with that title, as the server has it now; an error if there is none or more than one. */
  async read(title: string): Promise<Initiative> {
    await this.sync();
    const found = [...this.initiatives.values()].filter((initiative) => initiative.title === title);
    if (found.length !== 1) throw new Error(`${found.length} initiatives are called “${title}”`);
    return found[0];
  }

  /** Everything the server has of this member, read from the beginning. */
  async all(): Promise<Initiative[]> {
    this.cursor = null;
    this.initiatives.clear();
    await this.sync();
    return [...this.initiatives.values()];
  }

  /** Ends the token at the server, as if it had expired. */
  async ends(): Promise<void> {
    const response = await post(this.server, 'sign-out', '', { authorization: `Bearer ${this.token}` });
    if (response.status !== 204) throw new Error(`sign-out: ${response.status}`);
  }
}

/** What `GET /totals` says of a unit now. */
export async function totals(server: Server, unit: string): Promise<Totals> {
  const response = await fetch(`${server.url}/api/v1/totals?unit=${unit}`, { cache: 'no-store' });
  if (!response.ok) throw new Error(`totals: ${response.status}`);
  return (await response.json()) as Totals;
}

function post(server: Server, path: string, body: string, headers: Record<string, string>): Promise<Response> {
  return fetch(`${server.url}/api/v1/${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
}
