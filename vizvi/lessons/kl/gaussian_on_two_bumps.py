"""One Gaussian on two unit bumps: slope and curvature of the α-divergence in (mean, log sd), for rows of knobs at once."""

from math import comb
from typing import NamedTuple

import numpy as np

from vizvi.divergences.alpha import LIMIT

KNOBS = ("separation", "weight", "alpha")
# Of nodes in the middle, over the separation where that is less: two bumps far apart meet in a narrow valley; and by how
# much they grow with the way from there.
SPACING, VALLEY, GROWTH = 0.2, 0.45, 0.04
# Σ w (z − m)ᵏ from Σ w zʲ: binomial coefficients (j, k), and the powers of −m that go with them.
BINOMIAL = np.array([[comb(k, j) for k in range(5)] for j in range(5)], float)
LOG_2PI = np.log(2 * np.pi)
APART = np.maximum(np.arange(5) - np.arange(5)[:, None], 0)


class Local(NamedTuple):
    """What is known at R rows of (mean, log sd) and knob."""

    value: np.ndarray  # (R,) nats
    slope: np.ndarray  # (R, 2) by the mean in units of q's sd, and by log sd
    jacobian: np.ndarray  # (R, 2, 3) of the slope by mean, log sd and knob


class Bell:
    """The α-divergence of N(mean, sd²) from two bumps, on nodes that hold both; one knob is free, row by row."""

    def __init__(self, knob: str, knobs: dict, most: float, thin: bool = False):
        self.knob, self.knobs = knob, knobs
        far = max(most, knobs["separation"]) if knob == "separation" else knobs["separation"]
        reach = max(far + 8, 6.5 * 1.1 * np.sqrt(1 + far * far))
        spacing, stride = min(SPACING, VALLEY / max(far, 1e-9)), 2 if thin else 1
        # Even in t, z = spacing sinh(GROWTH t)/GROWTH: as exact as nodes even in z, which are four times as many at d = 6.
        count = int(np.ceil(np.arcsinh(reach * GROWTH / spacing) / (GROWTH * stride)))
        t = GROWTH * stride * np.arange(-count, count + 1)
        self.z = spacing / GROWTH * np.sinh(t)
        self.volume, self.far = np.log(spacing * stride * np.cosh(t)), far
        self.powers = self.z[:, None] ** np.arange(5)
        self.p = self._log_p(None) if knob == "alpha" else None  # p is the same at every α

    def _log_p(self, knob):
        """log p (R, N) or (N,), and its derivative by the knob (0 for alpha)."""
        d, w = (knob[:, None] if self.knob == name else self.knobs[name] for name in ("separation", "weight"))
        logit = 0.5 * np.log(w / (1 - w))
        tilt = d * self.z + logit
        size = np.abs(tilt)
        log_p = (
            size + np.log1p(np.exp(-2 * size)) - 0.5 * (self.z**2 + d * d + np.log(2 * np.pi)) + 0.5 * np.log(w * (1 - w))
        )
        if self.knob == "alpha":
            return log_p, 0.0
        lean = np.tanh(tilt)  # right minus left responsibility
        return log_p, self.z * lean - d if self.knob == "separation" else 0.5 * ((1 + lean) / w - (1 - lean) / (1 - w))

    def at(self, point, knob, need: str = "value+knob") -> Local:
        """point (R, 2): mean and log sd; knob (R,). need: of the value and of the slope by the knob; else nan."""
        count = len(point)
        knob = np.asarray(knob, float) if np.ndim(knob) else np.full(count, float(knob))
        mean, sd = point[:, :1], np.exp(point[:, 1:])
        alpha = knob[:, None] if self.knob == "alpha" else np.full((count, 1), self.knobs["alpha"])
        u = (self.z - mean) / sd
        log_q = -0.5 * u * u - np.log(sd) - 0.5 * LOG_2PI
        log_p, change = self.p or self._log_p(knob)
        log_w = log_p - log_q
        log_q += self.volume
        mass = np.exp(log_q)
        x = alpha * log_w
        # Σ m c uᵏ; Σ m w^α uᵏ, minus the slope of c in log w; Σ ∂(m c)/∂knob uᵏ
        weights = np.empty((count, 2 + ("knob" in need), len(self.z)))
        grown = np.exp(np.add(log_q, x, out=log_q), out=weights[:, 1])  # q w^α
        small = np.abs(alpha) < LIMIT
        # c = −(w^α − 1)/α, −log w at 0: the potential with a constant that keeps its digits.
        if small.all():
            weights[:, 0] = -mass * log_w
        else:
            np.divide(mass - grown, np.where(small, 1.0, alpha), out=weights[:, 0])
            if small.any():
                weights[:, 0] = np.where(small, -mass * log_w, weights[:, 0])
        if "knob" in need:
            weights[:, 2] = self._by_knob(alpha, x, log_w, mass, grown, change)
        sums = weights @ self.powers @ _about(mean[:, 0], sd[:, 0])
        first, second = sums[:, 0], sums[:, 1]
        slope = np.stack([first[:, 1], first[:, 2] - first[:, 0]], axis=-1)
        jacobian = np.empty((count, 2, 3))
        if "knob" in need:
            jacobian[:, 0, 2], jacobian[:, 1, 2] = sums[:, 2, 1], sums[:, 2, 2] - sums[:, 2, 0]
        else:
            jacobian[..., 2] = np.nan
        # ∂/∂(log q) along a score s of Σ m c t: Σ m (c + w^α) s t, plus Σ m c ∂t
        both, sd = first + second, sd[:, 0]
        jacobian[:, 0, 0] = (both[:, 2] - first[:, 0]) / sd
        jacobian[:, 0, 1] = both[:, 3] - both[:, 1] - first[:, 1]
        jacobian[:, 1, 0] = (both[:, 3] - both[:, 1] - 2 * first[:, 1]) / sd
        jacobian[:, 1, 1] = both[:, 4] - 2 * both[:, 2] + both[:, 0] - 2 * first[:, 2]
        value = self._value(alpha[:, 0], log_p, log_w, mass, grown) if "value" in need else np.full(count, np.nan)
        return Local(value, slope, jacobian)

    def _by_knob(self, alpha, x, log_w, mass, grown, change):
        """The derivative of m c by the knob, (R, N); x = α log w."""
        if self.knob != "alpha":
            return -grown * change
        exact = ((x - 1) * grown + mass) / alpha**2  # log_w² ((x − 1) eˣ + 1)/x², times the mass
        small = np.flatnonzero(np.abs(x) < 1e-3)
        near = x.ravel()[small]
        exact.ravel()[small] = mass.ravel()[small] * log_w.ravel()[small] ** 2 * (0.5 + near / 3 + near * near / 8)
        return -exact

    def _value(self, alpha, log_p, log_w, mass, grown):
        low, high = np.abs(alpha) < LIMIT, np.abs(alpha - 1) < LIMIT
        inner = np.where(low | high, 0.5, alpha)
        value = (1 - grown.sum(axis=-1)) / (inner * (1 - inner))
        if low.any():
            value = np.where(low, -(mass * log_w).sum(axis=-1), value)
        if high.any():
            value = np.where(high, (np.exp(log_p + self.volume) * log_w).sum(axis=-1), value)
        return value


def _about(mean, sd):
    """(R, 5, 5): what turns Σ w zᵏ into Σ w uᵏ, u = (z − mean)/sd."""
    powers = (-mean[:, None]) ** np.arange(5)
    return BINOMIAL * powers[:, APART] / sd[:, None, None] ** np.arange(5)
