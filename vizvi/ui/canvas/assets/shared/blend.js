// Colors between two colors, evenly spaced to the eye: straight lines in CIELAB.

const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const gamma = (c) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);
const root = (t) => (t > 216 / 24389 ? Math.cbrt(t) : (841 / 108) * t + 4 / 29);
const cube = (t) => (t > 6 / 29 ? t ** 3 : (108 / 841) * (t - 4 / 29));
const WHITE = [0.95047, 1, 1.08883]; // D65
const TO_XYZ = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]];
const TO_RGB = [[3.2404542, -1.5371385, -0.4985314], [-0.969266, 1.8760108, 0.041556], [0.0556434, -0.2040259, 1.0572252]];

const times = (matrix, v) => matrix.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]);

function toLab(hex) {
  const rgb = [0, 1, 2].map((i) => linear(parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16) / 255));
  const [x, y, z] = times(TO_XYZ, rgb).map((value, i) => root(value / WHITE[i]));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function toHex(lab) {
  const [l, a, b] = lab;
  const y = (l + 16) / 116;
  const xyz = [y + a / 500, y, y - b / 200].map((value, i) => cube(value) * WHITE[i]);
  const byte = (c) => Math.round(255 * Math.min(1, Math.max(0, gamma(Math.max(0, c)))));
  return `#${times(TO_RGB, xyz).map((c) => byte(c).toString(16).padStart(2, "0")).join("")}`;
}

// share 0 is the first color, 1 the second.
export function mixed(from, to, share) {
  if (!(share > 0)) return from;
  if (share >= 1) return to;
  const [a, b] = [toLab(from), toLab(to)];
  return toHex(a.map((value, i) => value + (b[i] - value) * share));
}
