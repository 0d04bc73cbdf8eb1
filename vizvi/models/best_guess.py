"""The best Gaussian q of many pictures at once: natural-gradient steps from several starts, on a shared table."""

from copy import copy

import numpy as np

from vizvi.integrate.special import LOG_2PI
from vizvi.models.expectation import EXACT, ROUGH, Local, factor, fits, local, on_table
from vizvi.models.latent_table import BLOCK, RADIUS, Posterior, log_joint

SETTLED = 1e-7, 1e-9  # nats that a whole step may still gain at the end: on the way, and where it is told
STEPS, SORTING, POLISH = 120, 6, 40  # steps at most, and those after which starts that met are one, and at the end
SAME = 0.02  # largest difference in any entry of λ between such starts
PEAKS = 3  # highest peaks of a posterior that are tried as starts, besides its moments
RISE = 12.0  # nats below the highest peak that a peak may be


def best(place, known: Posterior, slug: str) -> tuple[np.ndarray, np.ndarray]:
    """λ (B, 4 | 5) and ELBO (B,) of the best q of the family for a place's pictures, whose posteriors are known."""
    return bests(place, known, (slug,))[slug]


def bests(place, known: Posterior, slugs) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """The same of several families, which share what they begin with."""
    starts, pictures = _starts(place, known.mean, known.cov)
    untilted, found = _best_of(place, pictures, starts[:, :4]), {}
    for slug in slugs:
        lam, owner = untilted
        if slug == "full_rank":
            # The moments tilt and the best untilted q does not: both, or some pictures end in a lower optimum.
            flat = np.column_stack([lam, np.zeros(len(lam))])
            lam, owner = _best_of(place, np.concatenate([pictures, owner]), np.concatenate([starts, flat]))
        lam = climb(place.finer(), owner, lam, POLISH)
        found[slug] = lam, place.elbo(owner, lam)
    return found


def _best_of(place, rows, lam) -> tuple[np.ndarray, np.ndarray]:
    """Climb from every start and keep the best of each picture: λ (B, P) and 0 … B − 1."""
    for steps in (SORTING, STEPS):
        lam = climb(place, rows, lam, steps)
        value = place(rows, lam).value + lam[:, 2:4].sum(axis=-1)
        order = np.lexsort((-value, rows))
        rows, lam, value = rows[order], lam[order], value[order]
        if steps == SORTING:
            # Starts on the way to the same optimum: the one that is ahead goes on.
            first = np.searchsorted(rows, rows)
            near = (np.abs(lam - lam[first]).max(axis=-1) < SAME) & (np.arange(len(rows)) > first)
            rows, lam = rows[~near], lam[~near]
    first = np.flatnonzero(np.diff(rows, prepend=-1))
    return lam[first], rows[first]


class Place:
    """Where q moves: pictures (B, pixels), with log p(x, z) on the table's nodes; a q that does not fit gets its own."""

    def __init__(self, decoder, x, nodes=ROUGH):
        self.decoder, self.x, self.step, self.nodes = decoder, x, decoder.table.step, nodes
        self.log_joint = log_joint(decoder, decoder.table, x)  # (B, N)
        self.values = self.log_joint.reshape(-1, *[round(self.log_joint.shape[1] ** 0.5)] * 2)

    def finer(self) -> "Place":
        """The same with nodes that can be told."""
        out = copy(self)
        out.nodes = EXACT
        return out

    def __call__(self, rows, lam) -> Local:
        """What q(λ) feels, for λ (I, 4 | 5) of pictures `rows` (I,)."""
        inside, count = fits(lam, RADIUS, self.step, self.nodes), 31 if self.nodes == ROUGH else 61
        out = Local(np.empty(len(lam)), np.empty((len(lam), 2)), np.empty((len(lam), 2, 2)))
        for chosen in _chunks(np.flatnonzero(inside), 64):
            for whole, part in zip(out, on_table(self.values, rows[chosen], lam[chosen], RADIUS, self.step, self.nodes)):
                whole[chosen] = part
        for chosen in _chunks(np.flatnonzero(~inside), 64):
            for whole, part in zip(out, local(self.decoder, self.x[rows[chosen]], lam[chosen], count)):
                whole[chosen] = part
        return out

    def elbo(self, rows, lam) -> np.ndarray:
        """The ELBO (I,), nats, on nodes fine enough to be told."""
        inside, out = fits(lam, RADIUS, self.step, EXACT), np.empty(len(lam))
        for chosen in _chunks(np.flatnonzero(inside), 32):
            out[chosen] = on_table(self.values, rows[chosen], lam[chosen], RADIUS, self.step, EXACT).value
        out[inside] += 1 + LOG_2PI + lam[inside, 2:4].sum(axis=-1)
        if not inside.all():
            out[~inside] = self.decoder.elbo(self.x[rows[~inside]], lam[~inside])
        return out


def places(decoder, x, nodes=ROUGH):
    """Pictures (B, pixels) in blocks: (slice, Place) pairs; nodes: EXACT where each step is to be told."""
    for first in range(0, len(x), BLOCK):
        part = slice(first, first + BLOCK)
        yield part, Place(decoder, x[part], nodes)


def climb(place, rows, lam, steps: int = STEPS) -> np.ndarray:
    """λ (I, 4 | 5) after natural-gradient steps on the ELBO, each cut while the ELBO would fall."""
    return trail(place, rows, lam, steps)[-1]


