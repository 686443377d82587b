// Starts the stage or an overlay, in whose shell it stands. Promises: `data-ready` on <html> once it runs, and the same said
// to the page around it, if there is one; `data-trapped` once the wasm has trapped, from when on it doesn't say that it is alive.
// It never gives up: nobody sits at a machine that is on air. Nothing is kept on the device: a browser source is loaded anew
// each time.

import init, { start } from 'glue';

const page = document.documentElement;
const PAUSE_MS = 3_000;

// Says for as long as the page lives which release it runs, so that a worker keeps those files. In a frame of somebody else's
// page browsers refuse that; no worker of ours serves it either.
navigator.locks?.request(`release-${page.dataset.release}`, { mode: 'shared' }, () => new Promise(() => {})).catch((error) => {
  if (error.name !== 'SecurityError') throw error;
});

// What comes after a trap is out of anybody's hands, even if timers still run.
for (const kind of ['error', 'unhandledrejection']) {
  addEventListener(kind, (event) => {
    if ((event.error ?? event.reason) instanceof WebAssembly.RuntimeError) page.dataset.trapped = '';
  });
}

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS * (0.5 + Math.random())));

/** Loads the wasm, however often it takes. */
async function load() {
  for (;;) {
    try {
      return await init({ module_or_path: document.querySelector('link[as=fetch]').href });
    } catch (error) {
      page.dataset.failed = '';
      console.error(error);
      await pause();
    }
  }
}

/** The letters are there before the first picture: none is ever seen in another face. */
async function letters() {
  const faces = ['400', '700'].map((weight) => document.fonts.load(`${weight} 1rem "Noto Serif"`, '0aƠộ'));
  // Without them the stack's next face is shown.
  await Promise.race([Promise.allSettled(faces), pause()]);
}

await Promise.all([load(), letters()]);
start();
delete page.dataset.failed;
page.dataset.ready = '';
if (window.parent !== window) window.parent.postMessage({ sangkien: 'ready' }, '*');
