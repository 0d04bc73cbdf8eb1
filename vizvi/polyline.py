"""Polylines with no more points than can be seen."""

import numpy as np

PASSES = 5  # each drops at most every other point


def thinned(points, lengths, tolerance) -> tuple[np.ndarray, np.ndarray]:
    """Lines back to back, points (N, 2) and the length of each (K,), without points that lie within a tolerance (2,) of
    the line that is left: a contour on a fine grid has ten times as many as an eye can tell. Ends stay, and so does every
    point beside one that is not finite."""
    at = np.asarray(points, float) / np.asarray(tolerance, float)
    of = np.repeat(np.arange(len(lengths)), lengths)
    kept = np.arange(len(at))
    for _ in range(PASSES):
        if len(kept) < 3:
            break
        here, line = at[kept], of[kept]
        with np.errstate(invalid="ignore"):
            near = _distance(here[1:-1], here[:-2], here[2:]) < 1 / PASSES
        near &= (line[2:] == line[:-2]) & (np.arange(1, len(kept) - 1) % 2 == 1)  # no two neighbors at once
        kept = np.delete(kept, 1 + np.flatnonzero(near))
    return np.asarray(points)[kept], np.bincount(of[kept], minlength=len(lengths))


def _distance(point, start, end) -> np.ndarray:
    """From points (N, 2) to the pieces between others."""
    run = end - start
    share = ((point - start) * run).sum(axis=-1) / np.maximum((run * run).sum(axis=-1), 1e-300)
    return np.linalg.norm(point - start - np.clip(share, 0, 1)[:, None] * run, axis=-1)
