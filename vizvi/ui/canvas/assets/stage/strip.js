// The integrand under the picture: its signed area is the divergence.

import { gridLine } from "../shared/axis.js";
import { withAlpha } from "../shared/tokens.js";
import { number, readout } from "../shared/format.js";
import { clipped, hatch, place, qColor, text, widthOf } from "../shared/marks.js";
import { unknownChip } from "./veil.js";

function scale(run, strip) {
  const [lo, hi] = run.header.strip.range;
  const [from, to] = [Math.min(lo, 0), Math.max(hi, 0)];
  const span = to - from || 1;
  const V = (v) => strip.y + strip.h * (1 - (v - from + 0.06 * span) / (1.12 * span));
  return Object.assign(V, { ends: [from - 0.06 * span, to + 0.06 * span] });
}

export function stripAxis(ctx, run, g, ui) {
  ctx.fillStyle = withAlpha(ui.theme.ink, 0.025);
  ctx.fillRect(g.strip.x, g.strip.y, g.strip.w, g.strip.h);
  const zero = scale(run, g.strip)(0);
  gridLine(ctx, ui, g.strip.x, zero, g.strip.x + g.strip.w, zero, withAlpha(ui.theme.ink, 0.5));
  text(ctx, ui, "0", g.strip.x - 8, zero, { size: 14, align: "right", color: ui.muted });
}

// Its points stand on the grid of p, whatever part of it is shown.
function along({ header: { window: [[lo, hi]] } }, g, values) {
  return (i) => g.X(lo + ((hi - lo) * i) / (values.length - 1));
}

export function drawStrip(ctx, run, frame, g, ui, strong) {
  const { strip } = g;
  const color = qColor(ui, frame.style);
  if (ui.veil > 0.5) {
    unknownChip(ctx, ui, run.header.strip.label, strip.x + 10, strip.y + 20 * ui.type, { color });
    return;
  }
  const values = frame.strip;
  if (values) {
    const V = scale(run, strip);
    const x = along(run, g, values);
    const shape = (keep) => {
      ctx.beginPath();
      ctx.moveTo(x(0), V(0));
      for (let i = 0; i < values.length; i++) {
        const before = values[i - 1];
        if (before * values[i] < 0) ctx.lineTo(x(i - 1 + before / (before - values[i])), V(0));
        ctx.lineTo(x(i), V(keep(values[i]) && Number.isFinite(values[i]) ? values[i] : 0));
      }
      ctx.lineTo(x(values.length - 1), V(0));
      ctx.closePath();
    };
    clipped(ctx, strip, () => {
      shape((v) => v > 0);
      ctx.fillStyle = withAlpha(color, strong ? 0.35 : 0.12);
      ctx.fill();
      ctx.fillStyle = hatch(ctx, ui, color, { back: frame.style === "forward" || frame.style > 0.5 });
      ctx.fill();
      ctx.strokeStyle = color;
      ctx.lineWidth = (strong ? 4 : 1.5) * ui.line;
      ctx.setLineDash([]);
      ctx.stroke();
      shape((v) => v < 0);
      ctx.fillStyle = withAlpha(color, 0.3);
      ctx.fill();
      ctx.stroke();
    });
  }
  const { label, total } = run.header.strip;
  const y = strip.y + 13 * ui.type;
  text(ctx, ui, label, strip.x + 8, y, { color, weight: 600 });
  const taken = [{ left: strip.x, right: strip.x + 12 + widthOf(ctx, label), top: strip.y, bottom: y + 10 * ui.type }];
  if (total) taken.push(area(ctx, ui, frame, strip, total, y));
  if (values) chevrons(ctx, ui, values, scale(run, strip), strip, along(run, g, values), color, taken);
}

// A KL's integrand has both signs and is in nats; of the other divergences neither is true.
function area(ctx, ui, frame, strip, total, y) {
  const sum = frame.value(total);
  const shown = readout(sum, "quadrature", total);
  const signed = total !== "divergence";
  const known = `${shown.startsWith("<") || !Number.isFinite(sum) ? "" : "= "}${shown}${signed && Number.isFinite(sum) ? " nats" : ""}`;
  const string = `${signed ? "signed " : ""}area ${known}`;
  text(ctx, ui, string, strip.x + strip.w - 8, y, { align: "right" });
  return { left: strip.x + strip.w - 12 - widthOf(ctx, string), right: strip.x + strip.w, top: strip.y, bottom: y + 10 * ui.type };
}

// Where the curve leaves the strip: how far it goes, since the area that is printed includes it.
function chevrons(ctx, ui, values, V, strip, along, color, taken) {
  let [low, high] = [0, 0];
  for (let i = 1; i < values.length; i++) {
    if (values[i] > values[high]) high = i;
    if (values[i] < values[low]) low = i;
  }
  for (const [i, end, sign] of [[high, V.ends[1], "↑"], [low, V.ends[0], "↓"]]) {
    const ratio = values[i] / end;
    if (!(Math.abs(end) > 0 && ratio > 1.005)) continue;
    const times = ratio >= 100 ? number(ratio) : ratio.toFixed(1);
    const x = along(i);
    if (x < strip.x || x > strip.x + strip.w) continue;
    const rows = [13, 35, 57].map((dy) => (sign === "↑" ? strip.y + dy * ui.type : strip.y + strip.h - dy * ui.type));
    const spots = rows.flatMap((y) => [{ x: x + 6, y }, { x: x - 6, y, align: "right" }]);
    place(ctx, ui, taken, strip, `${sign} ${times}×`, spots, { color });
  }
}
