// The wire format: uint32 header length, JSON header, aligned little-endian arrays.

const TYPES = { f4: Float32Array, f8: Float64Array, u1: Uint8Array, i4: Int32Array, u2: Uint16Array };
const NOTHING = 65535; // the count that stands for NaN

// Numbers that were sent as counts on a scale, which may be bent so that it is finer where values are low.
function scaled(counts, { low, step, bend }) {
  const values = new Float32Array(counts.length);
  for (let i = 0; i < counts.length; i++) {
    const [c, n] = [i % low.length, counts[i]];
    const above = bend ? bend[c] * Math.expm1(step[c] * n) : step[c] * n;
    values[i] = n === NOTHING ? Number.NaN : low[c] + above;
  }
  return values;
}

// A field whose equal rows and columns were said once, with how often each comes.
function repeated(values, [rows, columns]) {
  const across = columns.flatMap((times, j) => Array.from({ length: times }, () => j));
  const down = rows.flatMap((times, i) => Array.from({ length: times }, () => i));
  const whole = new values.constructor(down.length * across.length);
  let at = 0;
  for (const i of down) for (const j of across) whole[at++] = values[i * columns.length + j];
  return Object.assign(whole, { shape: [down.length, across.length] });
}

// Hints that differ by their numbers alone: the words between these came once, and all numbers in a row.
function inWords({ words, values }) {
  const all = values.split(" ");
  const each = words.length - 1;
  return Array.from({ length: all.length / each }, (_, i) => (
    words.reduce((text, word, k) => text + all[i * each + k - 1] + word)));
}

export function decode(bytes) {
  const size = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
  for (const layer of (header.panels ?? []).flatMap(({ layers }) => layers)) {
    if (layer.hints?.words) layer.hints = inWords(layer.hints);
  }
  const arrays = {};
  for (const [name, entry] of Object.entries(header.arrays)) {
    const { dtype, shape, offset } = entry;
    const Type = TYPES[dtype];
    const count = shape.reduce((a, b) => a * b, 1);
    const start = 4 + size + offset;
    // slice copies: the socket's buffer may start anywhere, typed views need alignment
    const raw = bytes.slice(start, start + count * Type.BYTES_PER_ELEMENT);
    const sent = new Type(raw.buffer, 0, count);
    const values = Object.assign(entry.low ? scaled(sent, entry) : sent, { shape });
    arrays[name] = entry.times ? repeated(values, entry.times) : values;
  }
  delete header.arrays;
  return { header, arrays };
}

// Row t of an array whose first axis is time; a constant (one row) answers for every t.
export function row(array, t) {
  const rows = array.shape[0];
  const width = array.length / rows;
  const at = Math.min(t, rows - 1) * width;
  return array.subarray(at, at + width);
}

// A run from a message: its header, its arrays, and any read-out at any step.
export function runOf(header, arrays) {
  const at = (key, t) => (arrays[key] ? arrays[key][Math.min(t, arrays[key].length - 1)] : NaN);
  if (!header.known) return { header, arrays, value: at, knows: () => true };
  // Numbers of some steps come later: until then those of the last step before that has some.
  const known = new Set(header.known);
  const before = Int32Array.from({ length: header.steps + 1 }, () => 0);
  for (let t = 1; t < before.length; t++) before[t] = known.has(t) ? t : before[t - 1];
  const value = (key, t) => {
    const own = at(key, t);
    return Number.isNaN(own) ? at(key, before[Math.min(t, before.length - 1)]) : own;
  };
  return { header, arrays, value, knows: (t) => known.has(t) };
}

// Lines are stored back to back; starts[i] is where line i begins.
export function starts(lengths) {
  const at = new Int32Array(lengths.length + 1);
  for (let i = 0; i < lengths.length; i++) at[i + 1] = at[i] + lengths[i];
  return at;
}
