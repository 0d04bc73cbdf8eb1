// Files: text in base64, compressed; they come by a script's element, since a page on a disk may fetch nothing.

import { page } from "./page.js";

const AHEAD = 12e6; // characters that are fetched before they are asked for

const files = new Map();
const arriving = new Map();
const decoder = new TextDecoder();
let fetched = 0;

/** @type {any} */ (window).vizviTake = (name, packed) => arriving.get(name)?.(packed);

function text(name) {
  const inline = document.querySelector(`script[data-file="${name}"]`);
  if (inline) return Promise.resolve(inline.textContent);
  return new Promise((done, fail) => {
    arriving.set(name, done);
    const script = document.createElement("script");
    script.src = `${page.slug}/${name}.js`;
    script.onload = () => script.remove();
    script.onerror = () => {
      script.remove();
      files.delete(name);
      fail(new Error(`${name} did not arrive`));
    };
    document.head.append(script);
  });
}

async function unpack(packed) {
  const raw = Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
  const stream = new Blob([raw]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// The bytes of a file by its name.
export function file(name) {
  if (!files.has(name)) {
    files.set(name, text(name).then((packed) => {
      fetched += packed.length;
      arriving.delete(name);
      return unpack(packed);
    }));
  }
  return files.get(name);
}

// The arrays of a picture, which lie in several files since pictures share some.
export async function gathered(names) {
  const pieces = await Promise.all(names.map(file));
  const whole = new Uint8Array(pieces.reduce((sum, each) => sum + each.length, 0));
  let at = 0;
  for (const each of pieces) {
    whole.set(each, at);
    at += each.length;
  }
  return whole;
}

// A state's document: { html, parts: rows of (key, its arrays' files, header, a hand's table) }.
export const documentOf = async (name) => JSON.parse(decoder.decode(await file(name)));

// What else the lesson has is fetched behind the first picture, nearest first.
export async function ahead() {
  if (/** @type {any} */ (navigator).connection?.saveData) return;
  for (const [, told, asked] of page.states) {
    for (const name of [told, asked].filter(Boolean)) {
      if (fetched > AHEAD) return;
      try {
        const { parts } = await documentOf(name);
        for (const [, names, , table] of parts) {
          await gathered(names);
          if (table) await file(table[1]);
        }
      } catch { return; }
      await new Promise((done) => (window.requestIdleCallback ?? setTimeout)(done));
    }
  }
}
