// Says at the very end why each test failed, at every try, in a few lines: of a long log often only the end is kept.

import { stripVTControlCharacters } from 'node:util';
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

const LINES = 8;

export default class Reasons implements Reporter {
  private readonly failed: string[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status === test.expectedStatus || result.status === 'skipped') return;
    const reasons = result.errors.map(({ message, location }) => {
      const lines = stripVTControlCharacters(message ?? 'no message').split('\n').filter((line) => line.trim());
      return [`at line ${location?.line ?? '?'}:`, ...lines.slice(0, LINES)].join('\n    ');
    });
    this.failed.push([`${test.titlePath().slice(1).join(' › ')} (try ${result.retry + 1}: ${result.status}, ${result.duration} ms)`, ...reasons].join('\n  '));
  }

  onEnd(): void {
    if (this.failed.length > 0) console.log(`\nWhy:\n${this.failed.join('\n')}`);
  }
}
