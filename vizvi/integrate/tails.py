"""Whether an integral over all of space is infinite: the one place that says so, and only where it can be proved.

Along a ray at distance r, the integrand's mass per e-fold is exp(g), g = log f + D log r. Where g still rises at the last
octave at which rounding leaves a sign to see, and rises no slower than in the octave before, there is no end to it."""

import numpy as np

# Distances: early ones for what cancels to a slope, late ones for exponents and curvatures that nearly cancel.
SCALES = 2.0 ** np.array([12, 24, 40, 80, 160])
OCTAVE = np.array([0.5, 1.0, 2.0])
RAYS, ZOOMS = 24, 3
LEVEL = 1e-10  # a slope that rounding leaves, at the most
NOISE = 64 * np.finfo(float).eps


def endless(problem, lam, log_integrand):
    """Whether the integral of exp(log_integrand(log p, log q)) is infinite for lack of a tail, at each λ (M, P): (M,).

    log_integrand gives its value and the size of what it adds up, whose rounding it has."""
    dim, rows = problem.target.dim, len(lam)
    if not rows:
        return np.zeros(0, bool)
    center = np.mean(problem.target.window, axis=-1)
    if dim == 1:
        rays = np.broadcast_to(np.array([[1.0], [-1.0]]), (rows, 2, 1))
        return _rises(problem, lam, center, rays, log_integrand)[0].any(axis=-1)
    angle = np.broadcast_to(2 * np.pi * (np.arange(RAYS) + 0.25) / RAYS, (rows, RAYS))
    out, width = np.zeros(rows, bool), 2 * np.pi / RAYS
    for _ in range(1 + ZOOMS):
        rays = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
        rising, height = _rises(problem, lam, center, rays, log_integrand)
        out |= rising.any(axis=-1)
        if out.all():
            break
        # Along an axis askew between the rays it may rise where no ray does.
        best = np.take_along_axis(angle, height.argmax(axis=-1)[:, None], axis=-1)
        angle, width = best + width * np.linspace(-0.75, 0.75, 7), width / 4
    return out


def _rises(problem, lam, center, rays, log_integrand):
    """Whether it rises along each ray (M, A), and how high it is far out, to compare rays by (M, A)."""
    r = np.multiply.outer(SCALES, OCTAVE).ravel()
    z = center + rays[:, :, None] * r[:, None]
    log_f, size = log_integrand(problem.target.log_prob(z), problem.family.log_prob(lam[:, None, None], z))
    g = (log_f + problem.target.dim * np.log(r)).reshape(*rays.shape[:-1], len(SCALES), 3)
    noise = NOISE * (1 + np.where(np.isfinite(size), size, 0.0)).reshape(g.shape).max(axis=-1)
    before, after = g[..., 1] - g[..., 0], g[..., 2] - g[..., 1]
    # What is +∞ rises; what is −∞ has ended; nan says nothing.
    sure = np.isinf(g).any(axis=-1) & ~np.isnan(g).any(axis=-1)
    rising = np.where(sure, np.isposinf(g[..., 2]), (after > noise) & (after >= before - noise))
    seen = sure | (np.abs(after) > noise)
    # The outermost scale with a sign decides.
    last = len(SCALES) - 1 - seen[..., ::-1].argmax(axis=-1)
    # Level to all digits so far out: no end either, such as a logarithm's, whatever it did on the way there.
    level = ~seen[..., -1] & (noise[..., -1] < LEVEL)
    decided = (np.take_along_axis(rising, last[..., None], axis=-1)[..., 0] & seen.any(axis=-1)) | level
    height = np.nan_to_num(g[..., 2, 2], nan=-np.inf, posinf=np.inf, neginf=-1e308)
    return decided, height


def power_integrand(power: float):
    """log p^a q^(1−a)."""

    def log_f(log_p, log_q):
        log_p, log_q = np.broadcast_arrays(log_p, log_q)
        out = power * log_p + (1 - power) * log_q
        # Where both end, neither has mass.
        both = np.isneginf(log_p) & np.isneginf(log_q)
        return np.where(both, -np.inf, out), np.abs(power * log_p) + np.abs((1 - power) * log_q)

    return log_f


def energy_integrand(log_p, log_q):
    """log q |log p|."""
    return log_q + np.log(np.abs(log_p)), np.abs(log_q)


def gap_integrand(log_p, log_q):
    """log p |log p − log q|."""
    out = log_p + np.log(np.abs(log_p - log_q))
    return np.where(np.isneginf(log_p), -np.inf, out), np.abs(log_p)
