// A phone whose browser is really closed and opened again: what it stored stays, everything else goes.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, BrowserContextOptions, BrowserType, LaunchOptions, Page } from '@playwright/test';

export class Phone {
  private readonly folder = mkdtempSync(join(tmpdir(), 'sangkien-phone-'));
  private context?: BrowserContext;
  private offline = false;

  constructor(
    private readonly browser: BrowserType,
    private readonly options: LaunchOptions & BrowserContextOptions,
    private readonly listen: (context: BrowserContext) => void,
  ) {}

  /** Opens the browser, with the link as it was when it closed. */
  async opens(): Promise<Page> {
    this.context = await this.browser.launchPersistentContext(this.folder, this.options);
    this.listen(this.context);
    await this.context.setOffline(this.offline);
    return this.context.pages()[0] ?? (await this.context.newPage());
  }

  /** Closes the browser. */
  async closes(): Promise<void> {
    await this.context?.close();
    this.context = undefined;
  }

  /** The system kills the browser, every process of it at once, as it does when memory is short. */
  async isKilled(): Promise<void> {
    const gone = new Promise((resolve) => this.context?.once('close', resolve));
    for (const pid of this.processes()) process.kill(pid, 'SIGKILL');
    await gone;
    this.context = undefined;
  }

  /** The processes of this phone's browser: those that were started on its folder. */
  private processes(): number[] {
    const isOurs = (pid: string) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(this.folder);
      } catch {
        return false;
      }
    };
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isOurs(name)).map(Number);
  }

  async losesLink(): Promise<void> {
    this.offline = true;
    await this.context?.setOffline(true);
  }

  async getsLink(): Promise<void> {
    this.offline = false;
    await this.context?.setOffline(false);
  }

  /** Closes it for good. */
  async dispose(): Promise<void> {
    await this.closes();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
