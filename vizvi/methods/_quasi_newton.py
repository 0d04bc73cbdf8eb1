"""Quasi-Newton ascent of log p for many runs at once: a line search, and the curvature that its steps reveal."""

import numpy as np

HALVINGS, ENOUGH = 25, 1e-4  # of a line search, and the share of the promised gain that it asks for
REACH = 0.25  # of the window, that one step may cross
WIDEST, THINNEST = 2.0, 1e-7  # sds of an inverse Hessian in windows


def climb(target, z, log_p, score, cov, free):
    """The next point (R, D) along cov·score of the runs that are free, its log p and score. A step is halved until log p
    rises enough; where it never does, the point stays."""
    width = np.ptp(np.array(target.window, float), axis=-1)
    ahead = (cov @ score[..., None])[..., 0]
    ahead = ahead * np.minimum(1, REACH / np.maximum(np.abs(ahead / width).max(axis=-1), 1e-300))[:, None]
    gain = (ahead * score).sum(axis=-1)
    z, log_p, share = z.copy(), log_p.copy(), 1.0
    open_ = np.flatnonzero(free & (gain > 0))
    for _ in range(HALVINGS):
        if not len(open_):
            break
        trial = z[open_] + share * ahead[open_]
        there = target.log_prob(trial)
        good = there >= log_p[open_] + ENOUGH * share * gain[open_]
        z[open_[good]], log_p[open_[good]] = trial[good], there[good]
        open_, share = open_[~good], share / 2
    return z, log_p, target.score(z)


def curve(target, cov, steps, move, bend):
    """The inverse Hessian (R, D, D) after a move (R, D) along which the score fell by `bend` (R, D), and how many moves it
    has seen (R,): Broyden, Fletcher, Goldfarb & Shanno (1970), the first move setting its scale. A move that saw no
    curvature teaches nothing; no sd grows beyond twice the window."""
    width = np.ptp(np.array(target.window, float), axis=-1)
    product, square = (move * bend).sum(axis=-1), (bend * bend).sum(axis=-1)
    seen = product > 1e-12 * np.sqrt(square * (move * move).sum(axis=-1))
    product, square = np.where(seen, product, 1.0), np.where(square > 0, square, 1.0)
    eye = np.eye(move.shape[-1])
    old = np.where((seen & (steps == 0))[:, None, None], (product / square)[:, None, None] * eye, cov)
    along = move[:, :, None] * bend[:, None] / product[:, None, None]
    new = (eye - along) @ old @ np.swapaxes(eye - along, -1, -2) + move[:, :, None] * move[:, None] / product[:, None, None]
    new = 0.5 * (new + np.swapaxes(new, -1, -2))
    seen &= np.isfinite(new).all(axis=(-1, -2))
    new = np.where(seen[:, None, None], new, cov)
    values, vectors = np.linalg.eigh(new)
    values = np.clip(values, (THINNEST * width.min()) ** 2, (WIDEST * width.max()) ** 2)
    return (vectors * values[:, None]) @ np.swapaxes(vectors, -1, -2), steps + seen
