// Starts a part of the app in its shell: loads the wasm that the page's head names. Promises: `data-ready` on <html> once it
// runs, `data-failed` if it can't, and then the shell says so.

import init, { start } from 'glue';

const page = document.documentElement;

/** Throws what went wrong, once the page has said it. */
export async function run() {
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
}
