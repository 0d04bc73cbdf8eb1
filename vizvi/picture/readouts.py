"""The read-outs beside a picture: every number along a trajectory, what it is called, and the picture in one sentence."""

import numpy as np

from vizvi.format import nats, number
from vizvi.integrate.rules import cloud
from vizvi.integrate.truth import standard_deviation, truth
from vizvi.member import label


def numbers(problem, lam, ledger, off, mean, cov) -> tuple[dict, list]:
    """The read-outs' values (float64, (T+1,) or (1,)) and their labels; "off.…" are the largest errors of the exact ones
    along the trajectory, (1,)."""
    known = truth(problem.target)
    names = ("elbo", "log_z", "reverse_kl", "forward_kl", "mass", "energy", "entropy")
    values = {name: np.atleast_1d(getattr(ledger, name)) for name in names} | _fit_complexity(problem, lam, ledger)
    rows = [
        ("elbo", "ELBO", "nats", "elbo", False, "quadrature", "Energy plus entropy: what a real user can compute."),
        ("log_z", "log Z", "nats", "ink", True, "quadrature", "The log evidence: the ceiling that no ELBO passes."),
        ("reverse_kl", "KL(q‖p)", "nats", "q", True, "quadrature", "The gap: log Z minus the ELBO."),
        ("forward_kl", "KL(p‖q)", "nats", "forward", True, "quadrature", "The other KL, billed where p is."),
    ]
    if problem.divergence.power not in (0, 1):
        values["divergence"] = np.atleast_1d(ledger.divergence)
        name, unit = problem.divergence.symbol, problem.divergence.unit
        rows.append(("divergence", name, unit, "q", True, "quadrature", "What this run minimizes."))
    sd_p, sd_q = standard_deviation(known), np.sqrt(np.diagonal(cov, axis1=-2, axis2=-1))
    for i, name in enumerate(problem.target.names):
        values[f"sd_ratio_{i + 1}"] = sd_q[..., i] / sd_p[i]
        where = f", {name}" if problem.target.dim > 1 else ""
        hint = f"Standard deviation of q over that of p ({sd_p[i]:.3g}): below 1, q is too sure."
        hint = hint if np.isfinite(sd_p[i]) else "This p has no standard deviation: its second moment is infinite."
        rows.append((f"sd_ratio_{i + 1}", f"sd q / sd p{where}", "", "q", True, "ratio", hint))
    if problem.target.dim == 2:
        values["correlation_q"] = cov[..., 0, 1] / (sd_q[..., 0] * sd_q[..., 1])
        values["correlation_p"] = np.array([known.cov[0][0, 1] / (sd_p[0] * sd_p[1])])
        rows.append(("correlation_q", "correlation of q", "", "q", False, "number", "What q thinks the correlation is."))
        rows.append(("correlation_p", "correlation of p", "", "p", True, "number", "What it is."))
    values |= {f"off.{row[0]}": _largest(off[row[0]]) for row in rows if row[5] == "quadrature"}
    names = ("key", "label", "unit", "tone", "toy", "kind", "hint")
    return values, [dict(zip(names, row, strict=True)) for row in rows]


def _largest(errors) -> np.ndarray:
    """Of those that are known, (1,); nan if none is."""
    known = errors[np.isfinite(errors)]
    return np.array([known.max() if known.size else np.nan])


def _fit_complexity(problem, lam, ledger) -> dict:
    """The ELBO the other way, where a target has a prior: E_q[log likelihood] − KL(q‖prior), each (T+1,)."""
    dim = problem.target.dim
    if not problem.target.parts(np.zeros(dim)):
        return {}
    u, log_cell, _ = cloud(dim, (161,) * dim, 8.0)
    z, log_m = problem.family.nodes(lam, u)
    likelihood = (problem.target.parts(z)["likelihood"] * np.exp(log_m + log_cell)).sum(axis=-1)
    return {"fit": likelihood, "complexity": likelihood - ledger.elbo}


def title(problem, ledger, mean, cov) -> str:
    """What the picture says at the end, in a sentence."""
    gap, ratio = ledger.reverse_kl[-1], np.sqrt(np.diagonal(cov[-1])) / standard_deviation(truth(problem.target))
    where = ", ".join(number(float(each)) for each in mean[-1])
    width = " and ".join(number(float(each)) for each in ratio)
    kl = f"KL(q‖p) {nats(float(gap))}" if np.isfinite(gap) else "KL(q‖p) not finite"
    return (
        f"{label(problem.family)} q on {label(problem.target).lower()}: it ends at {where}, "
        f"with {width} times the width of p; {kl}."
    )
