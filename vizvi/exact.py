"""The ledger: log Z = ELBO + KL, by quadrature, with an error estimate, nan where it is not known and ∞ where it is."""

from typing import NamedTuple

import numpy as np

from vizvi.integrate.over_p import over_p
from vizvi.integrate.over_q import over_q
from vizvi.integrate.truth import truth
from vizvi.problem import Problem

UNTRUSTED = 1e-2  # a field with a larger error, nats, is nan
LARGE = 1e3  # beyond, a value is known by its leading digits: a χ² may be 10¹¹
ROUNDING = 1e-9  # nats by which a KL may be negative
LACKING = "Here p has more mass than its window shows, so its normalizer is not known: widen the window."
UNSURE = "Quadrature could not tell some of these numbers to within 0.01 nats."
NORMALIZED = [0, 2, 3, 6]  # the fields that need log Z: itself, the KLs, the divergence


class Ledger(NamedTuple):
    """Quadrature of a problem at λ; every field has λ's leading shape. Nats, but for `mass`, a share."""

    log_z: np.ndarray  # log normalizer of the target: its log evidence
    elbo: np.ndarray  # energy + entropy
    reverse_kl: np.ndarray  # KL(q‖p) = log_z − elbo
    forward_kl: np.ndarray  # KL(p‖q)
    energy: np.ndarray  # E_q[log p̃]
    entropy: np.ndarray  # −E_q[log q]
    divergence: np.ndarray  # the problem's own, p normalized
    error: np.ndarray  # the largest over the finite fields
    mass: np.ndarray  # of q inside the target's window

    @property
    def why(self):
        """Why numbers of the ledger are nan, a sentence for each λ, (...); empty where none is."""
        unsure = np.isnan(np.stack(self[:7])).any(axis=0)
        lacking = np.isnan(self.log_z) & np.isfinite(self.elbo)
        return np.where(lacking, LACKING, np.where(unsure, UNSURE, ""))[()]


def exact(problem, lam, tolerance: float = 1e-6, budget: int = 2**25) -> Ledger:
    """The ledger of a problem at λ (..., P); one λ gives scalars.

    tolerance: refine until halving the resolution moves no integral by more than this, nats (the error left is smaller
    still); budget: points that all λ together may take. A field whose error exceeds 1e-2 nats is nan; a divergence that
    does not converge is inf. Raises ValueError if λ has the wrong length or the density is improper.
    """
    return stated(problem, lam, tolerance, budget)[0]


def stated(problem, lam, tolerance: float = 1e-6, budget: int = 2**25) -> tuple[Ledger, dict[str, np.ndarray]]:
    """The ledger as above, and the error of each field that is in nats by its name, each of λ's leading shape; nan where
    the field is not finite, 0 where it is known in closed form."""
    if not isinstance(problem, Problem):
        raise ValueError(f"exact: problem is {problem!r}, but must be a Problem.")
    lam = problem.checked(lam)
    flat = lam.reshape(-1, lam.shape[-1])
    known = truth(problem.target)
    tolerance = max(tolerance, known.rounding)  # finer nodes do not mend what rounding blurs
    with np.errstate(all="ignore"):
        energy, entropy, q_error, entropy_error = over_q(problem, flat, tolerance, budget)
        log_z, z_error = np.full(len(flat), known.log_z), np.full(len(flat), known.log_z_error)
        elbo = energy + entropy
        reverse, forward = (log_z - elbo, q_error + z_error), over_p(problem, flat, known)
        forward = forward[0], np.where(np.isfinite(forward[0]), forward[1] + z_error, forward[1])
        own = problem.divergence.exact(problem, flat, reverse, forward, tolerance, budget)
        fields = [(log_z, z_error), (elbo, q_error), reverse, forward, (energy, q_error), (entropy, entropy_error), own]
        values, errors = (np.stack(each) for each in zip(*fields, strict=True))
        errors = np.where(np.isfinite(values), errors + known.rounding, errors)
        # KL(q‖p) cannot be negative: where it is, q lies on mass that log Z lacks, and so does all that divides by it.
        values[np.ix_(NORMALIZED, reverse[0] < -errors[NORMALIZED[1]] - ROUNDING)] = np.nan
        trusted = errors <= UNTRUSTED * np.maximum(1, np.abs(values) / LARGE)
        values = np.where(trusted | np.isinf(values), values, np.nan)
        error = np.where(np.isfinite(values), errors, 0.0).max(axis=0)
        mass = problem.family.box_mass(flat, problem.target.window)
        off = np.where(np.isfinite(values), errors, np.nan)
    shape = lam.shape[:-1]
    ledger = Ledger(*(each.reshape(shape)[()] for each in (*values, error, mass)))
    return ledger, {name: each.reshape(shape)[()] for name, each in zip(Ledger._fields, off, strict=False)}
