"""q in a reader's hand without Python: in one dimension its numbers are a table over mean × log sd, fine enough for every
digit that is shown, and a few closed forms. Where no table is fine enough, nothing can be grabbed."""

import json
from functools import lru_cache

import numpy as np

from vizvi.divergences import DIVERGENCES
from vizvi.exact import stated
from vizvi.integrate.truth import standard_deviation, truth
from vizvi.picture import PRECISION
from vizvi.picture.readouts import numbers
from vizvi.problem import Problem

NODES = (129, 41), (257, 65)  # of a table over means and log sds: the first that is fine enough
NARROWEST, WIDEST = 1 / 100, 1 / 5  # sds that it knows, as shares of the picture's width
DIGIT = 0.01  # nats: the last one shown of what is below 100
CLOSE = 0.02  # of that digit: how wrong a table may be at most, so that hardly any number is rounded the other way
KNOWN = {"elbo", "log_z", "reverse_kl", "forward_kl", "mass", "energy", "entropy", "fit", "complexity", "sd_ratio_1"}
PROBES = 200


def hand(problem: Problem, header: dict) -> tuple[dict, bytes] | None:
    """What a browser needs to answer a hand on q, as plain values and a table's bytes; None if it cannot.

    header: of the stage as the live page sends it; it must let q be grabbed and print only what is known here."""
    grabbed = "mean" in (header.get("handles") or ()) and {each["key"] for each in header["readouts"]} <= KNOWN
    if not grabbed or problem.target.dim != 1 or not problem.family.gaussian or problem.divergence.power not in (0, 1):
        return None
    return table(problem.target, problem.family)


@lru_cache(maxsize=64)  # a sweep comes back to its targets with another setting crossed
def table(target, family) -> tuple[dict, bytes] | None:
    """The table of a target and a Gaussian family; both divergences read it."""
    problem, known = Problem(target, family, DIVERGENCES["reverse_kl"]()), truth(target)
    sd, center = float(standard_deviation(known)[0]), float(known.mean[0][0])
    about = {"log_z": float(known.log_z), "sd": sd, "mean": center}
    if not np.isfinite(list(about.values())).all():
        return None
    about["forward"] = float(_told(problem, [center], [np.log(sd)])["forward_kl"][0]) - np.log(sd) - 0.5
    ((lo, hi),) = target.window
    dice = np.random.default_rng(1)
    probes = dice.uniform(lo, hi, PROBES), np.log(hi - lo) + dice.uniform(*np.log([NARROWEST, WIDEST]), PROBES)
    told = _told(problem, *probes)
    for means, sds in NODES:
        axes = np.linspace(lo, hi, means), np.log(hi - lo) + np.linspace(*np.log([NARROWEST, WIDEST]), sds)
        mean, log_sd = np.meshgrid(*axes, indexing="ij")
        found = _told(problem, mean.ravel(), log_sd.ravel())
        names = [name for name in ("energy", "fit") if name in found]
        about |= {"means": [lo, hi, means], "sds": [axes[1][0], axes[1][-1], sds], "names": names}
        data = np.stack([found[name].reshape(mean.shape) for name in names]).astype("<f4")
        if _good(about, data, probes, told):
            return json.loads(json.dumps(about)), data.tobytes()
    return None


def _told(problem: Problem, mean, log_sd) -> dict:
    """What the live page says of these q: read-outs by key, each (N,)."""
    mean, log_sd = np.asarray(mean, float)[:, None], np.asarray(log_sd, float)[:, None]
    lam = problem.family.from_moments(mean, np.exp(2 * log_sd)[..., None])
    with np.errstate(all="ignore"):
        values, _ = numbers(problem, lam, *stated(problem, lam, *PRECISION), *problem.family.moments(lam))
    return {name: np.broadcast_to(each, len(lam)) for name, each in values.items() if not name.startswith("off.")}


def answer(about: dict, data: np.ndarray, mean: float, log_sd: float) -> dict | None:
    """The numbers of a q, as the browser finds them (assets/hand.js): None outside the table."""
    (lo, hi, count), (low, high, many) = about["means"], about["sds"]
    x, y = (mean - lo) / (hi - lo) * (count - 1), (log_sd - low) / (high - low) * (many - 1)
    if not (0 <= x <= count - 1 and 0 <= y <= many - 1):
        return None
    found = {name: _cubic(table, x, y) for name, table in zip(about["names"], data, strict=True)}
    found["entropy"] = log_sd + 0.5 * np.log(2 * np.pi * np.e)
    found["elbo"] = found["energy"] + found["entropy"]
    found |= {"log_z": about["log_z"], "reverse_kl": about["log_z"] - found["elbo"]}
    variance, sd = np.exp(2 * log_sd), about["sd"]
    found["forward_kl"] = about["forward"] + log_sd + ((mean - about["mean"]) ** 2 + sd**2) / (2 * variance)
    found["sd_ratio_1"] = np.exp(log_sd) / sd
    return found | ({"complexity": found["fit"] - found["elbo"]} if "fit" in found else {})


def _cubic(table: np.ndarray, x: float, y: float) -> float:
    """Through the four nearest nodes each way (Lagrange)."""
    (i, u), (j, v) = _weights(x, table.shape[0]), _weights(y, table.shape[1])
    return float(u @ table[i : i + 4, j : j + 4].astype(float) @ v)


def _weights(at: float, count: int) -> tuple[int, np.ndarray]:
    first = int(min(max(np.floor(at) - 1, 0), count - 4))
    t = at - first
    return first, np.array([
        -(t - 1) * (t - 2) * (t - 3) / 6, t * (t - 2) * (t - 3) / 2, -t * (t - 1) * (t - 3) / 2, t * (t - 1) * (t - 2) / 6,
    ])  # fmt: skip


def _good(about: dict, data: np.ndarray, probes, told: dict) -> bool:
    """Whether the answers are the live page's to the digits shown, at places between the nodes."""
    for k, (mean, log_sd) in enumerate(zip(*probes, strict=True)):
        for name, value in (answer(about, data, mean, log_sd) or {"": np.nan}).items():
            last = DIGIT * 10 ** max(0.0, np.ceil(np.log10(max(abs(value), 1e-9) / 99.995)))
            if name and not abs(value - told[name][k]) <= CLOSE * last:
                return False
    return True
