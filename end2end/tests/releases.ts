// Two releases of the site from one server: a proxy that gives every file of the second release
// another name, as a new build would, and no longer knows the first release's files.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export class Releases {
  /** Which release is served: the first or the second. */
  serving: 1 | 2 = 1;
  /** Addresses that answer 503, for a download that breaks off. */
  broken: RegExp | undefined;
  url = '';
  private readonly proxy = createServer((request, response) => {
    this.answer(request, response).catch((error) => response.writeHead(502).end(String(error)));
  });

  private constructor(private readonly origin: string, private readonly renamed: Map<string, string>) {}

  /** Starts the proxy before the server at `origin`. */
  static async start(origin: string): Promise<Releases> {
    const shell = await (await fetch(`${origin}/app`)).text();
    // What is loaded later is named in the shell's own script, which the policy lets run by its hash: it stays as it is.
    const hashes = [...shell.matchAll(/\/pkg\/(?!later\.)\w+\.(\w+)\.\w+|data-release="(\w+)"/g)].map(([, file, id]) => file ?? id);
    const renamed = new Map(hashes.map((hash) => [hash, [...hash].reverse().join('')]));
    const releases = new Releases(origin, renamed);
    await new Promise<void>((done) => releases.proxy.listen(0, '127.0.0.1', done));
    releases.url = `http://127.0.0.1:${(releases.proxy.address() as AddressInfo).port}`;
    return releases;
  }

  async stop(): Promise<void> {
    this.proxy.closeAllConnections();
    await new Promise((done) => this.proxy.close(done));
  }

  private rename(text: string, direction: 'forth' | 'back'): string {
    if (this.serving === 1) return text;
    for (const [first, second] of this.renamed) {
      text = direction === 'forth' ? text.replaceAll(first, second) : text.replaceAll(second, first);
    }
    return text;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    if (this.broken?.test(path)) return void response.writeHead(503).end();
    const original = this.rename(path, 'back');
    if (this.serving === 2 && /^\/pkg\/(?!later\.)/.test(path) && original === path) return void response.writeHead(404).end();
    const answer = await fetch(this.origin + original, { redirect: 'manual' });
    const headers = Object.fromEntries(answer.headers);
    for (const name of ['content-encoding', 'content-length', 'transfer-encoding', 'etag']) delete headers[name];
    if (headers['x-release']) headers['x-release'] = this.rename(headers['x-release'], 'forth');
    const body = Buffer.from(await answer.arrayBuffer());
    const text = /html|javascript/.test(headers['content-type'] ?? '');
    response.writeHead(answer.status, headers);
    response.end(text ? this.rename(body.toString('utf8'), 'forth') : body);
  }
}
