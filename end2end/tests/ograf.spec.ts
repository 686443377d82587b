// The OGraf package and the loader page, as a graphics system and a video mixer meet them.

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import ts from 'typescript';
import { expect, LINK_LOST, test } from './fixtures';
import type { Server } from './server';
import * as show from './show';
import { Link, picture } from './show';

const FOLDER = resolve(import.meta.dirname, '..', '..', 'app', 'public', 'show');
const GRAPHICS = join(FOLDER, 'ograf');
const manifests = readdirSync(GRAPHICS).filter((file) => file.endsWith('.ograf.json'));

test.use({ viewport: { width: 1920, height: 1080 }, isMobile: false, hasTouch: false, deviceScaleFactor: 1 });

test('manifests and graphics are what OGraf’s own types ask for', () => {
  test.setTimeout(120_000);
  expect(manifests).toHaveLength(4);
  const sources = new Map<string, string>();
  const here = (name: string) => join(import.meta.dirname, name);
  for (const file of manifests) {
    // As a literal, so that nothing that the types don't know passes.
    const text = readFileSync(join(GRAPHICS, file), 'utf8');
    sources.set(here(`${file}.ts`), `import type { GraphicsManifest } from 'ograf';\nexport const manifest: GraphicsManifest = ${text};\n`);
  }
  sources.set(here('ograf-global.d.ts'), `import * as types from 'ograf';\ndeclare global { export import Ograf = types; }\n`);
  sources.set(here('graphic.mjs'), readFileSync(join(GRAPHICS, 'graphic.mjs'), 'utf8'));
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    allowJs: true,
    checkJs: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ES2022,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (file) => sources.get(resolve(file)) ?? readFile(file);
  host.fileExists = (file) => sources.has(resolve(file)) || fileExists(file);
  host.getSourceFile = (file, ...more) => {
    const source = sources.get(resolve(file));
    return source === undefined ? getSourceFile(file, ...more) : ts.createSourceFile(file, source, options.target!, true);
  };
  const program = ts.createProgram([...sources.keys()], options, host);
  const problems = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${file?.fileName}:${line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
  expect(problems).toEqual([]);
});

test('each manifest names a file that exports a graphic', async ({ page, server }) => {
  await page.goto('/show/index');
  for (const file of manifests) {
    const answer = await page.request.get(`/show/ograf/${file}`);
    expect(answer.headers()['access-control-allow-origin']).toBe('*');
    const { main, id } = (await answer.json()) as { main: string; id: string };
    const isGraphic = await page.evaluate(async (url) => (await import(url)).default.prototype instanceof HTMLElement, `${server.url}/show/ograf/${main}`);
    expect(isGraphic, id).toBe(true);
  }
});

test('the package comes as one file too', async ({ request, server }) => {
  const answer = await request.get(`${server.url}/show/ograf.zip`);
  expect(answer.headers()['content-type']).toBe('application/zip');
  const inside = unzipSync(new Uint8Array(await answer.body()));
  expect(Object.keys(inside).toSorted()).toEqual(readdirSync(GRAPHICS).toSorted());
  for (const [file, data] of Object.entries(inside)) expect(Buffer.from(data).equals(readFileSync(join(GRAPHICS, file))), file).toBe(true);
});

/** A graphic in a renderer somewhere else: by another name of this machine, its page is of another origin. Isn't loaded yet. */
async function renderer(page: Page, server: Server): Promise<void> {
  await page.goto(`${server.url.replace('127.0.0.1', 'localhost')}/healthz`);
  await page.evaluate(async (url) => {
    document.body.style.cssText = 'margin:0;background:#406040';
    const { default: Graphic } = await import(url);
    customElements.define('x-graphic', Graphic);
    const graphic = ((window as any).graphic = document.createElement('x-graphic') as any);
    document.body.append(graphic);
  }, `${server.url}/show/ograf/lower-third.mjs`);
}

/** Does that to the graphic, and gives its answer. */
const does = (page: Page, action: string, params: object): Promise<unknown> =>
  page.evaluate(({ action, params }) => (window as any).graphic[action](params), { action, params });

const LOAD = { data: { unit: 'cd-dau-khi' }, renderType: 'realtime', renderCharacteristics: {} };

test('a graphic is loaded, played, updated and stopped', async ({ page, server }) => {
  const link = await Link.to(page, picture(show.unit(7_085, 5_400)));
  await renderer(page, server);
  expect(await does(page, 'load', LOAD)).toEqual({ statusCode: 200 });
  const overlay = page.frameLocator('iframe');
  const opacity = () => page.locator('iframe').evaluate((frame) => getComputedStyle(frame).opacity);
  await expect(overlay.locator('.lower__num')).toContainText('131,2%');
  expect(await opacity()).toBe('0');
  expect(await does(page, 'playAction', {})).toEqual({ statusCode: 200, currentStep: 0 });
  expect(await opacity()).toBe('1');
  if (process.env.LOOK) await page.screenshot({ path: join(process.env.LOOK, 'ograf.png') });
  // What lies beside the overlay is the renderer's.
  link.says(picture(show.unit(869, 68), { seq: 2 }));
  await expect(overlay.locator('.lower__num')).toContainText('1.278%');
  expect(await does(page, 'updateAction', { data: { lang: 'en' } })).toEqual({ statusCode: 200 });
  await expect(page.locator('iframe')).toHaveCount(1);
  await expect(overlay.locator('.lower__num')).toContainText('1,278%');
  expect(await does(page, 'customAction', { id: 'explode', payload: null })).toMatchObject({ statusCode: 400 });
  expect(await does(page, 'stopAction', { skipAnimation: true })).toEqual({ statusCode: 200 });
  expect(await opacity()).toBe('0');
  await does(page, 'dispose', {});
  await expect(page.locator('iframe')).toHaveCount(0);
});

/** The wasm traps in a frame, as the page is told of it: what it draws doesn't follow the server any more. */
async function traps(frame: Locator): Promise<void> {
  await frame.contentFrame().locator('html').evaluate((html) => {
    html.dataset.old = '';
    dispatchEvent(new ErrorEvent('error', { error: new WebAssembly.RuntimeError('unreachable') }));
  });
}

/** Notes from now on in each of the page's own frames how many overlays are seen, whole. */
const watch = (page: Page) =>
  page.evaluate(() => {
    const fewest = ((window as any).fewest = { seen: Infinity });
    const look = () => {
      const whole = [...document.querySelectorAll('iframe')].filter((frame) => getComputedStyle(frame).opacity === '1');
      fewest.seen = Math.min(fewest.seen, whole.length);
      requestAnimationFrame(look);
    };
    look();
  });
const fewest = (page: Page) => page.evaluate(() => (window as any).fewest.seen as number);

test.describe('an overlay that stops', () => {
  for (const way of ['the loader', 'a graphic'] as const) {
    test(`in ${way}, another one takes its place and nobody sees it`, async ({ page, server }) => {
      test.slow();
      const link = await Link.to(page, picture(show.unit(7_085, 5_400)));
      if (way === 'the loader') {
        await page.goto(loader(server, '/show/over/lower-third?unit=cd-dau-khi'));
      } else {
        await renderer(page, server);
        await does(page, 'load', LOAD);
        await does(page, 'playAction', {});
      }
      const frames = page.locator('iframe');
      const overlay = frames.last().contentFrame();
      await expect(overlay.locator('.lower__num')).toContainText('131,2%');
      await expect(frames).toHaveCount(1);
      await expect(frames).toHaveCSS('opacity', '1');
      await watch(page);
      await traps(frames);
      await expect(overlay.locator('html:not([data-old]) .lower__num')).toContainText('131,2%', { timeout: 40_000 });
      await expect(frames).toHaveCount(1);
      link.says(picture(show.unit(869, 68), { seq: 2 }));
      await expect(overlay.locator('.lower__num')).toContainText('1.278%');
      expect(await fewest(page)).toBe(1);
    });
  }

  test('one that goes on is left alone', async ({ page, server }) => {
    test.slow();
    await Link.to(page, picture(show.unit(7_085, 5_400)));
    await page.goto(loader(server, '/show/over/bug?unit=cd-dau-khi'));
    const html = page.frameLocator('iframe').locator('html');
    await html.evaluate((html) => (html.dataset.old = ''));
    // It has said that it runs for longer than the silence after which another one would have come.
    await page.evaluate(() => {
      let heard = 0;
      addEventListener('message', ({ data }) => data?.sangkien === 'alive' && (document.documentElement.dataset.heard = String(++heard)));
    });
    await expect.poll(async () => Number(await page.locator('html').first().getAttribute('data-heard')), { timeout: 60_000 }).toBeGreaterThan(18);
    await expect(html).toHaveAttribute('data-old', '');
    await expect(page.locator('iframe')).toHaveCount(1);
  });
});

/** The loader as a file on a studio's disk. */
function loader(server: Server, overlay: string): string {
  const file = pathToFileURL(join(FOLDER, 'loader.html'));
  file.searchParams.set('server', server.url);
  file.searchParams.set('show', overlay);
  return file.href;
}

test.describe('a studio that is switched on before the server', () => {
  test.use({ allowed: LINK_LOST });

  test('a graphic that is played then is seen when the server answers', async ({ page, ownServer: server }) => {
    test.slow();
    await Link.to(page, picture(show.unit(7_085, 5_400)));
    await renderer(page, server);
    await server.stop();
    await page.evaluate((load) => void (window as any).graphic.load(load), LOAD);
    expect(await does(page, 'playAction', {})).toEqual({ statusCode: 200, currentStep: 0 });
    await page.waitForEvent('requestfailed');
    await expect(page.locator('iframe')).toHaveCount(0);
    await server.start();
    const frame = page.locator('iframe');
    await expect(frame.contentFrame().locator('.lower__num')).toContainText('131,2%', { timeout: 30_000 });
    await expect(frame).toHaveCSS('opacity', '1');
  });

  test('a graphic on air that is updated without a server stays until it answers', async ({ page, ownServer: server }) => {
    test.slow();
    await Link.to(page, picture(show.unit(7_085, 5_400)));
    await renderer(page, server);
    expect(await does(page, 'load', LOAD)).toEqual({ statusCode: 200 });
    await does(page, 'playAction', {});
    const overlay = page.locator('iframe').last().contentFrame();
    await expect(overlay.locator('.lower__num')).toContainText('131,2%');
    await server.stop();
    await watch(page);
    expect(await does(page, 'updateAction', { data: { lang: 'en' } })).toMatchObject({ statusCode: 504 });
    await expect(page.locator('iframe')).toHaveCount(1);
    await expect(overlay.locator('.lower__num')).toContainText('131,2%');
    await server.start();
    await expect(overlay.locator('.lower__num')).toContainText('131.2%', { timeout: 40_000 });
    await expect(page.locator('iframe')).toHaveCount(1);
    await expect(page.locator('iframe')).toHaveCSS('opacity', '1');
    expect(await fewest(page)).toBe(1);
  });

  test('the loader shows nothing until the server answers, then the overlay', async ({ page, ownServer: server }) => {
    test.slow();
    await server.stop();
    await Link.to(page, picture(show.unit(7_085, 5_400)));
    await page.goto(loader(server, '/show/over/bug?unit=cd-dau-khi'));
    await page.waitForEvent('requestfailed');
    await expect(page.locator('iframe')).toHaveCount(0);
    await server.start();
    await expect(page.frameLocator('iframe').locator('.bug')).toContainText('131,2%', { timeout: 30_000 });
    await expect(page.locator('iframe')).toHaveClass('is-there');
    if (process.env.LOOK) await page.screenshot({ omitBackground: true, path: join(process.env.LOOK, 'loader.png') });
  });
});
