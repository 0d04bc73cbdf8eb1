"""Small pictures of targets for a gallery, as pixels."""


import numpy as np

from vizvi.figures.tokens import TOKENS
from vizvi.lru import by_bytes

WIDTH, HEIGHT = 168, 112
EDGE = 12  # px over which a plane fades, so that no frame cuts it
COARSE = 96  # cells in which the mass is looked for


@by_bytes(16, 128)
def thumbnail(target, theme: str) -> np.ndarray:
    """p in its own hue on nothing: (HEIGHT, WIDTH, 4) of uint8; a filled curve in 1-D, a soft ground in 2-D."""
    share = _curve(target) if target.dim == 1 else _plane(target)
    color = TOKENS[theme]["p"]
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    pixels = np.empty((HEIGHT, WIDTH, 4), np.uint8)
    pixels[..., :3] = red, green, blue
    pixels[..., 3] = np.round(255 * share)
    pixels.setflags(write=False)
    return pixels


def _curve(target) -> np.ndarray:
    """Filled under an outline that is 2 px wide however steep it is."""
    x = np.linspace(*target.window[0], 3 * WIDTH)[:, None]
    density = np.exp(_finite(target.log_prob(x)))
    level = (HEIGHT - 8) * density / density.max()
    across = np.linspace(0, WIDTH - 1, len(x))
    columns, up = np.arange(WIDTH), np.arange(HEIGHT)[::-1] - 1.0
    start, step = np.stack([across, level], -1)[:-1], np.stack([np.diff(across), np.diff(level)], -1)
    distance = np.full((HEIGHT, WIDTH), np.inf)
    for (x0, y0), (dx, dy) in zip(start, step, strict=True):
        near = slice(max(int(x0) - 2, 0), int(x0) + 5)  # no farther than an outline reaches
        right, above = columns[near] - x0, up[:, None] - y0
        along = np.clip((right * dx + above * dy) / (dx * dx + dy * dy), 0, 1)
        far = np.hypot(right - along * dx, above - along * dy)
        distance[:, near] = np.minimum(distance[:, near], far)
    inside = up[:, None] < np.interp(columns, across, level)
    return np.maximum(np.clip(1.5 - distance, 0, 1), 0.3 * (inside & (up[:, None] >= 0)))


def _plane(target) -> np.ndarray:
    """Square units, framed around 99 % of the mass in the window."""
    axes = [np.linspace(lo, hi, COARSE) for lo, hi in target.window]
    density = np.exp(_finite(target.log_prob(np.stack(np.meshgrid(*axes), axis=-1))))
    ends = []
    for axis, margin in zip(axes, (density.sum(axis=0), density.sum(axis=1)), strict=True):
        held = np.cumsum(margin) / margin.sum()
        ends.append((axis[np.searchsorted(held, 0.005)], axis[min(np.searchsorted(held, 0.995), COARSE - 1)]))
    (left, right), (low, high) = ends
    half = 0.5 * max(high - low, (right - left) * HEIGHT / WIDTH) * HEIGHT / (HEIGHT - 2 * EDGE)
    middle, center, wide = (left + right) / 2, (low + high) / 2, half * WIDTH / HEIGHT
    grid = np.linspace(middle - wide, middle + wide, WIDTH), np.linspace(center + half, center - half, HEIGHT)
    density = np.exp(_finite(target.log_prob(np.stack(np.meshgrid(*grid), axis=-1))))
    fade = [np.clip((np.minimum(np.arange(n), np.arange(n)[::-1]) + 0.5) / EDGE, 0, 1) for n in (HEIGHT, WIDTH)]
    return 0.9 * np.sqrt(density / density.max()) * fade[0][:, None] * fade[1]


def _finite(log_p) -> np.ndarray:
    """Heights under the largest, so that nothing overflows."""
    return np.nan_to_num(log_p - np.nanmax(log_p), nan=-800.0, neginf=-800.0)
