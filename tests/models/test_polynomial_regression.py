"""Polynomials: the lesson's table, and evidence, bound and posterior by routes that share nothing with ours."""

import numpy as np
import pytest
from scipy import integrate, special, stats

from vizvi.models.linear_regression import LinearRegression
from vizvi.models.polynomial_regression import PolynomialRegression, curve

TABLE = {
    "powers": [-40.3502, -25.1566, -27.6370, -21.6239, -22.1039, -22.8093, -23.0934],
    "legendre": [-40.3502, -25.8444, -30.1050, -25.4501, -29.2603, -32.3617, -36.2294],
}
BOUND = [-40.3502, -25.8499, -30.1193, -27.0030, -30.7723, -34.8725, -38.5792]


@pytest.mark.parametrize("basis", TABLE)
def test_the_lessons_numbers(basis):
    x, y = curve()
    np.testing.assert_allclose(x, (np.arange(40) + 0.5) / 40)
    models = [PolynomialRegression(degree, basis) for degree in range(7)]
    evidence = np.array([model.evidence(x, y) for model in models])
    elbo = np.array([model.elbo(x, y, family="mean_field") for model in models])
    np.testing.assert_allclose(evidence, TABLE[basis], atol=5.1e-5)
    np.testing.assert_allclose([model.elbo(x, y, family="full_rank") for model in models], evidence, atol=1e-12)
    np.testing.assert_allclose([model.gap(x) for model in models], evidence - elbo, atol=1e-10)
    assert evidence.argmax() == 3
    if basis == "powers":
        np.testing.assert_allclose(elbo, BOUND, atol=5.1e-5)
        assert elbo.argmax() == 1 and (evidence - elbo)[-1] == pytest.approx(15.49, abs=0.005)
    else:
        assert elbo.argmax() == 3 and (evidence - elbo).max() <= 0.0012


def random_case(seed):
    rng = np.random.default_rng(seed)
    model = PolynomialRegression(
        int(rng.integers(0, 9)), ("powers", "legendre")[seed % 2], *np.exp(rng.uniform([-3, -1], [1, 3]))
    )
    x = rng.uniform(size=rng.integers(1, 50))
    return model, x, rng.normal(size=x.shape)


def basis_at(model, x):
    """The basis from SciPy, a column at a time."""
    if model.basis == "powers":
        return np.stack([x**j for j in range(model.degree + 1)], axis=1)
    return np.stack([special.eval_legendre(j, 2 * x - 1) for j in range(model.degree + 1)], axis=1)


@pytest.mark.parametrize("seed", range(8))
def test_evidence_as_a_gaussian_process(seed):
    """y ~ N(0, K + noise² I) with K the covariance of curves, and the posterior by conditioning it."""
    model, x, y = random_case(seed)
    design = basis_at(model, x)
    spread = model.prior_sd**2 * design @ design.T + model.noise**2 * np.eye(len(x))
    known = stats.multivariate_normal.logpdf(y, np.zeros(len(x)), spread)
    assert model.evidence(x, y) == pytest.approx(known, rel=1e-9, abs=1e-7)
    mean, cov = model.posterior(x, y)
    gain = model.prior_sd**2 * np.linalg.solve(spread, design).T
    np.testing.assert_allclose(mean, gain @ y, atol=1e-6 * model.prior_sd)
    np.testing.assert_allclose(cov, model.prior_sd**2 * np.eye(len(cov)) - model.prior_sd**2 * gain @ design, atol=1e-6)
    at = np.linspace(0, 1, 5)
    new = basis_at(model, at)
    np.testing.assert_allclose(model.band(x, y, at).sd ** 2, np.diag(new @ cov @ new.T), rtol=1e-6, atol=1e-9)
    alone = model.band(x, y, at, family="mean_field")
    precision = design.T @ design / model.noise**2 + np.eye(len(cov)) / model.prior_sd**2
    np.testing.assert_allclose(alone.sd**2, new**2 @ (1 / np.diag(precision)), rtol=1e-9)
    np.testing.assert_allclose(np.diag(model.posterior(x, y, "mean_field")[1]), 1 / np.diag(precision), rtol=1e-9)
    gap = 0.5 * (np.log(np.diag(precision)).sum() - np.linalg.slogdet(precision)[1])
    assert model.gap(x) == pytest.approx(gap, rel=1e-9, abs=1e-7)


