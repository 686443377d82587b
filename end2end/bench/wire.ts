// Counts what each answer weighs on the wire, head included, whoever asked for it: the page, the
// worker or the browser. A proxy that passes everything on as it is.

import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One answer. */
export interface Passed {
  path: string;
  status: number;
  coding: string;
  bytes: number;
}

export class Wire {
  /** Answers since the last reset, in the order in which they ended. */
  passed: Passed[] = [];
  url = '';
  private readonly proxy = createServer((request, response) => {
    const path = request.url ?? '/';
    const { port } = new URL(this.origin);
    const passing = ask({ host: '127.0.0.1', port, path, method: request.method, headers: request.headers }, (answer) => {
      // Of one connection the answers come one after the other: what is written until the end is this one's.
      const socket = response.socket!;
      const before = socket.bytesWritten;
      const status = answer.statusCode ?? 0;
      response.writeHead(status, answer.rawHeaders);
      answer.pipe(response);
      const coding = String(answer.headers['content-encoding'] ?? '–');
      response.once('finish', () => this.passed.push({ path, status, coding, bytes: socket.bytesWritten - before }));
    });
    passing.on('error', (error) => response.destroy(error));
    response.on('close', () => passing.destroy());
    request.pipe(passing);
  });

  private constructor(private readonly origin: string) {}

  /** Listens on a port of its own before the server at `origin`. */
  static async start(origin: string): Promise<Wire> {
    const wire = new Wire(origin);
    await new Promise<void>((done) => wire.proxy.listen(0, '127.0.0.1', done));
    wire.url = `http://127.0.0.1:${(wire.proxy.address() as AddressInfo).port}`;
    return wire;
  }

  reset(): void {
    this.passed = [];
  }

  get bytes(): number {
    return this.passed.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  async stop(): Promise<void> {
    this.proxy.closeAllConnections();
    await new Promise((done) => this.proxy.close(done));
  }
}
