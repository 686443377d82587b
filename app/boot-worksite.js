// Starts the app under /app, in whose shell it stands, and then sees to it that it is on the device.

import { run } from './run.js';
import { keepLater, keepUpToDate } from './up-to-date.js';

keepLater();
try {
  await run();
} finally {
  await keepUpToDate();
}

// For the worker, which has to show messages in the reader's language.
if ('PushManager' in window && window.caches) {
  const kept = await caches.open('reader');
  await kept.put('/lang', new Response(document.documentElement.lang));
}