def trail(place, rows, lam, steps: int, every: bool = False) -> list[np.ndarray]:
    """The same with λ after every step: Λ ← (1 − ρ)Λ − ρE∇²f, m ← m + ρΛ⁻¹E∇f (Khan & Nielsen, 2018)."""
    lam, out = np.array(lam), [np.array(lam)]
    rate, here = np.ones(len(lam)), place(rows, lam)
    value = here.value + lam[:, 2:4].sum(axis=-1)
    open_ = np.arange(len(lam))
    for _ in range(steps):
        if len(open_):
            new = step(lam[open_], Local(*(each[open_] for each in here)), rate[open_])
            good = np.isfinite(new).all(axis=-1)
            trial = place(rows[open_], np.where(good[:, None], new, lam[open_]))
            gain = np.where(good, trial.value + new[:, 2:4].sum(axis=-1) - value[open_], -np.inf)
            better = gain > 0
            moved = open_[better]
            lam[moved], value[moved] = new[better], value[moved] + gain[better]
            for whole, part in zip(here, trial):
                whole[moved] = part[better]
            whole_step = rate[open_] == 1
            rate[open_] = np.where(better, np.minimum(1, 2 * rate[open_]), rate[open_] / 2)
            done = (whole_step & (np.abs(gain) < SETTLED[place.nodes == EXACT])) | (rate[open_] < 1e-4)
            open_ = open_[~done]
        elif not every:
            break
        if every:
            out.append(np.array(lam))
    return out if every else [lam]


def step(lam, feels: Local, rate) -> np.ndarray:
    """λ after one natural-gradient step of size `rate` (I,); nan where its precision would not be positive."""
    mean, scale = factor(lam)
    below = scale[:, 1, 0] if lam.shape[-1] == 5 else np.zeros(len(lam))
    a, b = 1 / scale[:, 0, 0] ** 2, 1 / scale[:, 1, 1] ** 2
    t = below / scale[:, 0, 0]
    # Λ = L⁻ᵀL⁻¹; mean-field keeps its diagonal, which is all it has.
    p11, p12, p22 = a + t * t * b, -t * b, b
    p11, p22 = (1 - rate) * p11 - rate * feels.bend[:, 0, 0], (1 - rate) * p22 - rate * feels.bend[:, 1, 1]
    p12 = (1 - rate) * p12 - rate * feels.bend[:, 0, 1] if lam.shape[-1] == 5 else np.zeros(len(lam))
    det = p11 * p22 - p12 * p12
    with np.errstate(invalid="ignore", divide="ignore"):
        positive = (p11 > 0) & (p22 > 0) & (det > 0)
        v11, v12, v22 = (np.where(positive, each / det, np.nan) for each in (p22, -p12, p11))
        g1, g2 = feels.slope.T
        move = np.stack([v11 * g1 + v12 * g2, v12 * g1 + v22 * g2], axis=-1)
        scale1 = np.sqrt(v11)
        tilt = v12 / scale1
        parts = [mean + rate[:, None] * move, np.log(scale1), 0.5 * np.log(v22 - tilt**2)]
    parts += [tilt] if lam.shape[-1] == 5 else []
    return np.column_stack(parts)


def _starts(place, mean, cov) -> tuple[np.ndarray, np.ndarray]:
    """λ (I, 5) and its picture (I,): the posterior's moments and its highest peaks, each with the curvature there."""
    rows, lam = np.arange(len(mean)), from_moments(mean, cov)
    f = place.values[:, ::2, ::2]
    inner = f[:, 1:-1, 1:-1]
    peak = inner > f.max(axis=(1, 2), keepdims=True) - RISE
    around = [
        f[:, 1 + a : f.shape[1] - 1 + a, 1 + b : f.shape[2] - 1 + b] for a in (-1, 0, 1) for b in (-1, 0, 1) if a or b
    ]
    for each in around:
        peak &= inner > each
    row, i, j = np.nonzero(peak)
    several = np.bincount(row, minlength=len(mean))[row] > 1
    row, i, j = row[several], i[several], j[several]
    height = inner[row, i, j]
    order = np.lexsort((-height, row))
    row, i, j, height = (each[order] for each in (row, i, j, height))
    rank = np.arange(len(row)) - np.searchsorted(row, row)
    row, i, j, height = (each[rank < PEAKS] for each in (row, i, j, height))
    h = 2 * place.step
    at = {(a, b): f[row, i + 1 + a, j + 1 + b] for a in (-1, 0, 1) for b in (-1, 0, 1)}
    c11, c22 = (2 * height - at[1, 0] - at[-1, 0]) / h**2, (2 * height - at[0, 1] - at[0, -1]) / h**2
    c12 = -(at[1, 1] + at[-1, -1] - at[1, -1] - at[-1, 1]) / (4 * h**2)
    c12 = np.clip(c12, -0.9 * np.sqrt(c11 * c22), 0.9 * np.sqrt(c11 * c22))
    det = c11 * c22 - c12**2
    cov = np.stack([c22, -c12, -c12, c11], axis=-1).reshape(-1, 2, 2) / det[:, None, None]
    peaks = from_moments(np.stack([i + 1, j + 1], axis=-1) * h - RADIUS, cov)
    return np.concatenate([lam, peaks]), np.concatenate([rows, row])


def from_moments(mean, cov) -> np.ndarray:
    """λ (..., 5) of full-rank; its first four are mean-field's with the sds of the conditionals for the second."""
    first = np.sqrt(cov[..., 0, 0])
    tilt = cov[..., 1, 0] / first
    second = np.sqrt(cov[..., 1, 1] - tilt**2)
    return np.concatenate([mean, np.stack([np.log(first), np.log(second), tilt], axis=-1)], axis=-1)


def _chunks(index, size: int):
    return (index[i : i + size] for i in range(0, len(index), size))
