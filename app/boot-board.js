// Brings a public page to life: loads the wasm of this page's own release, which its head names. Promises:
// `data-ready` on <html> once it runs, `data-failed` if it can't; the page says what it says either way. The service
// worker is the worksite's: whoever only looks at a board stores nothing of the app.

import init, { start } from 'glue';
import { arriving } from './arriving.js';

const page = document.documentElement;

// Says for as long as the page lives which release it runs, so that a worker keeps those files.
navigator.locks?.request(`release-${page.dataset.release}`, { mode: 'shared' }, () => new Promise(() => {}));

try {
  const { href, dataset } = document.querySelector('link[as=fetch]');
  const size = { part: Number(dataset.part ?? 0), size: Number(dataset.size ?? 0) };
  await init({ module_or_path: href }).catch((error) => {
    if (!size.part) throw error;
    // It broke off: its parts come by themselves, however long the link takes.
    return init({ module_or_path: arriving(new URL(href).pathname, size, { isBroken: true }) });
  });
  start();
  page.dataset.ready = '';
} catch (error) {
  page.dataset.failed = '';
  throw error;
}
