"""Masses times powers of weights, for the divergences between and beyond the two KLs."""

import numpy as np


def weigh(log_m, power, log_w):
    """m·w^power without overflow on the way; 0 where there is no mass."""
    with np.errstate(invalid="ignore"):
        log_mass = log_m + power * log_w
    return np.exp(np.where(np.isnan(log_mass), -np.inf, log_mass))


def minus_one(log_m, power, log_w):
    """m·(w^power − 1), with all its digits where w^power is near 1."""
    with np.errstate(invalid="ignore"):
        rise = power * np.asarray(log_w)
        size = np.exp(log_m + np.maximum(rise, 0)) * np.expm1(-np.abs(rise))  # never positive
        out = np.where(rise > 0, -size, size)
    lost = np.isnan(out)
    return np.where(lost, np.where(np.isnan(rise), -np.exp(log_m), 0.0), out) if lost.any() else out
