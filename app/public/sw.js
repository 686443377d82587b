// The service worker: keeps one whole release of the app on the device, with the officers' desk if
// it was ever opened here. The server puts RELEASE, SHELL, FILES and DESK { paths, shell, files } in
// front of this text. Promises: answers GET only and never /api; a release is
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

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim().then(prune)));
self.addEventListener('message', (event) => {
  if (event.data?.type === 'skip-waiting') event.waitUntil(self.skipWaiting());
  if (event.data?.type === 'page-ready') event.waitUntil(prune());
  // A page of another release asks for what isn't ours; that release's worker has it.
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
  if (request.mode === 'navigate') event.respondWith(page(request, url.pathname));
  else if (here.has(url.pathname) || url.pathname.startsWith('/pkg/')) event.respondWith(file(request));
});

/** Stores the whole release, or leaves nothing behind. */
async function install() {
  try {
    const cache = await caches.open(MINE);
    const isDesk = (await caches.match(DESK.shell, { ignoreVary: true })) !== undefined;
    await Promise.all([storeShell(cache, SHELL), ...FILES.map((path) => storeFile(cache, path))]);
    if (isDesk) await keepDesk();
  } catch (error) {
    await caches.delete(MINE);
    throw error;
  }
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
  const response = stored ?? (await fetch(path, { cache: hashed ? 'default' : 'reload' }));
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  await cache.put(path, response);
}

/** The app's own pages come from the device; any other from the network, and without it the shell. */
async function page(request, path) {
  const stored = async (shell) => (await caches.open(MINE)).match(shell, { ignoreVary: true });
  const own = shellOf(path);
  const kept = own && (await stored(own));
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    const shell = await stored(SHELL);
    if (shell) return shell;
    throw error;
  }
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
