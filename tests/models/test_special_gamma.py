"""log Γ and ψ against SciPy, from far below one to far above."""

import numpy as np
import pytest
from scipy import special

from vizvi.integrate.special import digamma, log_gamma

X = np.concatenate([np.geomspace(1e-12, 1e8, 4001), [0.5, 1, 1.4616321449683623, 2, 9.999999, 10, 10.000001, 1e40, 1e100]])


@pytest.mark.parametrize("ours, theirs", [(log_gamma, special.gammaln), (digamma, special.digamma)])
def test_against_scipy(ours, theirs):
    np.testing.assert_allclose(ours(X), theirs(X), rtol=1e-14, atol=2e-14)
    assert ours(np.ones((2, 3))).shape == (2, 3) and np.ndim(ours(2.5)) == 0
