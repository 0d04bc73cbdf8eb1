"""Masses times powers of weights, for the divergences between and beyond the two KLs."""

import numpy as np


def weigh(log_m, power, log_w):
    """m·w^power without overflow on the way; 0 where there is no mass."""
    with np.errstate(invalid="ignore"):
        log_mass = log_m + power * log_w
    return np.exp(np.where(np.isnan(log_mass), -np.inf, log_mass))


def minus_one(log_m, power, log_w):
    """m·(w^power − 1), with all its digits where w^power is near 1."""
    small = np.abs(power * log_w) < 1
    near = np.exp(log_m) * np.expm1(np.where(small, power * log_w, 0.0))
    return np.where(small, near, weigh(log_m, power, log_w) - np.exp(log_m))
