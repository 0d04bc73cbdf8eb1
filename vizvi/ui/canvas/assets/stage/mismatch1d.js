// Where q misses mass (p > q, "−") and where it invents mass (q > p, "+").

import { withAlpha } from "../shared/tokens.js";
import { clipped, hatch, text } from "../shared/marks.js";

export function drawError(ctx, ui, g, p, q, top) {
  const count = Math.ceil(g.box.w / 2);
  const xs = Array.from({ length: count + 1 }, (_, i) => g.box.x + (i * g.box.w) / count);
  const both = xs.map((x) => [p(g.toZ(x)), q(g.toZ(x))]);
  const area = (low) => {
    ctx.beginPath();
    for (let i = 0; i <= count; i++) ctx.lineTo(xs[i], g.Y(Math.max(...both[i])));
    for (let i = count; i >= 0; i--) ctx.lineTo(xs[i], g.Y(both[i][low]));
    ctx.closePath();
  };
  clipped(ctx, g.box, () => {
    area(1);
    ctx.fillStyle = withAlpha(ui.theme.p, 0.35);
    ctx.fill();
    area(0);
    ctx.fillStyle = withAlpha(ui.theme.q, 0.35);
    ctx.fill();
    ctx.fillStyle = hatch(ctx, ui, ui.theme.q, { alpha: 0.7 });
    ctx.fill();
  });
  glyph(ctx, ui, g, xs, both, (a, b) => a - b, "−", ui.theme.p, top);
  glyph(ctx, ui, g, xs, both, (a, b) => b - a, "+", ui.theme.q, top);
}

// The sign sits where the error is largest, if there is room for it.
function glyph(ctx, ui, g, xs, both, error, sign, color, top) {
  let at = 0;
  both.forEach(([a, b], i) => {
    if (error(Math.min(a, top), Math.min(b, top)) > error(...both[at].map((d) => Math.min(d, top)))) at = i;
  });
  const [a, b] = both[at].map((d) => Math.min(d, top));
  if (error(a, b) * (g.box.h / top) < 26) return;
  text(ctx, ui, sign, xs[at], g.Y((a + b) / 2), { size: 24, weight: 700, align: "center", color });
}
