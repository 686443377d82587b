// Starts a part of the app in its shell: loads the wasm that the page's head names, and says how far it has come where that
// takes long. Promises: `data-ready` on <html> once it runs, `data-failed` if it can't, and then the shell says so.

import init, { start } from 'glue';
import { arriving } from './arriving.js';

const page = document.documentElement;
/** What takes less than this isn't worth a word. */
const SOON_MS = 1_500;

/** Throws what went wrong, once the page has said it. */
export async function run() {
  const { href, dataset } = document.querySelector('link[as=fetch]');
  const path = new URL(href).pathname;
  const size = { part: Number(dataset.part ?? 0), size: Number(dataset.size ?? 0) };
  const options = { tell: progress() };
  try {
    // From the worker it comes as it is stored, so that the browser may keep what it has compiled.
    const isKept = navigator.serviceWorker?.controller || !size.part;
    const first = isKept ? fetch(path) : arriving(path, size, options);
    await init({ module_or_path: first }).catch(async (error) => {
      if (!size.part) throw error;
      await init({ module_or_path: arriving(path, size, { ...options, isBroken: true }) });
    });
    document.getElementById('opening')?.remove();
    start();
    page.dataset.ready = '';
  } catch (error) {
    page.dataset.failed = '';
    document.querySelector('.opening__failed')?.removeAttribute('hidden');
    throw error;
  }
}

/** Says in the shell how much is there, and that a link is waited for. */
function progress() {
  const line = document.querySelector('.opening__wait');
  const bar = document.querySelector('.opening__progress');
  const begun = performance.now();
  const words = line?.textContent;
  return (share, isWaiting) => {
    if (!line || !bar || !(share <= 1) || (!isWaiting && performance.now() - begun < SOON_MS)) return;
    bar.hidden = false;
    bar.value = share;
    const said = `${isWaiting ? line.dataset.waiting : words} ${Math.floor(share * 100)}%`;
    if (line.textContent !== said) line.textContent = said;
  };
}
