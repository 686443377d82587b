// Starts the app under /app, in whose shell it stands: loads the wasm that the page's head names, then registers the
// service worker. Promises: `data-ready` on <html> once the app runs, `data-failed` if it can't; `app-update-ready` on
// window when a newer release is on the device, and nothing of it shows before someone sends `app-update-apply`.

import init, { start } from 'glue';

const page = document.documentElement;
const worker = navigator.serviceWorker;

// Says for as long as the page lives which release it runs, so that the worker keeps those files.
navigator.locks?.request(`release-${page.dataset.release}`, { mode: 'shared' }, () => new Promise(() => {}));

try {
  await init({ module_or_path: document.querySelector('link[as=fetch]').href });
  document.getElementById('opening')?.remove();
  start();
  page.dataset.ready = '';
} catch (error) {
  page.dataset.failed = '';
  document.querySelector('.opening__failed')?.removeAttribute('hidden');
  throw error;
} finally {
  if (worker) await keepUpToDate();
}

/** Registers the worker and tells the app when a newer release waits. */
async function keepUpToDate() {
  let applying = false;

  const tell = () => {
    page.dataset.update = 'ready';
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

  const registration = await worker.register('/sw.js', { updateViaCache: 'none' });
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
