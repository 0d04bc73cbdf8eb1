// A hand on q in one dimension, answered without Python: a table over mean × log sd and closed forms (vizvi/publish/hand.py).

// Through the four nearest nodes (Lagrange): the first of them, and weights.
/** @type {(at: number, count: number) => [number, number[]]} */
function weights(at, count) {
  const first = Math.min(Math.max(Math.floor(at) - 1, 0), count - 4);
  const t = at - first;
  return [first, [-(t - 1) * (t - 2) * (t - 3) / 6, t * (t - 2) * (t - 3) / 2, -t * (t - 1) * (t - 3) / 2, t * (t - 1) * (t - 2) / 6]];
}

export function numbers(about, data, mean, logSd) {
  const [[lo, hi, count], [low, high, many]] = [about.means, about.sds];
  const [x, y] = [((mean - lo) / (hi - lo)) * (count - 1), ((logSd - low) / (high - low)) * (many - 1)];
  if (!(x >= 0 && x <= count - 1 && y >= 0 && y <= many - 1)) return null;
  const [[i, u], [j, v]] = [weights(x, count), weights(y, many)];
  /** @type {Record<string, number>} */
  const found = {};
  about.names.forEach((name, k) => {
    let sum = 0;
    for (let a = 0; a < 4; a++) for (let b = 0; b < 4; b++) sum += u[a] * v[b] * data[(k * count + i + a) * many + j + b];
    found[name] = sum;
  });
  found.entropy = logSd + 0.5 * Math.log(2 * Math.PI * Math.E);
  found.elbo = found.energy + found.entropy;
  found.log_z = about.log_z;
  found.reverse_kl = about.log_z - found.elbo;
  found.forward_kl = about.forward + logSd + ((mean - about.mean) ** 2 + about.sd ** 2) / (2 * Math.exp(2 * logSd));
  found.sd_ratio_1 = Math.exp(logSd) / about.sd;
  if ("fit" in found) found.complexity = found.fit - found.elbo;
  return found;
}

// The integrand under the picture, from p as it is drawn; none where p is too small to be drawn and q is not.
function strip(header, p, mean, sd) {
  const [lo, hi] = header.window[0];
  const values = new Float32Array(201);
  for (let k = 0; k < 201; k++) {
    const z = lo + ((hi - lo) * k) / 200;
    const logQ = -0.5 * ((z - mean) / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);
    const [here, q] = [p[2 * k], Math.exp(logQ)];
    if (here === 0 && q > 1e-9 && header.strip.total !== "forward_kl") return null;
    const logP = here > 0 ? Math.log(here) : logQ;
    values[k] = header.strip.total === "forward_kl" ? here * (logP - logQ) : q * (logQ - logP);
  }
  return values;
}

const KEYS = ["elbo", "log_z", "reverse_kl", "forward_kl", "energy", "entropy", "sd_ratio_1", "fit", "complexity"];

// What Python would answer: header and bytes of one frame.
export function frame(header, p, about, data, said) {
  const [mean, sd] = [said.mean[0], said.sd[0]];
  const found = numbers(about, data, mean, Math.log(sd));
  /** @type {Record<string, [Float32Array | Float64Array, number[]]>} */
  const arrays = { q_mean: [Float32Array.of(mean), [1, 1]], q_cov: [Float32Array.of(sd * sd), [1, 1]] };
  for (const key of KEYS) arrays[key] = [Float64Array.of(found?.[key] ?? NaN), [1]];
  const under = header.strip && strip(header, p, mean, sd);
  if (under) arrays.strip = [under, [1, 201]];
  const table = {};
  let size = 0;
  for (const [name, [values, shape]] of Object.entries(arrays)) {
    table[name] = { dtype: values instanceof Float64Array ? "f8" : "f4", shape, offset: size };
    size += Math.ceil(values.byteLength / 8) * 8;
  }
  const bytes = new Uint8Array(size);
  for (const [name, [values]] of Object.entries(arrays)) bytes.set(new Uint8Array(values.buffer), table[name].offset);
  const head = { type: "live", seq: said.seq, kind: "1d", style: header.style, q: "gaussian", token: "", arrays: table };
  return { head, bytes, found };
}
