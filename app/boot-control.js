// Starts the producers' control desk, in whose shell it stands. Promises: `data-ready` on <html> once it runs, `data-failed` if
// it can't. The worker keeps none of it: without a server there is no show to run.

import init, { start } from 'glue';

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
}
