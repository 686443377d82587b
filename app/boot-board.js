// Brings a public page to life: loads the wasm of this page's own release, which its head names. Promises:
// `data-ready` on <html> once it runs, `data-failed` if it can't; the page says what it says either way. The service
// worker is the worksite's: whoever only looks at a board stores nothing of the app.

import init, { start } from 'glue';

const page = document.documentElement;

// Says for as long as the page lives which release it runs, so that a worker keeps those files.
navigator.locks?.request(`release-${page.dataset.release}`, { mode: 'shared' }, () => new Promise(() => {}));

try {
  await init({ module_or_path: document.querySelector('link[as=fetch]').href });
  start();
  page.dataset.ready = '';
} catch (error) {
  page.dataset.failed = '';
  throw error;
}
