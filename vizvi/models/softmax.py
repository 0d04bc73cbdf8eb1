"""Softmax: shares of components from logarithms, without overflow."""

import numpy as np


def softmax(log_rho) -> tuple[np.ndarray, np.ndarray]:
    """Shares (K, N) of what is e to the power of `log_rho` (K, N), and the log of what they were divided by (N,)."""
    top = log_rho.max(axis=0)
    share = np.exp(log_rho - top)
    total = share.sum(axis=0)
    share /= total
    return share, top + np.log(total)
