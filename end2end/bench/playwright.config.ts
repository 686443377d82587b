// Measurements in a real Chromium against the release binary. One at a time: they share the cores
// with the server. They say what they found and assert nothing about time.

import { defineConfig } from '@playwright/test';
import tests from '../playwright.config';

const phone = tests.projects!.find(({ name }) => name === 'phone')!;

export default defineConfig({
  ...tests,
  testDir: '.',
  globalSetup: '../tests/demonstration.ts',
  testMatch: '*.bench.ts',
  outputDir: '../test-results',
  fullyParallel: false,
  workers: 1,
  timeout: 180_000,
  reporter: [['line']],
  // A trace would be measured too.
  use: { ...tests.use, trace: 'off', screenshot: 'off' },
  projects: [{ ...phone, name: 'bench' }],
});
