// The OGraf package and the loader page, as a graphics system and a video mixer meet them.

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { unzipSync } from 'fflate';
import ts from 'typescript';
import { expect, LINK_LOST, test } from './fixtures';
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

test('a graphic is loaded, played, updated and stopped', async ({ page, server }) => {
  const link = await Link.to(page, picture(show.unit(7_085, 5_400)));
  // A renderer somewhere else: by another name of this machine, its page is of another origin.
  await page.goto(`${server.url.replace('127.0.0.1', 'localhost')}/healthz`);
  await page.evaluate(() => (document.body.style.cssText = 'margin:0;background:#406040'));
  const loaded = await page.evaluate(async (url) => {
    const { default: Graphic } = await import(url);
    customElements.define('x-graphic', Graphic);
    const graphic = ((window as any).graphic = document.createElement('x-graphic') as any);
    document.body.append(graphic);
    return graphic.load({ data: { unit: 'cd-dau-khi' }, renderType: 'realtime', renderCharacteristics: {} });
  }, `${server.url}/show/ograf/lower-third.mjs`);
  expect(loaded).toEqual({ statusCode: 200 });
  const overlay = page.frameLocator('iframe');
  const opacity = () => page.locator('iframe').evaluate((frame) => getComputedStyle(frame).opacity);
  await expect(overlay.locator('.lower__num')).toContainText('131,2%');
  expect(await opacity()).toBe('0');
  expect(await page.evaluate(() => (window as any).graphic.playAction({}))).toEqual({ statusCode: 200, currentStep: 0 });
  expect(await opacity()).toBe('1');
  if (process.env.LOOK) await page.screenshot({ path: join(process.env.LOOK, 'ograf.png') });
  // What lies beside the overlay is the renderer's.
  link.says(picture(show.unit(869, 68), { seq: 2 }));
  await expect(overlay.locator('.lower__num')).toContainText('1.278%');
  expect(await page.evaluate(() => (window as any).graphic.updateAction({ data: { lang: 'en' } }))).toEqual({ statusCode: 200 });
  await expect(page.locator('iframe')).toHaveCount(1);
  await expect(overlay.locator('.lower__num')).toContainText('1,278%');
  expect(await page.evaluate(() => (window as any).graphic.customAction({ id: 'explode', payload: null }))).toMatchObject({ statusCode: 400 });
  expect(await page.evaluate(() => (window as any).graphic.stopAction({ skipAnimation: true }))).toEqual({ statusCode: 200 });
  expect(await opacity()).toBe('0');
  await page.evaluate(() => (window as any).graphic.dispose({}));
  await expect(page.locator('iframe')).toHaveCount(0);
});

test.describe('a studio that is switched on before the server', () => {
  test.use({ allowed: LINK_LOST });

  test('the loader shows nothing until the server answers, then the overlay', async ({ page, ownServer: server }) => {
    test.slow();
    await server.stop();
    await Link.to(page, picture(show.unit(7_085, 5_400)));
    const loader = pathToFileURL(join(FOLDER, 'loader.html'));
    loader.searchParams.set('server', server.url);
    loader.searchParams.set('show', '/show/over/bug?unit=cd-dau-khi');
    await page.goto(loader.href);
    await page.waitForEvent('requestfailed');
    await expect(page.locator('iframe')).toHaveCount(0);
    await server.start();
    await expect(page.frameLocator('iframe').locator('.bug')).toContainText('131,2%', { timeout: 30_000 });
    await expect(page.locator('iframe')).toHaveClass('is-there');
    if (process.env.LOOK) await page.screenshot({ omitBackground: true, path: join(process.env.LOOK, 'loader.png') });
  });
});
