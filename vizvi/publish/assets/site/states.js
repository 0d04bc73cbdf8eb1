// The recorded states: which is nearest to some settings, which differ in one setting alone, how a value is written.

import { all, now, page } from "./page.js";

export const number = (given) => (given !== "" && Number.isFinite(Number(given)) ? Number(given) : null);

// The recorded state nearest to some settings; what is not asked for should stay as it was. others: how much did not.
export function nearest(wanted, from) {
  let [best, least] = [0, null];
  all.forEach((query, i) => {
    const score = [0, 0, 0];
    for (const [key, given] of Object.entries(wanted)) {
      if (query[key] === given) continue;
      const [a, b] = [number(query[key] ?? ""), number(given)];
      if (a === null || b === null) score[0] += 1;
      else score[1] += Math.abs(a - b) / (Math.abs(b) + 1);
    }
    for (const key of new Set([...Object.keys(query), ...Object.keys(from)])) {
      if (!(key in wanted) && query[key] !== from[key]) score[2] += 1;
    }
    const less = least === null || score.some((each, j) => each < least[j] && score.slice(0, j).every((s, k) => s === least[k]));
    if (less) [best, least] = [i, score];
  });
  return { index: best, exact: least[0] === 0 && least[1] === 0, others: least[2] };
}

// The settings in which a state differs from the one shown, or from where its answer leads: knobs turn from there.
function changed(query) {
  const shown = all[page.states[now.here][3] ?? now.here];
  return [...new Set([...Object.keys(query), ...Object.keys(shown)])].filter((key) => query[key] !== shown[key]);
}

// States that differ from the one shown in one setting alone.
export const along = (key) => all.flatMap((query, i) => (changed(query).every((each) => each === key) ? [i] : []));

// What a board's cursor turns: states that differ in one setting, the same for all, and where it stands at them.
export function turned(part) {
  const values = page.cursors[part] ?? [];
  const rows = {};
  all.forEach((query, i) => {
    const [key, ...more] = changed(query);
    if (!key || more.length || values[i] === null || values[i] === values[now.here]) return;
    rows[key] = [...(rows[key] ?? []), [values[i], i]];
  });
  const most = Object.values(rows).sort((a, b) => b.length - a.length)[0] ?? [];
  return most.length ? [...most, [values[now.here], now.here]] : [];
}

export const labelOf = (key, value) => page.labels[key]?.[value] ?? value;
