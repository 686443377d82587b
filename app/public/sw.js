// The service worker: keeps one whole release of the app on the device, with the officers' desk if
// it was ever opened here. The server puts RELEASE, SHELL, FILES, LATER, DESK { paths, shell, files } and PARTS { of a
// file: { part, size } } in front of this text, and site.mjs `arriving.js`. Promises: answers GET only and never /api; a release is
// stored whole or not at all; a page gets files of its own release only; nothing is deleted that an
// open page may still ask for; a push is always shown. It knows nothing of drafts, which never pass through it.

const PREFIX = 'release-';
const MINE = PREFIX + RELEASE;
const here = new Set(FILES);
/** Holds the language of the last page under /app: a worker has neither cookies nor a page to read it from. */
const LANG = 'reader';
const WORDS = {
  vi: { title: 'Sáng kiến của bạn có tin mới', body: 'Chạm để xem.' },
  en: { title: 'There is news about your initiative', body: 'Tap to see it.' },
};
/** Boards as they were last seen, with the files that they need. */
const BOARDS = 'boards';
const MOST_BOARDS = 12;
const KEPT = {
  vi: (clock, day) => `Không có mạng. Đây là số lúc ${clock} ngày ${day}. Có mạng là số mới tự hiện.`,
  en: (clock, day) => `No connection. These are the figures as seen at ${clock} on ${day}. New ones appear once there is one.`,
};

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim().then(prune)));
self.addEventListener('message', (event) => {
  if (event.data?.type === 'skip-waiting') event.waitUntil(self.skipWaiting());
  if (event.data?.type === 'page-ready') event.waitUntil(prune());
  // A page of another release asks for what isn't ours; that release's worker has it.
  if (event.data?.type === 'keep-later' && event.data.release === RELEASE) event.waitUntil(keepLater());
  if (event.data?.type === 'keep-desk' && event.data.release === RELEASE) event.waitUntil(keepDesk());
});
self.addEventListener('push', (event) => event.waitUntil(tell(event.data)));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data));
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || url.pathname.startsWith('/api/')) return;
  // The stage is shown by machines of its own; without a link it must not become the app.
  if (request.mode === 'navigate' && url.pathname.startsWith('/show/')) return;
  if (request.mode === 'navigate') event.respondWith(page(event, url));
  else if (here.has(url.pathname) || url.pathname.startsWith('/pkg/')) event.respondWith(file(request));
});

/** Stores the whole release, or leaves nothing behind. */
async function install() {
  try {
    const cache = await caches.open(MINE);
    const isDesk = (await caches.match(DESK.shell, { ignoreVary: true })) !== undefined;
    await Promise.all([storeShell(cache, SHELL), ...FILES.map((path) => storeFile(cache, path))]);
    if (isDesk) await keepDesk();
    // Who has an older release uses the app: all of the new one, so that no page waits for a link.
    if (self.registration.active) await keepLater();
  } catch (error) {
    await caches.delete(MINE);
    throw error;
  }
}

/** Stores the worksite's pages that few open. */
async function keepLater() {
  const cache = await caches.open(MINE);
  for (const path of LATER) if (!(await cache.match(path, { ignoreVary: true }))) await storeFile(cache, path);
}

/** Stores the officers' desk beside the rest: its files first, so that its shell never stands alone. */
async function keepDesk() {
  const cache = await caches.open(MINE);
  if (await cache.match(DESK.shell, { ignoreVary: true })) return;
  await Promise.all(DESK.files.map((path) => storeFile(cache, path)));
  await storeShell(cache, DESK.shell);
}

/** The server may have moved on since it sent this worker: another release's shell isn't ours. */
async function storeShell(cache, path) {
  const shell = await fetch(path, { cache: 'no-cache' });
  if (!shell.ok || shell.headers.get('x-release') !== RELEASE) throw new Error(`${path} is of another release`);
  await cache.put(path, shell);
}

/** A name under /pkg/ holds its content's hash: what is stored under it already is the same file. */
async function storeFile(cache, path) {
  const hashed = path.startsWith('/pkg/');
  const stored = hashed ? await caches.match(path, { ignoreVary: true }) : undefined;
  // What a page has begun is gone on with: a thin link may need many tries, and each keeps what came.
  const response = stored ?? (PARTS[path] ? arriving(path, PARTS[path]) : await fetch(path, { cache: hashed ? 'default' : 'reload' }));
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  await cache.put(path, response);
  if (PARTS[path]) await forgetParts(path);
}

/**
 * The app's own pages come from the device; any other from the network. Without it a board comes as it was last seen, and
 * says so; in the place of what was never seen comes the shell.
 */
