// A caching nginx in front of the server, with the configuration that is recommended (deploy/cache.nginx): what our headers
// make of it when thousands look at the same board, and when the server goes away.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { NATION, submitted, UNIT } from './author';
import { expect, test as base } from './fixtures';
import { Member } from './member';
import { totals } from './protocol';

const checkout = resolve(import.meta.dirname, '..', '..');
const NGINX = resolve(checkout, process.env.NGINX ?? '.tools/nginx/usr/sbin/nginx');

/** A cache in front of a server. */
class Cache {
  private constructor(
    readonly url: string,
    private readonly folder: string,
    private readonly process: ChildProcess,
  ) {}

  static async before(origin: string): Promise<Cache> {
    const folder = mkdtempSync(join(tmpdir(), 'sangkien-cache-'));
    const listen = `127.0.0.1:${await freePort()}`;
    const words: Record<string, string> = { LISTEN: listen, ORIGIN: new URL(origin).host, FOLDER: folder };
    const text = readFileSync(join(checkout, 'deploy', 'cache.nginx'), 'utf8');
    writeFileSync(join(folder, 'nginx.conf'), text.replace(/^(?!#)(.*)$/gm, (line) => line.replace(/\b(LISTEN|ORIGIN|FOLDER)\b/g, (word) => words[word])));
    // Started by root it would go on as somebody who may not write to the folder.
    const user = process.getuid?.() === 0 ? ['-g', 'user root;'] : [];
    const nginx = spawn(NGINX, ['-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf'), ...user], { stdio: 'inherit' });
    const cache = new Cache(`http://${listen}`, folder, nginx);
    await expect.poll(() => fetch(cache.url).then(({ ok }) => ok, () => false)).toBe(true);
    return cache;
  }

  async stop(): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.kill('SIGQUIT');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const test = base.extend<{ cache: Cache }>({
  cache: async ({ ownServer }, use) => {
    const cache = await Cache.before(ownServer.url);
    await use(cache);
    await cache.stop();
  },
});

/** How many pages the server has answered with: they are whatever isn't a route. */
async function pagesAnswered(server: string): Promise<number> {
  const lines = (await (await fetch(`${server}/metrics`)).text()).split('\n');
  const counts = lines.filter((line) => line.startsWith('sangkien_request_seconds_count') && line.includes('route="other"'));
  return counts.reduce((sum, line) => sum + Number(line.split(' ').pop()), 0);
}

const figure = (html: string) => html.match(/\bhero__big[^>]*>(?:<!--[^>]*-->)*([\d.]+)/)![1];

test('however many ask for a board, the server is asked once a second, and the figure is at most a few seconds old', async ({ cache, ownServer: server }) => {
  const [before, had] = [await pagesAnswered(server.url), await totals(server, NATION)];
  const member = await Member.join(server, UNIT);
  await member.submit('Một lời hỏi cho nghìn người');
  const began = Date.now();
  let asked = 0;
  let shown = '';
  const phone = async () => {
    for (; Date.now() - began < 5_000; asked++) {
      const answer = await fetch(cache.url, { headers: { 'accept-encoding': 'gzip', cookie: `theme=light; session=${asked}` } });
      expect(answer.status).toBe(200);
      shown = figure(await answer.text());
    }
  };
  await Promise.all(Array.from({ length: 20 }, phone));
  const seconds = (Date.now() - began) / 1000;
  const reached = (await pagesAnswered(server.url)) - before;
  expect(reached).toBeLessThanOrEqual(seconds + 3);
  expect(asked).toBeGreaterThan(5 * reached);
  expect(shown).toBe(submitted(had, 1));
});

test('languages and themes are kept apart, and what is somebody’s own isn’t kept', async ({ cache }) => {
  const lang = async (cookie: string) => (await (await fetch(cache.url, { headers: { cookie } })).text()).match(/<html[^>]* lang="(\w+)"/)![1];
  expect([await lang('lang=vi'), await lang('lang=en'), await lang('lang=vi'), await lang('')]).toEqual(['vi', 'en', 'vi', 'vi']);
  for (const path of ['/api/v1/me', '/app', '/app/review']) {
    const seen = [];
    for (let n = 0; n < 2; n++) seen.push((await fetch(cache.url + path)).headers.get('x-cache'));
    expect(seen, path).not.toContain('HIT');
  }
});

test('a board outlives its server', async ({ cache, ownServer: server }) => {
  const { counts } = await totals(server, NATION);
  expect(figure(await (await fetch(cache.url)).text())).toBe(counts.submitted.toLocaleString('vi-VN'));
  await server.stop();
  // Past the second in which it counts as fresh.
  await expect.poll(async () => (await fetch(cache.url)).headers.get('x-cache')).toBe('STALE');
  const answer = await fetch(cache.url);
  expect(answer.status).toBe(200);
  expect(figure(await answer.text())).toBe(counts.submitted.toLocaleString('vi-VN'));
});

test('a stream passes the cache as it comes', async ({ cache, ownServer: server }) => {
  const stop = new AbortController();
  const answer = await fetch(`${cache.url}/api/v1/live?unit=${NATION}`, { signal: stop.signal, headers: { 'accept-encoding': 'gzip' } });
  expect(answer.headers.get('content-encoding')).toBe('gzip');
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const until = async (words: string) => {
    while (!text.includes(words)) text += (await reader.read()).value ?? '';
  };
  const { counts } = await totals(server, NATION);
  await until(`"submitted":${counts.submitted},`);
  const member = await Member.join(server, UNIT);
  await member.submit('Qua bộ nhớ đệm');
  const began = Date.now();
  await until(`"submitted":${counts.submitted + 1},`);
  expect(Date.now() - began).toBeLessThan(3_000);
  stop.abort();
});

test('what an output follows passes it as well, over a socket and as events', async ({ page, cache }) => {
  const stream = `${cache.url}/api/v1/show/stream?scene=number`;
  await page.goto(cache.url);
  const said = await page.evaluate(
    (address) =>
      new Promise<string>((resolve, reject) => {
        const socket = new WebSocket(address.replace('http', 'ws'));
        socket.onmessage = ({ data }) => resolve(data);
        socket.onclose = () => reject(new Error('it was closed'));
      }),
    stream,
  );
  expect(JSON.parse(said).content).toMatchObject({ scene: 'number' });
  // The cache goes when nobody holds a connection any more.
  await page.goto('about:blank');
  const stop = new AbortController();
  const answer = await fetch(stream, { signal: stop.signal });
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('event: picture')) text += (await reader.read()).value ?? '';
  stop.abort();
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  return port;
}
