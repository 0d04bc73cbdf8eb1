"""A board laid out on a drawing: its title, its legend, its panels over one x axis, every mark in its tone."""

import numpy as np

from vizvi.exports.chart_images import colors
from vizvi.exports.chart_marks import DASHES, DRAW, shape
from vizvi.exports.drawing import Drawing, width_of, wrapped
from vizvi.exports.labels import Room, along, numbers, ticks
from vizvi.exports.place import Place

WIDTH = 760.0
EDGE = 16.0
ROW = 20.0  # px from one line of words to the next


def chart(board, theme: str = "light", width: float = WIDTH, step: int | None = None) -> Drawing:
    """The drawing of a board, for `svg` and `png`; step: of the stage it is linked to, the last one if None.

    What a hand moves stands where it is, and hypothetical outcomes are all shown at once."""
    header = board.message()[0]
    title = wrapped(board.title, width - 2 * EDGE, 18, 600)
    chips = _rows(board.legend, width - 2 * EDGE)
    head = EDGE + 24 * len(title) + 26 * len(chips) + 6
    places, height = _layout(board, header, width, head)
    drawing = Drawing(width, height, theme, board.title)
    for i, line in enumerate(title):
        drawing.words(EDGE, EDGE + 12 + 24 * i, line, size=18, weight=600)
    for i, row in enumerate(chips):
        _legend(drawing, row, EDGE + 24 * len(title) + 14 + 26 * i)
    for i, (place, panel) in enumerate(zip(places, board.panels, strict=True)):
        _axes(drawing, place, header, i, len(places))
        for mark in panel.marks:
            DRAW[mark.kind](drawing, place, mark.arrays, mark.look, np.inf if step is None else step)
        drawing.frame(*place.box)
        for n, line in enumerate(wrapped(panel.y.label, width - 2 * EDGE, 16, 600)):
            drawing.words(EDGE, place.head + 10 + ROW * n, line, weight=600)
    for place in places[:1]:
        _bar(drawing, board, place)
    _grips(drawing, board, places)
    for place in places:
        for text, spots, tone in sorted(place.names, key=lambda each: len(each[1])):  # fewest places first
            place.room.beside(drawing, text, spots, tone)
    return drawing


def _layout(board, header, width: float, head: float) -> tuple[list[Place], float]:
    """Where the panels are, and how high the drawing is."""
    shares = [panel.share for panel in board.panels]
    heads = [10 + ROW * len(wrapped(panel.y.label, width - 2 * EDGE, 16, 600)) for panel in board.panels]
    grip = 24.0 if board.cursor else 0.0
    room = board.height - 40.0
    counts = [max(2.0, room * share / sum(shares) / 52) for share in shares]
    labels = [text for each, count in zip(header["panels"], counts, strict=True) for _, text in numbers(each["y"], count)]
    left = max(38.0, max((width_of(each, 14) for each in labels), default=0.0) + 24)
    bar = _bar_of(board)
    right = (26.0 if board.cursor or board.start else EDGE) + (64.0 if bar else 0.0)
    (lo, hi), w = _proper(header["x"]["range"]), width - left - right
    if board.aspect == "equal" and len(shares) == 1:
        low, high = _proper(header["panels"][0]["y"]["range"])
        tall = w * (high - low) / (hi - lo)
        if tall > 1.4 * room:
            w = 1.4 * room * (hi - lo) / (high - low)
            left, tall = left + (width - left - right - w) / 2, 1.4 * room
        room = tall
    places, y = [], head + grip
    for share, above, each in zip(shares, heads, header["panels"], strict=True):
        box = (left, y + above, w, room * share / sum(shares))
        places.append(Place(box, (lo, hi), _proper(each["y"]["range"]), y - (grip if not places else 0), Room(box)))
        y += above + box[3] + 6
    return places, y + 34 + (ROW if _long(board, w) else 0)


def _proper(ends) -> tuple[float, float]:
    """An axis of no length would put everything nowhere."""
    lo, hi = ends
    return (lo - 0.5, hi + 0.5) if lo == hi else (lo, hi)


def _long(board, w: float) -> bool:
    return width_of(board.x.label, 16, 600) > 0.2 * w


