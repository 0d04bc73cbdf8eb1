// The wire format: uint32 header length, JSON header, aligned little-endian arrays.

const TYPES = { f4: Float32Array, f8: Float64Array, u1: Uint8Array, i4: Int32Array };

export function decode(bytes) {
  const size = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
  const arrays = {};
  for (const [name, { dtype, shape, offset }] of Object.entries(header.arrays)) {
    const Type = TYPES[dtype];
    const count = shape.reduce((a, b) => a * b, 1);
    const start = 4 + size + offset;
    // slice copies: the socket's buffer may start anywhere, typed views need alignment
    const raw = bytes.slice(start, start + count * Type.BYTES_PER_ELEMENT);
    arrays[name] = Object.assign(new Type(raw.buffer, 0, count), { shape });
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
  const value = (key, t) => (arrays[key] ? arrays[key][Math.min(t, arrays[key].length - 1)] : NaN);
  return { header, arrays, value };
}

// What the picture needs of one iterate, from a run or from Python's answer to a drag.
export function frameOf({ header, arrays }, t) {
  const get = (name) => (arrays[name] ? row(arrays[name], t) : null);
  return {
    t,
    mean: get("q_mean"),
    cov: get("q_cov"),
    curve: get("q"),
    strip: get("strip"),
    contours: arrays.c_xy ? contours(arrays, Math.min(t, arrays.c_first.length - 2)) : null,
    kernels: get("q_kernels"),
    draws: get("draw_z"),
    force: get("draw_force"),
    margin: [get("q_margin_1"), get("q_margin_2")],
    value: (key) => (arrays[key] ? arrays[key][Math.min(t, arrays[key].length - 1)] : NaN),
    style: arrays.mix ? arrays.mix[Math.min(t, arrays.mix.length - 1)] : header.style,
  };
}

// The same iterate with newer numbers.
export function valued(frame, arrays) {
  const value = (key) => (arrays[key] ? arrays[key][0] : frame.value(key));
  return { ...frame, value, strip: arrays.strip ?? frame.strip };
}

// Lines are stored back to back; starts[i] is where line i begins.
export function starts(lengths) {
  const at = new Int32Array(lengths.length + 1);
  for (let i = 0; i < lengths.length; i++) at[i + 1] = at[i] + lengths[i];
  return at;
}

function contours(arrays, t) {
  arrays.c_start ??= starts(arrays.c_len);
  const lines = [];
  for (let i = arrays.c_first[t]; i < arrays.c_first[t + 1]; i++) {
    const xy = arrays.c_xy.subarray(2 * arrays.c_start[i], 2 * arrays.c_start[i + 1]);
    lines.push({ level: arrays.c_level[i], xy });
  }
  return lines;
}
