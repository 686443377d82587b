// Starts the app under /app, in whose shell it stands: loads the wasm that the page's head names, then sees to it that it is on
// the device. Promises: `data-ready` on <html> once the app runs, `data-failed` if it can't.

import init, { start } from 'glue';
import { keepUpToDate } from './up-to-date.js';

const page = document.documentElement;

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
  await keepUpToDate();
}

// For the worker, which has to show messages in the reader's language.
if ('PushManager' in window && window.caches) {
  const kept = await caches.open('reader');
  await kept.put('/lang', new Response(page.lang));
}