@pytest.mark.parametrize("basis", TABLE)
def test_evidence_by_quadrature(basis):
    """∫ p(y | w) p(w) dw over two coefficients."""
    model, rng = PolynomialRegression(1, basis, 0.7, 1.3), np.random.default_rng(5)
    x, y = rng.uniform(size=4), rng.normal(size=4)
    design = basis_at(model, x)

    grid = np.linspace(-9, 9, 181)
    a, b = np.meshgrid(grid, grid, indexing="ij")
    likelihood = stats.norm.logpdf(y[:, None, None], np.tensordot(design, [a, b], 1), 0.7).sum(axis=0)
    values = np.exp(likelihood + stats.norm.logpdf([a, b], 0, 1.3).sum(axis=0))
    total = integrate.trapezoid(integrate.trapezoid(values, grid), grid)
    assert model.evidence(x, y) == pytest.approx(np.log(total), abs=1e-9)


def test_the_gap_does_not_depend_on_y():
    x, y = curve()
    model = PolynomialRegression(6)
    both = model.evidence(x, [y, -5 * y + 1]) - model.elbo(x, [y, -5 * y + 1])
    np.testing.assert_allclose(both, model.gap(x), atol=1e-9)


def test_hard_numbers_in_exact_fractions():
    """Degree 8, little noise, a wide prior, and the other way round: elimination without rounding."""
    from fractions import Fraction

    def evidence(model, x, y):
        x, y = [Fraction(each) for each in x], [Fraction(each) for each in y]
        k, n, noise, wide = model.degree + 1, len(x), Fraction(model.noise) ** 2, Fraction(model.prior_sd) ** 2
        rows = [[each**j for j in range(k)] for each in x]
        matrix = [[sum(r[i] * r[j] for r in rows) / noise + (i == j) / wide for j in range(k)] for i in range(k)]
        right = [sum(r[i] * each for r, each in zip(rows, y)) / noise for i in range(k)]
        square, log_det = sum(each**2 for each in y) / noise, 0.0
        for i in range(k):
            log_det += np.log(float(matrix[i][i]))
            square -= right[i] ** 2 / matrix[i][i]
            for j in range(i + 1, k):
                factor = matrix[j][i] / matrix[i][i]
                right[j] -= factor * right[i]
                matrix[j] = [a - factor * b for a, b in zip(matrix[j], matrix[i])]
        log_det += n * np.log(float(noise)) + k * np.log(float(wide))
        return -0.5 * (float(square) + log_det + n * np.log(2 * np.pi))

    x, y = curve()
    for knobs in ((1e-4, 1e4), (1e-3, 1e6), (10.0, 1e-3), (0.3, 1e3)):
        for degree, count in ((8, 40), (8, 5), (4, 3)):
            model = PolynomialRegression(degree, "powers", *knobs)
            exact = evidence(model, x[:count].tolist(), y[:count].tolist())
            assert model.evidence(x[:count], y[:count]) == pytest.approx(exact, rel=1e-8, abs=1e-7)


def test_many_points():
    x = np.random.default_rng(0).uniform(size=10_000)
    y = np.sin(6 * x)
    model = PolynomialRegression(12, "legendre", 0.1, 1.0)
    assert np.isfinite(model.evidence(x, y)) and model.elbo(x, y) < model.evidence(x, y)
    assert np.abs(model.band(x, y, x[:50]).mean - y[:50]).max() < 1e-3


def test_it_is_the_linear_regression():
    x, y = curve()
    line = LinearRegression(x, y, 0.3, 10)
    model = PolynomialRegression(1)
    assert model.evidence(x, y) == pytest.approx(line.log_evidence, abs=1e-12)
    np.testing.assert_allclose(model.posterior(x, y)[1], line.cov, atol=1e-12)
    assert model.posterior(0.5, 1.0)[0].shape == (2,)


@pytest.mark.parametrize(
    "x, y", [("a", [1]), ([], []), ([1, 2], [1]), ([1, np.nan], [1, 2]), ([1], ["b"]), (np.eye(2), [1, 2]), ([1e60], [1])]
)
def test_bad_data_is_one_sentence(x, y):
    for ask in (PolynomialRegression(8).evidence, PolynomialRegression(8).elbo, PolynomialRegression(8).posterior):
        with pytest.raises(ValueError, match=r"^PolynomialRegression: [xy] .*\.$"):
            ask(x, y)


def test_bad_knobs():
    for knobs in ({"degree": -1}, {"degree": 1.5}, {"basis": "fourier"}, {"noise": 0}, {"prior_sd": np.inf}, {"basis": []}):
        with pytest.raises(ValueError, match=r"^PolynomialRegression: "):
            PolynomialRegression(**knobs)
    with pytest.raises(ValueError, match="family"):
        PolynomialRegression().elbo([0.5], [1], "student_t")
