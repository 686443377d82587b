// Starts the officers' desk, in whose shell it stands, and has the worker keep it beside the worksite: only the devices of
// officers have it.

import { run } from './run.js';
import { keepUpToDate } from './up-to-date.js';

try {
  await run();
} finally {
  await keepUpToDate();
  const { release } = document.documentElement.dataset;
  const registration = await navigator.serviceWorker?.ready;
  registration?.active?.postMessage({ type: 'keep-desk', release });
}
