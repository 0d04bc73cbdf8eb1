// Fits to compare with, dotted and named, in every frame: a prediction, a best attempt.

import { withAlpha } from "../shared/tokens.js";
import { outline } from "./ellipse.js";
import { peak, points } from "./curve.js";
import { DOTTED, circle, clipped, polyline, qColor } from "../shared/marks.js";
import { beside, curvePixels, flanks, pixels, ring } from "../shared/labels.js";

const named = ({ label, note }) => [label, note].filter(Boolean).join(" ");

function shapes(run) {
  run.ghosts ??= (run.header.ghosts ?? []).map((ghost) => {
    const plane = run.header.kind === "2d";
    const name = named(ghost);
    const shape = { name, style: ghost.style ?? run.header.style, mean: ghost.mean };
    if (plane) shape.xy = outline(ghost.mean, ghost.cov, run.header.radii?.[0] ?? 1.1774);
    else shape.curve = points({ ...run, arrays: {} }, { mean: ghost.mean, cov: ghost.cov });
    return shape;
  });
  return run.ghosts;
}

export function drawGhosts(ctx, run, g, ui) {
  clipped(ctx, g.box, () => {
    for (const { style, xy, curve, mean } of shapes(run)) {
      ctx.setLineDash(DOTTED);
      ctx.lineCap = "round";
      ctx.lineWidth = 2 * ui.line;
      ctx.strokeStyle = ctx.fillStyle = withAlpha(qColor(ui, style), ui.theme.ghost);
      if (xy) polyline(ctx, g, xy);
      else {
        ctx.beginPath();
        for (let i = 0; i < curve.z.length; i++) ctx.lineTo(g.X(curve.z[i]), g.Y(curve.d[i]));
      }
      ctx.stroke();
      ctx.setLineDash([]);
      if (!xy) continue;
      circle(ctx, g.X(mean[0]), g.Y(mean[1]), 3 * ui.line);
      ctx.fill();
    }
  });
}

// Lines that labels should keep off.
export const ghostLines = (run, g) => shapes(run).map(({ xy, curve }) => (xy ? pixels(xy, g) : curvePixels(curve, g)));

export function nameGhosts(ctx, run, g, ui, room, frame) {
  for (const { name, style, xy, curve, mean } of shapes(run)) {
    const [dx, dy] = [mean[0] - frame.mean[0], xy ? mean[1] - frame.mean[1] : 0];
    const away = Math.hypot(dx, dy) > 1e-6 ? Math.atan2(dy, dx) : 2.4;
    const spots = xy ? ring(pixels(xy, g), away) : flanks(curve, g, peak(curve).z < frame.mean[0] ? -1 : 1);
    beside(ctx, ui, room, name, spots, { color: qColor(ui, style), weight: 400 });
  }
}
