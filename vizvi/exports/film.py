"""A run as a GIF that plays in a slide: true iterates only, each with its number, under five megabytes."""

import io
from collections.abc import Callable

import numpy as np

from vizvi.exports.png import blank, drawn, shrunk
from vizvi.exports.still import Still
from vizvi.figures.tokens import TOKENS
from vizvi.picture import Picture

LIMIT = 5_000_000  # bytes
FRAMES = 60
COLORS = 128
SCALE = 0.8  # 768 × 432 px
FIRST, EACH, LAST = 900, 120, 3000  # milliseconds


def moments(steps: int, most: int = FRAMES) -> list[int]:
    """Steps that a film shows: all if they are few, else closer at the start, where a run moves most; always both ends."""
    if steps < most:
        return list(range(steps + 1))
    return sorted({round(steps * (k / (most - 1)) ** 1.6) for k in range(most)})


def gif(
    picture: Picture, theme: str = "light", limit: int = LIMIT, tell: Callable[[int, int], None] | None = None
) -> bytes:
    """The bytes of a GIF of at most `limit` bytes that loops, with a rest at its end.

    tell: called with how many frames are drawn and how many there will be. If the file would be larger, frames are left
    out; ValueError if even two are too many."""
    from PIL import Image, ImageColor

    still = Still(picture, theme)
    ground = drawn(blank(still.empty(), SCALE), drawing := still.ground(), drawing.items, SCALE)
    steps = moments(still.steps)
    frames = []
    for k, step in enumerate(steps):
        drawing = still.frame(step)
        frames.append(shrunk(drawn(ground.copy(), drawing, drawing.items, SCALE)))
        if tell:
            tell(k + 1, len(steps))
    both = Image.new("RGB", (frames[0].width, 2 * frames[0].height))
    both.paste(frames[0], (0, 0))
    both.paste(frames[-1], (0, frames[0].height))
    common = both.quantize(COLORS - len(TOKENS[theme]), Image.Quantize.MEDIANCUT).getpalette()[: 3 * COLORS]
    palette = Image.new("P", (1, 1))  # the visual language's own hues, however few pixels have them, and what else there is
    palette.putpalette([*(channel for each in TOKENS[theme].values() for channel in ImageColor.getrgb(each)), *common])
    frames = [_indexed(each, palette, list(TOKENS[theme]).index("paper"), still.empty().paper) for each in frames]
    while True:
        if len(data := _written(frames)) <= limit:
            return data
        if len(frames) <= 2:
            raise ValueError(f"gif: {len(data)} bytes for two frames are more than {limit}.")
        kept = np.linspace(0, len(frames) - 1, max(2, len(frames) // 2))
        frames = [frames[k] for k in kept.round().astype(int)]


def _indexed(frame, palette, at: int, paper: str):
    """A frame in the film's colors; Pillow takes the nearest roughly, but the paper is to be the slide's own."""
    from PIL import Image, ImageColor

    index = np.array(frame.quantize(palette=palette, dither=Image.Dither.NONE))
    index[(np.asarray(frame) == ImageColor.getrgb(paper)).all(axis=-1)] = at
    made = Image.fromarray(index, "P")
    made.putpalette(palette.getpalette())
    return made


def _written(frames) -> bytes:
    out = io.BytesIO()
    times = [EACH] * len(frames)
    times[0], times[-1] = FIRST, LAST
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=times, loop=0, optimize=False)
    return out.getvalue()
