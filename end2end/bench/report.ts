// What was found, as Markdown: to standard output and into target/bench, where the whole report is
// put together.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '..', '..', 'target', 'bench');

/** A section of the report. `name` is also its file's. */
export class Report {
  private text = '';

  constructor(private readonly name: string, title: string) {
    this.text = `\n## ${title}\n\n`;
  }

  note(text: string): void {
    this.text += `\n${text}\n\n`;
  }

  table(columns: string[], rows: (string | number)[][]): void {
    const line = (cells: (string | number)[]) => `| ${cells.join(' | ')} |\n`;
    this.text += line(columns) + `|${'---|'.repeat(columns.length)}\n` + rows.map(line).join('');
  }

  write(): void {
    console.log(this.text);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `browser-${this.name}.md`), this.text);
  }
}

export const ms = (value: number) => `${value < 100 ? value.toFixed(1) : value.toFixed(0)} ms`;
export const seconds = (value: number) => `${(value / 1000).toFixed(2)} s`;
export const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;

/** The value that so large a part of them doesn't exceed. */
export function quantile(values: number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? NaN;
}
