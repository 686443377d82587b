// A slow link between the browser and the server: so many bits a second for all connections
// together, shared fairly, and so long a way. It holds for everybody who uses it, the service worker
// included, which the browser's own emulation doesn't reach. Not modelled: loss and TCP's slow start.

import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What is sent at a time: about a packet. */
const PACKET = 1460;

export interface Conditions {
  /** Bits a second, downwards. Upwards everything is as quick as it comes: requests are small. */
  rate: number;
  /** Milliseconds there and back. */
  roundTrip: number;
  /** Round trips before the first connection carries its first request: 1 for TCP, 2 with TLS 1.3. */
  handshakes: number;
  /** With HTTP/2 everything goes through the first connection; with HTTP/1.1 each further one shakes hands as well. */
  protocol: 'HTTP/1.1' | 'HTTP/2';
}

/** Hands bytes to a socket at their time and in their order; timers alone would keep only the first. */
class Arrivals {
  private readonly coming: { at: number; data: Buffer }[] = [];

  constructor(private readonly socket: Socket) {}

  add(at: number, data: Buffer): void {
    this.coming.push({ at, data });
    if (this.coming.length === 1) this.wait();
  }

  private wait(): void {
    setTimeout(() => this.arrive(), Math.max(0, this.coming[0].at - performance.now()));
  }

  private arrive(): void {
    while (this.coming.length > 0 && this.coming[0].at <= performance.now() + 0.5) {
      const { data } = this.coming.shift()!;
      if (this.socket.writable) this.socket.write(data);
    }
    if (this.coming.length > 0) this.wait();
  }
}

export class Link {
  url = '';
  private readonly open = new Set<Socket>();
  /** What waits for the link, by where it goes. */
  private readonly waiting = new Map<Arrivals, Buffer[]>();
  private sending = false;
  private connections = 0;
  private established = 0;
  private readonly proxy = createServer((client) => this.carry(client));

  private constructor(private readonly origin: string, private readonly conditions: Conditions) {}

  /** Listens on a port of its own before the server at `origin`. */
  static async start(origin: string, conditions: Conditions): Promise<Link> {
    const link = new Link(origin, conditions);
    await new Promise<void>((done) => link.proxy.listen(0, '127.0.0.1', done));
    link.url = `http://127.0.0.1:${(link.proxy.address() as AddressInfo).port}`;
    return link;
  }

  async stop(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    await new Promise((done) => this.proxy.close(done));
  }

  /** Breaks every connection, as when a phone goes from one cell to the next. */
  breaks(): void {
    for (const socket of this.open) socket.destroy();
    this.waiting.clear();
  }

  private carry(client: Socket): void {
    const { roundTrip, handshakes, protocol } = this.conditions;
    if (this.connections++ === 0 || protocol === 'HTTP/1.1') this.established = performance.now() + roundTrip * handshakes;
    const established = this.established;
    const server = connect(Number(new URL(this.origin).port), '127.0.0.1');
    client.setNoDelay(true);
    const [up, down] = [new Arrivals(server), new Arrivals(client)];
    client.on('data', (data: Buffer) => up.add(Math.max(performance.now(), established) + roundTrip / 2, data));
    server.on('data', (data: Buffer) => {
      const queue = this.waiting.get(down) ?? [];
      for (let at = 0; at < data.length; at += PACKET) queue.push(data.subarray(at, at + PACKET));
      this.waiting.set(down, queue);
      void this.send();
    });
    for (const socket of [client, server]) {
      this.open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => (client.destroy(), server.destroy(), this.waiting.delete(down), this.open.delete(socket)));
    }
  }

  /** Sends a packet of each connection in turn, for as long as there are any. */
  private async send(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    let free = performance.now();
    while (this.waiting.size > 0) {
      for (const [down, queue] of [...this.waiting]) {
        const packet = queue.shift();
        if (queue.length === 0) this.waiting.delete(down);
        if (!packet) continue;
        free += (packet.length * 8000) / this.conditions.rate;
        down.add(free + this.conditions.roundTrip / 2, packet);
        // A timer may be late; the link isn't: the next packet is reckoned from when this one should have gone.
        const early = free - performance.now();
        if (early > 0) await new Promise((done) => setTimeout(done, early));
      }
    }
    this.sending = false;
  }
}
