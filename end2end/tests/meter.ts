// Counts what really comes over the wire, whoever asks for it: the page, the worker or the browser.

import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export class Meter {
  /** Bytes from the server since the last reset, headers included. */
  received = 0;
  /** Addresses asked for since the last reset. */
  asked: string[] = [];
  url = '';
  private readonly open = new Set<Socket>();
  private readonly proxy = createServer((client) => {
    const server = connect(Number(new URL(this.origin).port), '127.0.0.1');
    client.on('data', (data) => {
      for (const [, path] of data.toString('latin1').matchAll(/^(?:GET|POST) (\S+) HTTP/gm)) this.asked.push(path);
    });
    server.on('data', (data) => (this.received += data.length));
    client.pipe(server).pipe(client);
    for (const socket of [client, server]) {
      this.open.add(socket);
      // Whatever ends one half ends the other; a reset is how browsers leave.
      socket.on('error', () => socket.destroy()).on('close', () => (client.destroy(), server.destroy(), this.open.delete(socket)));
    }
  });

  private constructor(private readonly origin: string) {}

  /** Listens on a port of its own before the server at `origin`. */
  static async start(origin: string): Promise<Meter> {
    const meter = new Meter(origin);
    await new Promise<void>((done) => meter.proxy.listen(0, '127.0.0.1', done));
    meter.url = `http://127.0.0.1:${(meter.proxy.address() as AddressInfo).port}`;
    return meter;
  }

  reset(): void {
    this.received = 0;
    this.asked = [];
  }

  async stop(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    await new Promise((done) => this.proxy.close(done));
  }
}