def _axes(drawing: Drawing, place: Place, header, i: int, count: int) -> None:
    """Grid and numbers; the x axis has its numbers under the last panel."""
    x, y, w, h = place.box
    marks = numbers(header["x"], w / 62)
    for value, _ in marks:
        if place.x[0] <= value <= place.x[1]:
            drawing.line([[place.X(value), y], [place.X(value), y + h]], width=1, alpha=0.08)
    last = np.inf
    for value, text in numbers(header["panels"][i]["y"], max(2.0, h / 52)):
        at = float(place.Y(value))
        if not y - 0.5 <= at <= y + h + 0.5:
            continue
        drawing.line([[x, at], [x + w, at]], width=1, alpha=0.08)
        if last - at >= 15:
            last = at
            drawing.words(x - 8, at, text, size=14, align="right", alpha=0.72)
    if i < count - 1:
        return
    name = header["x"]["label"]
    own = width_of(name, 16, 600) > 0.2 * w  # a long name takes a row of its own
    limit, taken = x + w + 20 if own or not name else x + w - width_of(name, 16, 600) - 10, -np.inf
    for value, text in marks:
        at, half = float(place.X(value)), width_of(text, 14) / 2
        if not x - 1 <= at <= x + w + 1:
            continue
        at = min(at, drawing.width - half - 4)
        if at - half >= taken + 6 and at + half <= limit:
            taken = at + half
            drawing.words(at, y + h + 15, text, size=14, align="center", alpha=0.72)
    drawing.words(x + w, y + h + (15 + ROW if own else 15), name, weight=600, align="right")


def _rows(legend, room: float) -> list[list]:
    """Chips in rows that fit: (chip, where it begins, how long it is)."""
    rows: list[list] = []
    x = np.inf
    for chip in legend:
        wide = 34 + width_of(chip.text, 15) + 16
        if x + wide > room:
            rows.append([])
            x = 0.0
        rows[-1].append((chip, x))
        x += wide
    return rows


def _legend(drawing: Drawing, row, y: float) -> None:
    for chip, x in row:
        x += EDGE
        if chip.mark == "line":
            drawing.line([[x, y], [x + 24, y]], chip.tone, 3, DASHES[chip.dash or "solid"], round=chip.dash == "dot")
        elif chip.mark in ("fill", "hatch"):
            drawing.box(x, y - 7, 24, 14, tone=chip.tone, alpha=0.28, hatch="")
            if chip.mark == "hatch":
                drawing.box(x, y - 7, 24, 14, tone=chip.tone, hatch="/")
            drawing.frame(x, y - 7, 24, 14, chip.tone, 1.0)
        else:
            shape(drawing, chip.mark, x + 12, y, 10, chip.tone)
        drawing.words(x + 32, y, chip.text, size=15)


def _bar_of(board):
    """The first field with a name: what its colors mean is told beside it."""
    fields = [mark for panel in board.panels for mark in panel.marks if mark.kind == "field"]
    return next((each for each in fields if each.look.get("name") and each.look.get("bar", True)), None)


def _bar(drawing: Drawing, board, place: Place) -> None:
    if (mark := _bar_of(board)) is None:
        return
    x, y, w, h = place.box
    lo, hi = mark.look["range"]
    table = colors(mark.look["map"], drawing.theme)[::-1, None]
    rgba = np.concatenate([table, np.full((256, 1, 1), round(255 * mark.look.get("alpha", 1.0)))], axis=-1)
    drawing.pixels(rgba, (x + w + 12, y, 14, h))
    drawing.frame(x + w + 12, y, 14, h)
    for value, text in ticks(min(lo, hi), max(lo, hi), max(2.0, h / 52)):
        drawing.words(x + w + 32, y + h * (1 - (value - lo) / (hi - lo)), text, size=14, alpha=0.72)
    drawing.words(drawing.width - EDGE, place.head + 10, mark.look["name"], weight=600, align="right")


def _grips(drawing: Drawing, board, places: list[Place]) -> None:
    """The cursor, the start and the data that a hand can move, where they are."""
    if board.cursor:
        from vizvi.format import short

        at = float(places[0].X(board.cursor.value))
        value = board.cursor.value if board.x.log is None else board.x.log**board.cursor.value
        top = places[0].box[1]
        for place in places:
            _, y, _, h = place.box
            drawing.line([[at, y - 8 * (place is places[0])], [at, y + h]], "ink", 2)
        drawing.disc(at, top - 10, 6, tone="ink")
        text = board.cursor.label.replace("{}", short(float(f"{value:.4g}")))
        if board.cursor.label == "{}":
            text = f"{board.cursor.name} = {text}"
        room, end = width_of(text, 15, 600), places[0].box[0] + places[0].box[2]
        x, align = (at - 12, "right") if at + 12 + room > end else (at + 12, "left")
        drawing.words(x, top - 11, text, size=15, weight=600, align=align)
    if board.start:
        place = places[0]
        x, y = float(place.X(board.start.value[0])), float(place.Y(board.start.value[1]))
        drawing.disc(x, y, 9, tone="paper")
        drawing.disc(x, y, 7, tone="q")
        if board.start.label:
            place.names.append((board.start.label, along(np.array([[x, y], [x, y]])), "q"))
    if board.points:
        place = places[board.points.panel]
        for x, y in np.asarray(board.points.xy, float):
            shape(drawing, "dot", float(place.X(x)), float(place.Y(y)), 10, "ink")
