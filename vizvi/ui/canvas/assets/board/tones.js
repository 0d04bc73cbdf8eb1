// Colors and dashes by the names that Python uses; a hex never comes from Python.

import { DOTTED, LONG_DASH } from "../shared/marks.js";
import { mixed } from "../shared/blend.js";
import { withAlpha } from "../shared/tokens.js";

// "q", "ink", "class3", "muted", or "mix:0.35": 35 % of the way from q's hue to the forward fit's.
export function toneOf(theme, name = "ink") {
  if (name === "muted") return mixed(theme.ink, theme.background, 0.28);
  if (name.startsWith("mix:")) return mixed(theme.q, theme.forward, Number(name.slice(4)));
  return theme[name] ?? theme.ink;
}

const DASHES = { solid: [], dash: [8, 5], long: LONG_DASH, dot: DOTTED };

export function pen(ctx, ui, { tone, width = 2, dash = "solid", alpha = 1 }) {
  ctx.setLineDash((DASHES[dash] ?? []).map((x) => x * ui.line));
  ctx.lineCap = dash === "dot" ? "round" : "butt";
  ctx.lineJoin = "round";
  ctx.lineWidth = width * ui.line;
  ctx.strokeStyle = withAlpha(toneOf(ui.theme, tone), alpha);
}

// Under a line that crosses others or a colored field: the same line in the background's color, wider.
export function casing(ctx, ui, width, alpha = 1) {
  ctx.setLineDash([]);
  ctx.lineCap = "butt";
  ctx.lineWidth = (width + (width < 2.5 ? 2 : 3.5)) * ui.line;
  ctx.strokeStyle = withAlpha(ui.theme.background, alpha);
}
