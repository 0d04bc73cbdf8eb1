"""Small pictures of targets for a gallery, as pixels."""

from functools import lru_cache

import numpy as np

from vizvi.figures.style import TOKENS

WIDTH, HEIGHT = 168, 112


@lru_cache(maxsize=128)
def thumbnail(target, theme: str) -> np.ndarray:
    """p in its own hue on nothing: (HEIGHT, WIDTH, 4) of uint8; a filled curve in 1-D, a soft ground in 2-D."""
    if target.dim == 1:
        x = np.linspace(*target.window[0], WIDTH)[:, None]
        density = np.exp(_finite(target.log_prob(x)))
        level = (HEIGHT - 8) * density / density.max()
        below = level - np.arange(HEIGHT)[::-1, None]
        share = np.where(below > 2.5, 0.3, np.clip(below + 1, 0, 1))
    else:
        (left, right), (low, high) = target.window
        half = (high - low) / 2 * WIDTH / HEIGHT
        middle = (left + right) / 2
        axes = np.linspace(middle - half, middle + half, WIDTH), np.linspace(high, low, HEIGHT)
        density = np.exp(_finite(target.log_prob(np.stack(np.meshgrid(*axes), axis=-1))))
        share = np.sqrt(density / density.max()) * 0.9
    color = TOKENS[theme]["p"]
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    pixels = np.empty((HEIGHT, WIDTH, 4), np.uint8)
    pixels[..., :3] = red, green, blue
    pixels[..., 3] = np.round(255 * share)
    pixels.setflags(write=False)
    return pixels


def _finite(log_p) -> np.ndarray:
    """Heights under the largest, so that nothing overflows."""
    return np.nan_to_num(log_p - np.nanmax(log_p), nan=-800.0, neginf=-800.0)
