// The service worker and newer releases, for every part of the app under /app. Promises `app-update-ready` on window when a
// newer release is on the device, and that nothing of it shows before someone sends `app-update-apply`.

const worker = navigator.serviceWorker;

// Says for as long as the page lives which release it runs, so that the worker keeps those files.
const { release } = document.documentElement.dataset;
navigator.locks?.request(`release-${release}`, { mode: 'shared' }, () => new Promise(() => {}));

/** Between two tries to put the app on the device, over a link that breaks: at first, and at most. */
const PAUSE_MS = [5_000, 300_000];

/** The worker's registration. Whether its files arrived or not: if they didn't, it is tried again by itself. */
async function registered() {
  const registration = await worker.register('/sw.js', { updateViaCache: 'none' });
  let pause = PAUSE_MS[0];
  const watch = (installing) => {
    installing?.addEventListener('statechange', () => {
      if (installing.state !== 'redundant' || registration.active) return;
      setTimeout(retry, pause);
      pause = Math.min(pause * 2, PAUSE_MS[1]);
    });
  };
  const retry = () => {
    if (registration.active || registration.installing) return;
    worker.register('/sw.js', { updateViaCache: 'none' }).then(({ installing }) => watch(installing), () => setTimeout(retry, pause));
  };
  watch(registration.installing);
  window.addEventListener('online', retry);
  return registration;
}

/** Who looks on for so long, in milliseconds, stays. */
const STAYS_MS = 10_000;

/**
 * Has the worker keep the pages that few open: as soon as the app says that something of a person is here (`app-keep`), or
 * somebody has stayed. Without a link it is asked again when there is one, and at the next start.
 */
export function keepLater() {
  if (!worker) return;
  const keep = async () => (await worker.ready).active?.postMessage({ type: 'keep-later', release });
  window.addEventListener('app-keep', keep);
  window.addEventListener('online', keep);
  setTimeout(keep, STAYS_MS);
}

/** Registers the worker and tells the app when a newer release waits. */
export async function keepUpToDate() {
  if (!worker) return;
  let applying = false;

  const tell = () => {
    document.documentElement.dataset.update = 'ready';
    window.dispatchEvent(new Event('app-update-ready'));
  };
  // The first worker to take over is this page's own. A later one was let in by another tab, which
  // makes this page one of the older release.
  let controlled = worker.controller !== null;
  worker.addEventListener('controllerchange', () => {
    if (applying) location.reload();
    else if (controlled) tell();
    controlled = true;
  });

  const registration = await registered();
  worker.controller?.postMessage({ type: 'page-ready' });

  window.addEventListener('app-update-apply', () => {
    applying = true;
    if (registration.waiting) registration.waiting.postMessage({ type: 'skip-waiting' });
    else location.reload();
  });
  if (worker.controller && registration.waiting) tell();
  registration.addEventListener('updatefound', () => {
    const fresh = registration.installing;
    fresh?.addEventListener('statechange', () => {
      if (fresh.state === 'installed' && worker.controller) tell();
    });
  });

  // An installed app may stay open for weeks: look for a newer release when it is taken up again.
  let looked = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - looked < 3_600_000) return;
    looked = Date.now();
    // Without a link there is nothing to find; the next visit looks again.
    registration.update().catch(() => {});
  });
}
