// A running `sangkien demo` on a free port, with its own data folder that goes when it stops.

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const checkout = resolve(import.meta.dirname, '..', '..');
const target = resolve(checkout, process.env.CARGO_TARGET_DIR ?? 'target');
const release = process.env.SANGKIEN ?? join(target, 'release', 'sangkien');

/** What `demo --json` prints when it is ready. */
interface Ready {
  url: string;
  join_codes: Record<string, string>;
  officers: OfficerAccount[];
}

/** An officer of the demonstration. */
export interface OfficerAccount {
  login: string;
  password: string;
  role: string;
  unit: string;
}

export class Server {
  private process?: ChildProcess;
  /** Its folder. */
  readonly data = mkdtempSync(join(tmpdir(), 'sangkien-e2e-'));
  private log = '';
  /** Where it answers; stays the same when it is started again. */
  url = '';
  /** A code to join each unit with. */
  joinCodes: Record<string, string> = {};
  officers: OfficerAccount[] = [];

  /** Starts a server; `options` are those of `sangkien demo`. */
  static async start(...options: string[]): Promise<Server> {
    const server = new Server(options);
    const made = process.env.DEMONSTRATION;
    if (made && !options.includes('--scale')) cpSync(made, server.data, { recursive: true });
    await server.start();
    return server;
  }

  /** Starts a debug build, which has pages for developers; `make unit` leaves one. It has no site: style a page yourself. */
  static async startDebug(): Promise<Server> {
    const server = new Server(['--scale', '10'], join(target, 'debug', 'sangkien'));
    await server.start();
    return server;
  }

  private constructor(
    private readonly options: string[],
    private readonly binary = release,
  ) {}

  /** Starts it, again on the same port and data if it ran before. */
  async start(): Promise<void> {
    const listen = this.url ? new URL(this.url).host : '127.0.0.1:0';
    const args = ['demo', '--json', '--listen', listen, '--data', this.data, ...this.options];
    this.process = spawn(this.binary, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const { stdout, stderr } = this.process;
    stderr!.on('data', (text) => (this.log += text));
    const gone = once(this.process, 'exit').then(([code]) => {
      throw new Error(`sangkien ended with ${code} before it was ready:\n${this.log}`);
    });
    gone.catch(() => {}); // it is meant to end later
    const line = once(createInterface({ input: stdout! }), 'line');
    const [ready] = (await Promise.race([line, gone])) as [string];
    const { url, join_codes, officers } = JSON.parse(ready) as Ready;
    this.url = url;
    this.joinCodes = join_codes;
    this.officers = officers;
  }

  /** Waits until the search for duplicates has caught up: for a second it checked nothing. */
  async searched(): Promise<void> {
    for (let before = -1; ; await pause(1_000)) {
      const metrics = await (await fetch(`${this.url}/metrics`)).text();
      const checked = Number(/^sangkien_duplicate_check_seconds_count (\d+)/m.exec(metrics)?.[1] ?? 0);
      if (checked > 0 && checked === before) return;
      before = checked;
    }
  }

  /** Stops it as an operator would; the data stays for the next start. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const process = this.process;
    this.process = undefined;
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    const ended = once(process, 'exit');
    process.kill(signal);
    await ended;
  }

  /** Recounts every total from the records while the server runs; an error if one differs. */
  async verify(): Promise<string> {
    return (await promisify(execFile)(this.binary, ['verify', '--data', this.data])).stdout;
  }

  /** Makes a backup of it into a file, while it runs. */
  async backUp(file: string): Promise<void> {
    await promisify(execFile)(this.binary, ['backup', file, '--data', this.data]);
  }

  /** Stops it, puts a backup in the place of its data, and starts it again. */
  async restore(file: string): Promise<void> {
    await this.stop();
    await promisify(execFile)(this.binary, ['restore', file, '--data', this.data]);
    await this.start();
  }

  /** Stops it for good and deletes its data. */
  async dispose(): Promise<void> {
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
  }
}
