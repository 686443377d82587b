// Joins a wasm with the second one that was split off it (`#[wasm_split]`, pages/work/later.rs), where `shrink` sees what goes
// between the two and may shorten its names. Works on the texts that wasm-split-cli and wasm-bindgen wrote, and stops the build
// if one isn't as expected. Knows nothing of the site.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What wasm-split-cli names the second wasm, and the script that loads it. */
export const SECOND = 'split_later.wasm';
const SCRIPT = '__wasm_split.js';
/** The import of the first wasm that loads the second. */
const LOAD = '__wasm_split_load_later';
/** What wasm-split-cli takes of the first wasm's exports for the second. */
const SHARED = /const \{([^}]*)\} = initSync\(undefined, undefined\);\s*(Object\.assign\(sharedImports\.__wasm_split, )\{[^}]*\}/;

/** Has the first wasm, bound in the folder, load the second from `address`. */
export function joinSecond(folder, address) {
  const [script, glue] = [join(folder, SCRIPT), join(folder, 'app.js')];
  const loader = readFileSync(script, 'utf8');
  const shared = (loader.match(SHARED)?.[1] ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '');
  writeFileSync(script, withAddress(loader, address));
  writeFileSync(glue, withLoader(readFileSync(glue, 'utf8'), shared));
}

/** Without a link only what the worker has is asked for: what isn't there is said on the page, and isn't an error. */
function withAddress(loader, address) {
  const found = `(navigator.onLine ? fetch(href) : (self.caches?.match(href, { ignoreVary: true }) ?? Promise.resolve()))`;
  const asked = `${found}.then((response) => response ?? Promise.reject(new TypeError('not on this device')))`;
  let text = replaced(loader, `fetch(new URL("./${SECOND}", import.meta.url))`, asked);
  text = replaced(text, 'const src =', `const href = ${JSON.stringify(address)};\n    const src =`);
  text = replaced(text, 'console.error(e);', 'if (navigator.onLine) console.error(e);');
  text = replaced(text, 'import { initSync }', 'import { shared }');
  return replaced(text, SHARED, '$2shared()');
}

/** The loader stands among the first wasm's other imports, and `shared` gives what the second needs of its exports. */
function withLoader(glue, names) {
  let text = replaced(glue, `"./${SCRIPT}": import1,`, '');
  text = replaced(text, 'const import0 = {', `const import0 = {\n        ${LOAD}: (callback, data) => import1.${LOAD}(callback, data),`);
  return `${text}\nexport const shared = () => ({ ${names.map((name) => `${name}: wasm.${name}`).join(', ')} });\n`;
}

function replaced(text, pattern, by) {
  const result = text.replace(pattern, by);
  if (result === text) throw new Error(`no ${pattern} in what wasm-split-cli or wasm-bindgen made: another version?`);
  return result;
}
