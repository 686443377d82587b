// Starts the officers' desk, in whose shell it stands, and has the worker keep it beside the worksite: only the devices of
// officers have it. Promises: `data-ready` on <html> once it runs, `data-failed` if it can't.

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
  const registration = await navigator.serviceWorker?.ready;
  registration?.active?.postMessage({ type: 'keep-desk', release: page.dataset.release });
}
