// Makes the site out of the compiled wasm, the stylesheets and app/public: binds, shrinks, names by
// content, compresses, and lists what there is in assets.json. Promises: same inputs, same files,
// and an unchanged file is not touched. Needs Node, fflate and, for a release, binaryen (end2end/package.json).
//
//   node app/site.mjs           the release, into target/site
//   node app/site.mjs --debug   the debug wasm, unshrunk and uncompressed, into target/site-debug

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { link, minifyStyle, shrink, shrinkLater } from './shrink.mjs';
import { joinSecond, SECOND } from './split.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const debug = process.argv.includes('--debug');
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? 'target');
const compiled = join(target, 'wasm32-unknown-unknown', debug ? 'debug' : 'wasm-release');
const site = join(root, 'target', debug ? 'site-debug' : 'site');
const work = join(root, 'target', debug ? 'site-work-debug' : 'site-work');

const { zipSync } = createRequire(join(root, 'end2end', 'package.json'))('fflate');

const hash = (data) => createHash('sha256').update(data).digest('hex').slice(0, 16);
const text = (...path) => readFileSync(join(root, ...path), 'utf8');

/** The paths of all files below a folder, relative to it. */
function walk(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((e) => e.isFile()).map((e) => relative(folder, join(e.parentPath ?? e.path, e.name)));
}

/** What nobody loads without need of it, each with its own boot module. A debug build has all of it in one wasm. */
const BUNDLES = ['board', 'worksite', 'desk', 'stage', 'control'];

/** The bundle out of which a second wasm is taken, and the address of that. */
const SPLIT = 'worksite';
const addressOf = (later) => `/pkg/later.${hash(later)}.wasm`;

/** A bundle's script, with what wasm-bindgen made for it, and its wasm: those of the last build if nothing changed. */
function bind(bundle) {
  const wasm = join(compiled, debug ? 'app.wasm' : `${bundle}.wasm`);
  if (!existsSync(wasm)) throw new Error(`${wasm} is missing: compile the app first (make build)`);
  const boot = join(root, 'app', `boot-${bundle}.js`);
  const bound = join(work, bundle);
  const isSplit = !debug && bundle === SPLIT;
  const [stamp, script, code, later] = ['stamp', 'script.js', 'code.wasm', 'later.wasm'].map((file) => join(bound, file));
  const makers = ['site.mjs', 'shrink.mjs', 'split.mjs', 'run.js', 'arriving.js', 'up-to-date.js'].map((file) => join(root, 'app', file));
  const made = hash([wasm, boot, ...makers].map((file) => hash(readFileSync(file))).join());
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== made) {
    rmSync(stamp, { force: true });
    mkdirSync(bound, { recursive: true });
    const tool = (name, ...options) => execFileSync(join(root, '.tools', 'bin', name), options, { stdio: 'inherit' });
    const options = ['--target', 'web', '--no-typescript', '--out-dir', bound, '--out-name', 'app'];
    if (isSplit) {
      tool('wasm-split-cli', wasm, bound, '--out-name', 'app');
      tool('wasm-bindgen', ...options, '--keep-lld-exports', join(bound, 'app.wasm'));
      shrinkLater(join(bound, SECOND), later);
      joinSecond(bound, addressOf(readFileSync(later)));
    } else {
      tool('wasm-bindgen', ...options, ...(debug ? ['--debug'] : []), wasm);
    }
    if (existsSync(join(bound, 'snippets'))) {
      throw new Error('a dependency brings its own JavaScript (wasm-bindgen snippets): site.mjs does not ship that yet');
    }
    const [glue, raw] = [join(bound, 'app.js'), join(bound, 'app_bg.wasm')];
    const together = link(boot, glue);
    if (debug) {
      writeFileSync(script, together);
      writeFileSync(code, readFileSync(raw));
    } else {
      writeFileSync(script, shrink(together, raw, code));
    }
    writeFileSync(stamp, made);
  }
  return { script: readFileSync(script), wasm: readFileSync(code), later: isSplit ? readFileSync(later) : undefined };
}

/** What only the desk's shell holds, in this order. */
const DESK_STYLES = ['desk.css', 'administration.css'];
/** What only the stage's shells hold. */
const STAGE_STYLE = 'stage.css';
/** The stage's letters: Noto Serif, cut into Latin and what Vietnamese has besides. The stylesheet names these files. */
const LETTERS = join(root, 'end2end', 'node_modules', '@fontsource', 'noto-serif');
/** What only the control desk's shell holds. */
const CONTROL_STYLE = 'control.css';

/** One stylesheet out of the files that style/all.css imports, in its order. */
function stylesheet() {
  const order = [...text('style', 'all.css').matchAll(/@import\s+"([^"]+)"/g)].map(([, file]) => file);
  const apart = ['all.css', ...DESK_STYLES, STAGE_STYLE, CONTROL_STYLE];
  const forgotten = walk(join(root, 'style')).filter((file) => ![...apart, ...order].includes(file));
  if (forgotten.length > 0) throw new Error(`style/all.css does not import ${forgotten.join(', ')}`);
  return minified(order.map((file) => text('style', file)).join('\n'));
}

const minified = (css) => (debug ? css : minifyStyle(css));