async function page(event, { pathname, search }) {
  const stored = async (shell) => (await caches.open(MINE)).match(shell, { ignoreVary: true });
  const own = shellOf(pathname);
  const kept = own && (await stored(own));
  if (kept) return kept;
  const isBoard = pathname === '/' || /^\/units\/[^/]+$/.test(pathname);
  let answer;
  try {
    // A board is asked for anew, or the browser would answer with one that is a few seconds old, link or no link.
    answer = await (isBoard ? fetch(event.request, { cache: 'no-cache' }) : fetch(event.request));
    if (isBoard && search === '' && answer.ok) event.waitUntil(keepBoard(pathname, answer.clone()).catch(() => {}));
    if (!isBoard || answer.status < 500) return answer;
  } catch (error) {
    answer ??= error;
  }
  const last = (isBoard && (await lastBoard(pathname))) || (answer instanceof Response ? answer : await stored(SHELL));
  if (last) return last;
  throw answer;
}

/** Keeps a board, with the files of its release: those are on the device already, since the page loads them. */
async function keepBoard(path, answer) {
  const html = await answer.text();
  const headers = new Headers(answer.headers);
  for (const name of ['content-encoding', 'content-length']) headers.delete(name);
  headers.set('x-kept-at', new Date().toISOString());
  const files = [...html.matchAll(/(?:href|src)="(\/pkg\/[^"]+)"/g)].map(([, file]) => file);
  let boards = await caches.open(BOARDS);
  const there = (await boards.keys()).map(({ url }) => new URL(url).pathname);
  // Of another release nothing is left: its boards would ask for files that the server no longer has.
  if (there.some((file) => file.startsWith('/pkg/') && !files.includes(file))) {
    await caches.delete(BOARDS);
    boards = await caches.open(BOARDS);
  }
  await boards.delete(path);
  await boards.put(path, new Response(html, { headers }));
  for (const { url } of (await boards.keys()).filter(({ url }) => !url.includes('/pkg/')).slice(0, -MOST_BOARDS)) await boards.delete(url);
  await Promise.all(files.map((file) => storeFile(boards, file)));
}

/** A board as it was last seen, with a word on when that was. */
async function lastBoard(path) {
  const kept = await caches.match(path, { cacheName: BOARDS, ignoreVary: true });
  if (!kept) return undefined;
  const html = await kept.text();
  const lang = /<html[^>]* lang="en"/.test(html) ? 'en' : 'vi';
  const zone = { timeZone: 'Asia/Ho_Chi_Minh' };
  const at = new Date(kept.headers.get('x-kept-at'));
  const clock = at.toLocaleTimeString('vi-VN', { ...zone, hour: '2-digit', minute: '2-digit' }).replace(':', lang === 'vi' ? 'h' : ':');
  const day = at.toLocaleDateString('en-GB', zone);
  const note = `<p class="kept" id="kept" role="status">${KEPT[lang](clock, day)}</p>`;
  return new Response(html.replace('<main ', `${note}<main `), { headers: kept.headers });
}

/** The shell of an address under /app. */
function shellOf(path) {
  const isUnder = (of) => path === of || path.startsWith(`${of}/`);
  if (DESK.paths.some(isUnder)) return DESK.shell;
  return isUnder(SHELL) ? SHELL : undefined;
}

/** Own files first, then those of releases that open pages still run, then the network. */
async function file(request) {
  const options = { ignoreVary: true };
  const own = await (await caches.open(MINE)).match(request, options);
  return own ?? (await caches.match(request, options)) ?? fetch(request);
}

/**
 * Deletes older releases that no open page runs. Each page holds a lock with its release's name;
 * while one hasn't said yet what it runs, or a newer release is being stored, nothing is deleted.
 */
async function prune() {
  const older = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== MINE);
  if (older.length === 0 || self.registration.installing || self.registration.waiting) return;
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const { held } = await self.navigator.locks.query();
  const running = held.map((lock) => lock.name).filter((name) => name.startsWith(PREFIX));
  if (running.length < pages.length) return;
  await Promise.all(older.filter((name) => !running.includes(name)).map((name) => caches.delete(name)));
}

/** Shows that there is news. One for each initiative: the newer takes the older's place. */
async function tell(data) {
  let id;
  try {
    id = data.json().initiative;
  } catch {
    // Without a word we can read there is still news.
  }
  const known = /^[0-9a-f-]{36}$/.test(id);
  const lang = await (await caches.match('/lang', { cacheName: LANG }))?.text();
  const { title, body } = WORDS[lang] ?? WORDS.vi;
  await self.registration.showNotification(title, {
    body,
    lang: lang ?? 'vi',
    tag: known ? id : 'news',
    renotify: true,
    icon: '/icons/icon-192.png',
    data: known ? `${SHELL}/initiatives/${id}` : SHELL,
  });
}

/** Opens the initiative, in a page of the app if there is one. It syncs as it starts. */
async function open(path) {
  const pages = await self.clients.matchAll({ type: 'window' });
  const own = pages.find((page) => shellOf(new URL(page.url).pathname) === SHELL);
  if (!own) return self.clients.openWindow(path);
  // A browser may refuse to bring it to the front; it goes there all the same.
  await own.focus().catch(() => undefined);
  return own.navigate(path);
}
