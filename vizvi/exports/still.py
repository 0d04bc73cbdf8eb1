"""One step of a picture laid out for a slide: the stage, its read-outs, and the bound on its way; what stands still and
what moves apart, so that a film need not draw the ground again."""

import numpy as np

from vizvi.exports import still_line, still_plane
from vizvi.exports.drawing import Drawing, width_of, wrapped
from vizvi.exports.labels import ticks, x_axis, y_axis
from vizvi.format import number, tiny
from vizvi.picture import Picture

WIDTH, HEIGHT = 960.0, 540.0  # 16:9
PICTURE = (8.0, 56.0, 632.0, 476.0)  # x, y, w, h
COLUMN = (664.0, 64.0, 280.0, 460.0)
CARD = 52.0
MOST = 8  # read-outs
OF_P = ("log_z", "correlation_p")  # the same for every q
HUES = {"elbo": "elbo", "reverse_kl": "q", "divergence": "q", "forward_kl": "forward"}


class Still:
    """A picture on a drawing of 960 × 540 px; `ground()` draws what stands still, `frame(step)` what moves."""

    def __init__(self, picture: Picture, theme: str = "light"):
        if picture.header.get("type") != "run":
            raise ValueError(f"A picture of a run is wanted, not of {picture.header.get('type')!r}.")
        self.header, self.arrays = picture
        self.theme, self.steps = theme, int(self.header["steps"])
        self.hidden = bool(self.header.get("hidden"))
        self.line = self.header["kind"] == "1d"
        self.scene = (still_line.Line if self.line else still_plane.Plane)(picture, PICTURE)
        self.rows = [each for each in self.header["readouts"] if each["label"]][:MOST]

    def empty(self) -> Drawing:
        return Drawing(WIDTH, HEIGHT, self.theme, self.header["title"])

    @np.errstate(all="ignore")  # a run that flew away is drawn as far as it can be
    def ground(self) -> Drawing:
        drawing = self.empty()
        self.scene.ground(drawing)
        if self.header.get("trace") and self.steps:
            self._trace_ground(drawing)
        return drawing

    @np.errstate(all="ignore")
    def frame(self, step: int, told: bool = False) -> Drawing:
        """What is over the ground at a step; told: the sentence that says how the run ends is the title."""
        if not 0 <= step <= self.steps:
            raise ValueError(f"Step {step} is not one of the picture's, 0 to {self.steps}.")
        drawing = self.empty()
        self._title(drawing, step, told)
        self.scene.frame(drawing, step)
        self._cards(drawing, step)
        if self.header.get("trace") and self.steps:
            self._trace_frame(drawing, step)
        return drawing

    def value(self, key: str, step: int) -> float:
        values = self.arrays.get(key)
        return float("nan") if values is None else float(values[min(step, len(values) - 1)])

    def _title(self, drawing: Drawing, step: int, told: bool) -> None:
        dial, symbol = self.header.get("dial"), self.header.get("divergence", "")
        where = f"step {step} of {self.steps}" if not dial else dial["text"].replace("{}", number(dial["values"][step]))
        short = f"{self.header['family']} q on {self.header['target'].lower()}" + (f", {symbol}" if symbol else "")
        end = WIDTH - 16 - width_of(where, 16, 600)
        lines = wrapped(self.header["title"] if told else short, end - 40, 18, 600)[:2]
        for i, line in enumerate(lines):
            drawing.words(16, (28 if len(lines) == 1 else 18) + 22 * i, line, size=18, weight=600)
        drawing.words(WIDTH - 16, 28, where, weight=600, align="right", alpha=0.72)

    def _cards(self, drawing: Drawing, step: int) -> None:
        x, y, w, _ = COLUMN
        for i, each in enumerate(self.rows):
            left, top = x + (i % 2) * (w / 2 + 6), y + (i // 2) * CARD
            drawing.words(left, top + 10, each["label"], each["tone"] or "ink", 14)
            value = self.value(each["key"], step)
            text = self._told(each, value)
            drawing.words(left, top + 31, text, each["tone"] or "ink", 22, 600)
            unit = each["unit"] if each["unit"] and text not in ("?", "—") else ""
            if unit:
                drawing.words(left + width_of(text, 22, 600) + 5, top + 33, unit, size=13, alpha=0.72)
            if f"b.{each['key']}" in self.arrays and each["key"] not in OF_P:
                second = f"q₂ {self._told(each, self.value('b.' + each['key'], step))}"
                free = w / 2 - 14 - width_of(each["label"], 14) > width_of(second, 13, 600)
                drawing.words(left + w / 2 - 10, top + (10 if free else 33), second, self._other(), 13, 600, "right")

    def _told(self, readout: dict, value: float) -> str:
        """A number as its card has it."""
        if self.hidden and readout["toy"]:
            return "?"
        if readout["key"].endswith("_kl") and tiny(value):
            return tiny(value)
        return "—" if np.isnan(value) else number(value) + ("×" if readout["kind"] == "ratio" else "")

    def _other(self) -> str:
        """The second run's tone."""
        return still_line.style_of(self.scene.second.header, {}, 0)[0]

    def _chart(self):
        """The box of the small chart, and its two scales."""
        x, y, w, h = COLUMN
        top = y + CARD * ((len(self.rows) + 1) // 2) + 34
        lo, hi = self.header["trace"]["range"]
        pad = 0.04 * ((hi - lo) or 1.0)
        labels = max((width_of(text, 14) for _, text in ticks(lo, hi, 4)), default=20.0)
        box = (x + labels + 4, top, w - labels - 4, y + h - top - 22)
        X = lambda step: box[0] + np.asarray(step, float) / max(self.steps, 1) * box[2]
        Y = lambda value: box[1] + box[3] * (1 - (np.asarray(value, float) - lo + pad) / (hi - lo + 2 * pad))
        return box, X, Y

    def _course(self, run: str = ""):
        """The minimized number at every step, in px; run: "b." for that of the second one."""
        _, X, Y = self._chart()
        values = np.asarray(self.arrays[run + self.header["trace"]["key"]], float)
        values = np.broadcast_to(values[: self.steps + 1], self.steps + 1)
        return np.stack([X(np.arange(self.steps + 1)), Y(np.where(np.isfinite(values), values, np.nan))], axis=-1)

    def _ceiling(self) -> float:
        ceiling = self.header["trace"].get("ceiling")
        return float("nan") if not ceiling or self.hidden else self.value(ceiling, 0)

    def _trace_ground(self, drawing: Drawing) -> None:
        box, X, Y = self._chart()
        trace, dial = self.header["trace"], self.header.get("dial")
        y_axis(drawing, box, ticks(*trace["range"], max(2.0, box[3] / 44)), Y)
        if dial:
            places = np.linspace(0, self.steps, 5).round().astype(int)
            marks = [(float(each), number(dial["values"][each])) for each in places]
        else:
            marks = ticks(0, self.steps, box[2] / 62, 1)
        x_axis(drawing, box, marks, X, dial["name"] if dial else "step", box[1] + box[3])
        drawing.line(self._course(), HUES.get(trace["key"], "ink"), 1.5, alpha=0.35, clip=box)
        if np.isfinite(top := self._ceiling()):
            at = float(Y(top))
            for y, wide in ((at - 1.5, 3), (at + 2.5, 1)):  # a double rule
                drawing.line([[box[0], y], [box[0] + box[2], y]], width=wide)
            name = trace.get("ceiling_label", "log Z")
            drawing.words(box[0] + box[2], at - 14, f"ceiling {name} = {number(top)}", size=14, weight=600, align="right")

    def _trace_frame(self, drawing: Drawing, step: int) -> None:
        box, _, Y = self._chart()
        trace, course = self.header["trace"], self._course()[: step + 1]
        tone, top = HUES.get(trace["key"], "ink"), self._ceiling()
        if np.isfinite(top) and step:
            under = np.maximum(np.nan_to_num(course, nan=box[1] + box[3]), [[-np.inf, float(Y(top)) + 3]])
            ends = [[under[-1, 0], float(Y(top)) + 3], [under[0, 0], float(Y(top)) + 3]]
            drawing.area(np.concatenate([under, ends]), "q", 0.55, "/", clip=box)
        room = (box[0], box[1] - 3, box[2] + 10, box[3] + 6)
        if self.scene.second and f"b.{trace['key']}" in self.arrays:
            drawing.line(self._course("b.")[: step + 1], self._other(), 2, (12, 6), clip=room)
        drawing.line(course, tone, 3, clip=room)
        x, y = course[-1]
        if not np.isfinite(y):
            return
        below, y = y > box[1] + box[3], float(np.clip(y, box[1], box[1] + box[3]))
        drawing.disc(x, y, 5, tone, cased=True)
        value = self.value(trace["key"], step)
        told = number(value) if trace["key"] == "elbo" else tiny(value) or number(value)
        text = f"{'↓ ' if below else ''}{trace['label']} {told}"
        right = x + 10 + width_of(text, 14, 600) < box[0] + box[2]
        at = y + 16 if y + 16 < box[1] + box[3] - 8 else y - 14
        drawing.words(x + 10 if right else x - 8, at, text, tone, 14, 600, "left" if right else "right")


def still(picture: Picture, step: int | None = None, theme: str = "light") -> Drawing:
    """The drawing of one step of a picture, its last if None, for `svg` and `png`. ValueError for a step there is not."""
    made = Still(picture, theme)
    step = made.steps if step is None else step
    drawing = made.ground()
    drawing.items += made.frame(step, told=step == made.steps).items
    return drawing
