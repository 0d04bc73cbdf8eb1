"""Topics as tiles of 5 × 5 pixels in q's color, the common ones first, with the bars that are part of each as outlines."""

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Panel, field, lines, note
from vizvi.format import percent
from vizvi.lessons.topics.words import screen as words

SIDE, CELLS = 5, 8  # pixels of a tile; cells that one pixel is painted with, so that its edges are sharp
GAP = (1.0, 1.5)  # between tiles
TONES = tuple(f"class{k}" for k in range(1, 7))


def tiles_board(topics, share, held, truth, letters) -> Board:
    """topics: (K, 25), sorted; share: (K,); held: (K, L) which bars (L, 25) `truth` to outline in which tile; letters: of
    the topics that a document next to it uses, {place: letter}."""
    count = len(topics)
    columns = fitting(count)
    rows = -(-count // columns)
    width, height = columns * (SIDE + GAP[0]) - GAP[0], rows * (SIDE + GAP[1])
    top = float(max(0.2, np.quantile(topics.max(axis=1), 0.5)))
    image = np.full((round(height * CELLS), round(width * CELLS)), np.nan)
    outlines, frames, names = [], {}, []
    for k in range(count):
        x, y = corner(k, columns, rows)
        tile = np.repeat(np.repeat(topics[k].reshape(SIDE, SIDE)[::-1], CELLS, 0), CELLS, 1)
        i, j = round(y * CELLS), round(x * CELLS)
        image[i : i + len(tile), j : j + len(tile)] = tile
        outlines += [_around(x, y, truth[bar].reshape(SIDE, SIDE)) for bar in np.flatnonzero(held[k])]
        frames.setdefault(TONES[ord(letters[k]) - 65] if k in letters else "muted", []).append(_box(x, y, SIDE, SIDE, 0.12))
        letter = f"{letters[k]} · " if k in letters else ""
        names.append(note(x - 0.25, y - 0.75, letter + percent(share[k])))
    half = 0.5 / CELLS
    marks = [field(image, (half, width - half, half, height - half), (-top, top), "diverging", bar=False)]
    marks += [lines(each, tone=tone, width=3 if tone != "muted" else 1) for tone, each in frames.items()]
    if outlines:
        marks.append(lines(outlines, tone="p", width=3, dash="dash"))
    marks += names
    legend = [Chip(words.Q_TOPICS, "q", "fill")]
    legend += [Chip(words.TRUE_BAR, "p", dash="dash")] if outlines else []
    found = int(held.any(axis=0).sum())
    title = words.topics_as_tiles(count, found)
    x, y = Axis("", (-0.4, width + 0.4), ticks=()), Axis("", (0.0, height + 0.4), ticks=())
    return Board(title, x, [Panel(y, marks)], legend=legend, aspect="equal", height=430, hover=False)


def fitting(count: int, shape: float = 1.7) -> int:
    """How many tiles stand in a row, for the largest tiles on a board that is `shape` times as wide as high."""
    size = lambda columns: min(shape / columns / (SIDE + GAP[0]), 1 / -(-count // columns) / (SIDE + GAP[1]))
    return max(range(1, count + 1), key=size)


def corner(k: int, columns: int, rows: int) -> tuple[float, float]:
    """Left and lower end of tile k."""
    row, column = divmod(k, columns)
    return column * (SIDE + GAP[0]), (rows - 1 - row) * (SIDE + GAP[1]) + GAP[1]


def _around(x: float, y: float, bar: np.ndarray) -> np.ndarray:
    """The outline of a bar's pixels in a tile."""
    i, j = np.nonzero(bar)
    left, low = x + j.min(), y + SIDE - 1 - i.max()
    return _box(left, low, j.max() - j.min() + 1, i.max() - i.min() + 1, -0.12)


def _box(x: float, y: float, w: float, h: float, room: float) -> np.ndarray:
    left, right, low, high = x - room, x + w + room, y - room, y + h + room
    return np.array([[left, low], [right, low], [right, high], [left, high], [left, low]])
