// What a real user could not know: a dashed chip with a question mark in its place.

import { font, text, widthOf } from "../shared/marks.js";

export const isToy = (key) => ["log_z", "reverse_kl", "forward_kl"].includes(key);

// The ceiling is called what its read-out is called.
export function ceilingName({ header: { thermometer, trace, readouts = [] } }) {
  const { ceiling, ceiling_label: label } = thermometer ?? trace;
  return label ?? readouts.find(({ key }) => key === ceiling)?.label ?? "log Z";
}

export function unknownChip(ctx, ui, string, x, y, { color = null, align = "left", size = 15 } = {}) {
  const label = `${string} ?`;
  ctx.font = font(ui, size, 600);
  const [w, h] = [widthOf(ctx, label) + 20 * ui.type, 26 * ui.type];
  const left = align === "right" ? x - w : align === "center" ? x - w / 2 : x;
  ctx.beginPath();
  ctx.roundRect(left, y - h / 2, w, h, h / 2);
  ctx.fillStyle = ui.theme.background;
  ctx.fill();
  ctx.setLineDash([5, 4]);
  ctx.lineWidth = 1.5 * ui.line;
  ctx.strokeStyle = color ?? ui.theme.ink;
  ctx.stroke();
  text(ctx, ui, label, left + w / 2, y, { size, weight: 600, align: "center", color });
  return { left, right: left + w, top: y - h / 2, bottom: y + h / 2 };
}
