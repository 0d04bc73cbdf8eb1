// q from its moments or its kernels (weight, locs, scales each; Gaussian, or t with df), as curves: nothing of it is sent.

const CURVE = 401; // points
export const MARGIN = 81;
const LOG_ROOT = 0.5 * Math.log(2 * Math.PI);

// Lanczos: the logarithm of the gamma function for x ≥ ½, to 1e-10.
const LANCZOS = [76.18009172947146, -86.50532032941678, 24.01409824083091, -1.231739572450155, 0.1208650973866179e-2, -0.5395239384953e-5];

export function logGamma(x) {
  const sum = LANCZOS.reduce((all, each, i) => all + each / (x + 1 + i), 1.000000000190015);
  return (x + 0.5) * Math.log(x + 5.5) - (x + 5.5) + Math.log((2.5066282746310007 * sum) / x);
}

// Log density of a standard bell on the line against the square of its coordinate: of a t or of a normal.
function bell(df) {
  if (!df) return (square) => -LOG_ROOT - 0.5 * square;
  const constant = logGamma((df + 1) / 2) - logGamma(df / 2) - 0.5 * Math.log(df * Math.PI);
  return (square) => constant - ((df + 1) / 2) * Math.log1p(square / df);
}

// Log density on the line of a sum of kernels along one axis: a diagonal t's marginal is a t.
export function logDensity(kernels, df, axis = 0, dim = 1) {
  const width = 1 + 2 * dim;
  const log = bell(df);
  const parts = Array.from({ length: kernels.length / width }, (_, k) => {
    const scale = kernels[k * width + 1 + dim + axis];
    return { mean: kernels[k * width + 1 + axis], scale, log: Math.log(kernels[k * width] / scale) };
  });
  return (z) => {
    let top = Number.NEGATIVE_INFINITY;
    const logs = parts.map((part) => part.log + log(((z - part.mean) / part.scale) ** 2));
    for (const each of logs) if (each > top) top = each;
    if (top === Number.NEGATIVE_INFINITY) return top;
    return top + Math.log(logs.reduce((sum, each) => sum + Math.exp(each - top), 0));
  };
}

const along = (lo, hi, count, f) => Float64Array.from({ length: count }, (_, i) => f(lo + ((hi - lo) * i) / (count - 1)));

export const curveOf = (kernels, df, lo, hi) => {
  const log = logDensity(kernels, df);
  return along(lo, hi, CURVE, (z) => Math.exp(log(z)));
};

export const marginOf = (kernels, df, axis, window) => {
  const log = logDensity(kernels, df, axis, 2);
  return along(...window[axis], MARGIN, (z) => Math.exp(log(z)));
};

// What integrates to the divergence: `power` is where it weighs (0 reverse KL, 1 forward KL), `times` of Minka's D_power.
// One that is not `pure` is Jensen–Shannon's.
export function integrand({ power: a, times = 1, pure = true }, logP, logQ) {
  const [p, q] = [Math.exp(logP), Math.exp(logQ)];
  const share = (x) => (x > 0 ? 0.5 * x * Math.log((2 * x) / (p + q)) : 0);
  const value = !pure ? share(p) + share(q) : a === 0 ? q * (logQ - logP) : a === 1 ? p * (logP - logQ)
    : (times * (a * p + (1 - a) * q - Math.exp(a * logP + (1 - a) * logQ))) / (a * (1 - a));
  return Number.isFinite(value) ? value : 0;
}

// The integrand on the grid of p's logarithm, at an iterate on the run `base`.
export function stripOf({ mean, cov, kernels, df }, { header, arrays }) {
  const [lo, hi] = header.window[0];
  const logQ = logDensity(kernels ?? [1, mean[0], Math.sqrt(cov[0])], kernels ? df : 0);
  const logP = arrays.log_p;
  if (header.normalized === false) return new Float64Array(logP.length);
  return Float64Array.from(logP, (each, i) => integrand(header.strip, each, logQ(lo + ((hi - lo) * i) / (logP.length - 1))));
}
