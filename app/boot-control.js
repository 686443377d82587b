// Starts the producers' control desk, in whose shell it stands. The worker keeps none of it: without a server there is no show
// to run.

import { run } from './run.js';

await run();
