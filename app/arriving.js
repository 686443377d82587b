// A large file over a link that breaks. Promises that what has arrived is kept, over a reload too, and that it goes on by
// itself when there is a link: first the file as a whole, and after a break its numbered parts. What was put together of
// parts is compared with the hash in the file's name before its end is given away. Knows nothing of what is in it.

/** Where parts are kept until the file is whole and stored. */
const STORE = 'arriving';
/** Without a byte for so long a connection is given up. */
const STALL_MS = 20_000;
/** Between two tries: at first, and at most. */
const PAUSE_MS = [1_000, 30_000];

/**
 * The file as a response, at once: its body comes as it arrives. `part` is how many bytes a numbered part has, `size` how many
 * all of it; without them it isn't tried again. `tell` is told how much is there, and whether a link is waited for. A file that
 * broke off before (`isBroken`) isn't asked for as a whole.
 */
export function arriving(href, { part, size }, { tell = () => {}, isBroken = false } = {}) {
  const body = new ReadableStream({
    async start(out) {
      const file = new Arriving(href, part, size, out, tell);
      await file.arrive(isBroken && part > 0).then(() => out.close(), (error) => out.error(error));
    },
  });
  return new Response(body, { headers: { 'content-type': 'application/wasm' } });
}

/** The parts of a file aren't needed any more: it is stored as a whole. */
export async function forgetParts(href) {
  const store = await stored();
  for (const { url } of (await store?.keys()) ?? []) if (new URL(url).pathname.startsWith(`${href}.`)) await store.delete(url);
}

/** The store, if anything was ever put there. */
async function stored() {
  return self.caches && (await caches.has(STORE)) ? caches.open(STORE) : undefined;
}

class Arriving {
  chunks = [];
  length = 0;
  given = 0;
  isWhole = true;

  constructor(href, part, size, out, tell) {
    Object.assign(this, { href, part, size, out, tell });
  }

  async arrive(isBroken) {
    if (this.part) await this.takeKept();
    try {
      if (this.length === 0 && !isBroken) return await this.read(this.href, 0);
    } catch (error) {
      // The server's own no is an answer.
      if (!this.part || error.status) throw error;
      this.tell(this.length / this.size, true);
    }
    this.isWhole = false;
    await this.keep(0);
    for (let pause = PAUSE_MS[0]; this.length < this.size; ) {
      const number = Math.floor(this.length / this.part);
      try {
        await this.read(`${this.href}.${number}`, this.length % this.part);
        await this.keep(number);
        pause = PAUSE_MS[0];
      } catch (error) {
        if (error.status >= 400 && error.status < 500) throw error;
        this.tell(this.length / this.size, true);
        await again(pause);
        pause = Math.min(pause * 2, PAUSE_MS[1]);
      }
    }
    await this.check();
  }

  /** Reads a file but for its first `skip` bytes. */
  async read(address, skip) {
    const stop = new AbortController();
    let timer;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => stop.abort(), STALL_MS);
    };
    wait();
    try {
      const response = await fetch(address, { signal: stop.signal });
      const { ok, status } = response;
      if (!ok) throw Object.assign(new Error(`${address}: ${status}`), { status });
      const reader = response.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        wait();
        const rest = value.subarray(Math.min(skip, value.length));
        skip -= value.length - rest.length;
        if (rest.length > 0) this.add(rest);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  add(chunk) {
    this.chunks.push(chunk);
    this.length += chunk.length;
    // The end of what was put together is held back until all of it is checked.
    if (this.isWhole || this.length < this.size) {
      this.out.enqueue(chunk);
      this.given += chunk.length;
    }
    this.tell(this.length / this.size, false);
  }

  /** Takes the parts that are on the device. */
  async takeKept() {
    const store = await stored();
    for (let number = 0; store && this.length < this.size; number += 1) {
      const kept = await store.match(`${this.href}.${number}`);
      if (!kept) return;
      this.isWhole = false;
      this.add(new Uint8Array(await kept.arrayBuffer()));
    }
  }

  /** Keeps the whole parts from this one on. */
  async keep(from) {
    // Without a store, or room in it, they are kept for as long as the page lives.
    const store = await self.caches?.open(STORE).catch(() => undefined);
    if (!store) return;
    const all = this.joined();
    for (let number = from; ; number += 1) {
      const end = Math.min((number + 1) * this.part, this.size);
      if (end > this.length || number * this.part >= this.size) return;
      await store.put(`${this.href}.${number}`, new Response(all.subarray(number * this.part, end))).catch(() => {});
    }
  }

  joined() {
    const all = new Uint8Array(this.length);
    let at = 0;
    for (const chunk of this.chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    this.chunks = [all];
    return all;
  }

  /** Gives away the end if all of it is what its name says. Browsers reckon hashes only where the link is secure. */
  async check() {
    const all = this.joined();
    const name = this.href.match(/\.([0-9a-f]{16})\./)?.[1];
    if (name && self.crypto?.subtle) {
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', all));
      const hex = [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      if (hex !== name) {
        await forgetParts(this.href);
        throw new Error(`${this.href} isn't what its name says`);
      }
    }
    this.out.enqueue(all.subarray(this.given));
  }
}

/** Waits, but no longer than until there is a link again. */
function again(pause) {
  return new Promise((done) => {
    const timer = setTimeout(go, pause * (0.5 + Math.random() / 2));
    function go() {
      clearTimeout(timer);
      self.removeEventListener('online', go);
      done();
    }
    self.addEventListener('online', go);
  });
}
