// Numbers as people read them: true minus, two decimals, never more than four digits. vizvi/format.py writes the same.

const THIN = "\u2009";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

// Thin spaces between thousands.
const spaced = (text) => text.replace(/\B(?=(\d{3})+(?!\d))/g, THIN);

const sign = (x, text) => (x < 0 && /[1-9]/.test(text) ? `−${text}` : text);

function power(a) {
  let exponent = Math.floor(Math.log10(a) + 1e-12);
  let digits = (a / 10 ** exponent).toFixed(1);
  if (digits === "10.0") [digits, exponent] = ["1.0", exponent + 1];
  const raised = [...String(Math.abs(exponent))].map((d) => SUPERSCRIPTS[+d]).join("");
  return `${digits}·10${exponent < 0 ? "⁻" : ""}${raised}`;
}

export function number(x) {
  if (Number.isNaN(x)) return "—";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
  const a = Math.abs(x);
  if (a < 99.995) return sign(x, a.toFixed(2));
  if (a < 999.95) return sign(x, a.toFixed(1));
  if (a >= 1e7) return sign(x, power(a));
  return sign(x, spaced(String(Math.round(Number(a.toPrecision(4))))));
}

// An error, rounded up to one digit.
export function bound(x) {
  if (!(x > 0 && Number.isFinite(x))) return x === 0 ? "0" : number(x);
  const exponent = Math.floor(Math.log10(x) + 1e-12);
  const [digit, raised] = [Math.ceil(x / 10 ** exponent - 1e-9), exponent];
  const rounded = digit * 10 ** raised;
  if (rounded >= 9.5e-4) return rounded < 1 ? String(Number(rounded.toPrecision(1))) : number(rounded).replace(/\.00$/, "");
  return power(rounded).replace(".0·", "·");
}

export const thousands = (x) => sign(x, spaced(String(Math.abs(Math.round(x)))));

// With so many decimals, where `number` has too few.
export const fixed = (x, digits) => sign(x, Math.abs(x).toFixed(digits));

// As an axis has it: no more digits than it needs.
export function short(x) {
  const [whole, part] = String(Number(Math.abs(x).toPrecision(10))).split(".");
  return sign(x, part === undefined ? spaced(whole) : `${spaced(whole)}.${part}`);
}

export function readout(x, kind, key) {
  if (!Number.isFinite(x)) return number(x);
  if (kind === "count") return thousands(x);
  if (kind === "ratio") return `${number(x)}×`;
  if (kind === "share") return `${(100 * x).toFixed(1)}${THIN}%`;
  if (kind === "percent") return `${sign(x, String(Math.abs(Math.round(100 * x))))}${THIN}%`;
  if (/_kl$|^divergence$/.test(key) && x > -5e-4 && x < 0.005) return `<${THIN}0.01`;
  return number(x);
}

// Round positions for an axis, at least `least` apart, and how many decimals they need.
export function ticks(lo, hi, many, least = 0) {
  const rough = (hi - lo) / Math.max(many, 1);
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(least, [1, 2, 5, 10].find((m) => m * unit >= rough * 0.75) * unit);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const result = [];
  for (let i = Math.ceil(lo / step - 1e-9); i * step <= hi + 1e-9 * step; i++) {
    const value = i * step;
    const large = Math.abs(value) >= 1e5;
    const [whole, part] = Math.abs(value).toFixed(decimals).split(".");
    const text = large ? power(Math.abs(value)).replace(".0·", "·") : [spaced(whole), part].filter(Boolean).join(".");
    result.push({ value, text: sign(value, text) });
  }
  return result;
}