/** A copy for each coding, from the last build if the content is the same. */
function compress(path, data) {
  if (debug || !/\.(css|ico|js|svg|wasm|webmanifest)$/.test(path)) return [];
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: data.length };
  const codings = { br: () => brotliCompressSync(data, { params: quality }), gz: () => gzipSync(data, { level: 9 }) };
  return Object.entries(codings).map(([ending, make]) => {
    const kept = join(work, 'compressed', `${hash(data)}.${ending}`);
    if (!existsSync(kept)) writeFileSync(kept, make());
    return [`${path}.${ending}`, readFileSync(kept)];
  });
}

/** So many bytes of a wasm are a part, which a thin link carries between two breaks: 64 KiB are some 20 KiB in brotli. */
const PART = debug ? 4 << 20 : 64 << 10;

/** Copies of a wasm's numbered parts for each coding; as they are, the server cuts them itself. */
function parts(path, data) {
  const numbers = Array.from({ length: Math.ceil(data.length / PART) }, (_, number) => number);
  return numbers.flatMap((number) => {
    const copies = compress(`${path}.wasm`, data.subarray(number * PART, (number + 1) * PART));
    return copies.map(([name, copy]) => [`${path}.${number}${name.slice(name.lastIndexOf('.'))}`, copy]);
  });
}

/** Puts exactly these files into the site; those that are there already keep their time. */
function write(files) {
  for (const [path, data] of files) {
    const full = join(site, path);
    if (existsSync(full) && readFileSync(full).equals(data)) continue;
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, data);
  }
  for (const path of walk(site)) if (!files.has(path)) rmSync(join(site, path));
}

function build() {
  for (const folder of [site, join(work, 'compressed')]) mkdirSync(folder, { recursive: true });
  const files = new Map();
  const named = (name, ending, data) => {
    const path = `pkg/${name}.${hash(data)}.${ending}`;
    files.set(path, Buffer.from(data));
    return `/${path}`;
  };

  const icon = named('icon', 'svg', readFileSync(join(root, 'app', 'public', 'favicon.svg')));
  // `later`: what the worker keeps once somebody stays.
  const assets = { later: [], style: named('style', 'css', stylesheet()), icon };
  assets.desk_style = named('desk', 'css', minified(DESK_STYLES.map((file) => text('style', file)).join('\n')));
  const letters = text('style', STAGE_STYLE).replaceAll(/url\("(noto-serif-[\w-]+)\.woff2"\)/g, (_, file) => {
    return `url("${named(file, 'woff2', readFileSync(join(LETTERS, 'files', `${file}.woff2`)))}")`;
  });
  assets.stage_style = named('stage', 'css', minified(letters));
  files.set('show/noto-serif-licence.txt', readFileSync(join(LETTERS, 'LICENSE')));
  assets.control_style = named('control', 'css', minified(text('style', CONTROL_STYLE)));
  for (const bundle of BUNDLES) {
    const { script, wasm, later } = bind(bundle);
    if (later) assets.later = [named('later', 'wasm', later)];
    assets[bundle] = { script: named(bundle, 'js', script), wasm: named(bundle, 'wasm', wasm), part: PART, size: wasm.length };
  }
  for (const path of walk(join(root, 'app', 'public'))) files.set(path, readFileSync(join(root, 'app', 'public', path)));
  // The OGraf package as one file, for systems that take nothing else.
  const graphics = [...files].filter(([path]) => path.startsWith('show/ograf/'));
  const inside = graphics.map(([path, data]) => [path.slice('show/ograf/'.length), data]);
  // Always of the same day: a zip knows no zone.
  files.set('show/ograf.zip', Buffer.from(zipSync(Object.fromEntries(inside), { mtime: new Date(2022, 0, 8) })));
  // An installed app shows the icon of the release it has, from the worker's cache.
  files.set('manifest.webmanifest', Buffer.from(text('app', 'public', 'manifest.webmanifest').replace('/favicon.svg', icon)));
  // The worksite's script and the stylesheet stand in the shell itself.
  assets.precache = [assets.icon, assets.worksite.wasm, '/manifest.webmanifest'];

  const worker = text('app', 'arriving.js').replaceAll(/^export /gm, '');
  files.set('sw.js', Buffer.from(`${worker}\n${text('app', 'public', 'sw.js')}`));

  const compressed = [...files].flatMap(([path, data]) => [...compress(path, data), ...(path.endsWith('.wasm') ? parts(path, data) : [])]);
  // The content of every file, so that the list changes whenever any of them does.
  assets.files = Object.fromEntries([...files].map(([path, data]) => [path, hash(data)]));
  for (const [path, data] of compressed) files.set(path, data);
  files.set('assets.json', Buffer.from(`${JSON.stringify(assets, null, 2)}\n`));
  write(files);
  report(assets);
}

/** Says what a first visit to each part weighs, besides its document. */
function report(assets) {
  if (debug) return console.log(`site (debug): ${relative(root, site)}`);
  const size = (path) => statSync(join(site, `${path}.br`)).size;
  const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
  for (const bundle of BUNDLES) {
    const own = { desk: assets.desk_style, stage: assets.stage_style, control: assets.control_style }[bundle];
    const { script, wasm } = assets[bundle];
    const files = Object.entries({ style: assets.style, ...(own && { own }), script, wasm }).map(([name, path]) => [name, size(path)]);
    const sum = files.reduce((total, [, bytes]) => total + bytes, 0);
    if (bundle === SPLIT) files.push(...assets.later.map((path) => ['opened later', size(path)]));
    console.log(`${bundle}: ${kib(sum)} brotli (${files.map(([name, bytes]) => `${name} ${kib(bytes)}`).join(', ')})`);
  }
}

build();
