// Makes what a phone has to load small: one script out of a boot module and wasm-bindgen's, a wasm without what the
// script never calls, and short names between the two. Promises: the same inputs, the same bytes. Knows nothing of the site.

import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const tools = resolve(dirname(fileURLToPath(import.meta.url)), '..', 'end2end');
const esbuild = createRequire(join(tools, 'package.json'))('esbuild');
const binaryen = (tool, ...options) =>
  execFileSync(join(tools, 'node_modules', '.bin', tool), options, { encoding: 'utf8', maxBuffer: 1 << 26 });

const TARGET = 'es2022';
/** What wasm-bindgen's script names the module that its wasm imports from, and what a second wasm is loaded by. */
const MODULE = './app_bg.js';
const LOADER = './__wasm_split.js';
/** How it names the wasm's exports: `wasm.memory`. */
const EXPORT = /\bwasm\.(\w+)/g;

/** The module `boot` and what it uses of `glue`, which it imports as `glue`, in one script. */
export function link(boot, glue) {
  const { outputFiles } = esbuild.buildSync({
    entryPoints: [boot],
    alias: { glue },
    bundle: true,
    format: 'esm',
    target: TARGET,
    write: false,
    // Classes of streams that nobody uses stay out, whatever they register when they are declared.
    define: { 'Symbol.dispose': 'undefined' },
    pure: ['FinalizationRegistry'],
    minifySyntax: true,
  });
  return outputFiles[0].text;
}

/**
 * Writes the wasm at `raw`, shrunk, to `shrunk`, and gives the script that goes with it.
 *
 * The size that counts is the one after brotli. Inlining and the passes of -Oz that reuse locals make the wasm itself
 * smaller and the compressed one larger, by 4 % here; `node app/site.mjs` prints the sizes.
 */
export function shrink(script, raw, shrunk) {
  const called = [...new Set([...script.matchAll(EXPORT)].map(([, name]) => name))];
  const graph = [
    { name: 'page', root: true, reaches: called },
    ...called.map((name) => ({ name, export: name })),
  ];
  const [graphFile, reached] = [`${shrunk}.graph.json`, `${shrunk}.reached`];
  writeFileSync(graphFile, JSON.stringify(graph));
  binaryen('wasm-metadce', raw, '--graph-file', graphFile, '--output', reached);
  const names = JSON.parse(
    binaryen('wasm-opt', reached, '-O1', '--dae-optimizing', '--minify-imports-and-exports-and-modules', '--output', shrunk),
  );
  for (const file of [graphFile, reached]) rmSync(file);

  const foreign = names.imports.map(([module]) => module).find((module) => module !== MODULE && module !== LOADER);
  if (foreign) throw new Error(`the wasm imports from ${foreign}, not from ${MODULE}`);
  const imports = new Map(names.imports.map(([, name, short]) => [name, short]));
  const exports = new Map(names.exports);
  const renamed = script
    .replaceAll(EXPORT, (_, name) => `wasm.${exports.get(name)}`)
    .replaceAll(/\b__w(?:b|asm_split_load_)\w+(?=:)/g, (name) => imports.get(name) ?? name)
    .replaceAll(MODULE, 'a');
  return esbuild.transformSync(renamed, { minify: true, format: 'esm', target: TARGET }).code;
}

/** Writes the wasm that is loaded later, shrunk: what it shares with the first one keeps its names, and its place in the table. */
export function shrinkLater(raw, shrunk) {
  binaryen('wasm-opt', raw, '-O1', '--dae-optimizing', '--output', shrunk);
}

/** A stylesheet without what says nothing. */
export function minifyStyle(css) {
  return esbuild.transformSync(css, { loader: 'css', minify: true, target: ['chrome111', 'firefox113', 'safari16.4'] }).code;
}
