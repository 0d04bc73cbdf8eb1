"""The strip below a line's picture on a drawing: what is billed where, as areas above and below zero."""

import numpy as np

from vizvi.exports.drawing import Drawing, width_of
from vizvi.format import number, tiny
from vizvi.picture import Picture


class Strip:
    """The strip of a picture in a box (x, y, w, h)."""

    def __init__(self, picture: Picture, box):
        (self.header, self.arrays), self.box = picture, box

    def ground(self, drawing: Drawing) -> None:
        x, y, w, h = self.box
        drawing.box(x, y, w, h, tone="ink", alpha=0.025)
        zero = float(self._y(0.0))
        drawing.line([[x, zero], [x + w, zero]], width=1, alpha=0.5)
        drawing.words(x - 8, zero, "0", size=14, align="right", alpha=0.72)

    def _y(self, value):
        lo, hi = self.header["strip"]["range"]
        lo, hi = min(lo, 0.0), max(hi, 0.0)
        span = (hi - lo) or 1.0
        return self.box[1] + self.box[3] * (1 - (np.asarray(value, float) - lo + 0.06 * span) / (1.12 * span))

    def frame(self, drawing: Drawing, step: int, tone: str, dash) -> None:
        x, y, w, _ = self.box
        values = np.nan_to_num(np.asarray(self.arrays["strip"][min(step, len(self.arrays["strip"]) - 1)], float))
        at = x + np.linspace(0, 1, len(values)) * w
        fine = np.linspace(x, x + w, 4 * len(values))  # zero crossings between the nodes
        values = np.interp(fine, at, values)
        floor = [[x + w, float(self._y(0))], [x, float(self._y(0))]]
        for part, look in ((np.maximum(values, 0), {"alpha": 0.12}), (np.minimum(values, 0), {"alpha": 0.3})):
            line = np.stack([fine, self._y(part)], axis=-1)
            drawing.area(np.concatenate([line, floor]), tone, clip=self.box, **look)
            if part.max() > 0:
                drawing.area(np.concatenate([line, floor]), tone, 0.85, "\\" if dash else "/", clip=self.box)
            drawing.line(line, tone, 1.5, clip=self.box)
        strip = self.header["strip"]
        drawing.words(x + 8, y + 13, strip["label"], tone, weight=600)
        if (total := strip.get("total")) and total in self.arrays:
            column = self.arrays[total]
            area = float(column[min(step, len(column) - 1)])
            signed = total != "divergence"
            told = tiny(area) or ("unknown" if np.isnan(area) else f"{'= ' if np.isfinite(area) else ''}{number(area)}")
            text = f"{'signed ' if signed else ''}area {told}{' nats' if signed and np.isfinite(area) else ''}"
            if width_of(text) + width_of(strip["label"], 16, 600) < w - 40:
                drawing.words(x + w - 8, y + 13, text, align="right")
