"""Decoders given by formula: evidence, posterior, best q and ELBO against numbers found by three other routes."""

import math

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.methods import METHODS
from vizvi.models.decoder import Decoder


def formula(h, d, a, b, count=1, second=0):
    i, hidden, size = np.arange(2)[:, None], np.arange(h), h
    layers = [(a * np.sin(1 + 7 * i + 3 * hidden), 0.5 * np.cos(1 + hidden))]
    if second:
        k, size = np.arange(second), second
        layers.append((np.sin(3 + 4 * hidden[:, None] + k), 0.5 * np.sin(k)))
    pixel = np.arange(d)
    layers.append((b * np.sin(2 + 2 * np.arange(size)[:, None] + 5 * pixel), 0.5 * np.cos(3 * pixel)))
    return Decoder(layers, count)


def picture(decoder, k):
    wave, n = np.sin(k + np.arange(decoder.pixels) ** 2), decoder.count
    return np.where(wave > 0, 1.0, 0.0) if n == 1 else np.round(n / 2 * (1 + wave))


def blend(decoder, even, odd):
    eta = np.where(np.arange(decoder.pixels) % 2 == 0, decoder.logits(even), decoder.logits(odd))
    return np.where(eta > 0, 1.0, 0.0) if decoder.count == 1 else np.round(decoder.count / (1 + np.exp(-eta)))


# sizes, a, b, count, second layer; picture; log p, mean, cov; ELBO of the best mean-field, full-rank; λ and its ELBO
CASES = {
    "A": ((8, 16, 1, 1), 1, -11.794980, (0.25916, 0.48859), (0.91071, -0.20852, 0.51501), -11.87025, -11.81637,
          (0.5, -0.25, -0.5, -0.7, 0.2), -12.78448),
    "B": ((8, 16, 1.5, 1.5), 2, -12.409322, (0.14434, 0.06252), (0.95906, -0.42576, 0.34989), -12.96951, -12.49380,
          (-0.3, 0.6, -1, -1, -0.3), -13.78212),
    "C": ((16, 64, 1, 1), ((1, 0.5), (1, 0.5)), -21.765129, (1.79220, 0.80714), (1.08652, -0.61674, 0.73903), -22.14771,
          -21.98885, (0.9, 0.4, -1, -0.8, 0.1), -25.49279),
    "D": ((16, 64, 1.5, 1), ((0.5, -1), (-1, 1)), -35.461321, (0.48544, -0.93807), (0.25538, -0.31540, 0.45794), -36.53094,
          -35.49707, (0.2, 0.1, -1, -0.8, 0.1), -42.10814),
    "E": ((8, 16, 0.8, 0.5, 4), 2, -32.225564, (0.27141, 0.57303), (0.85158, -0.22727, 0.55508), -32.31044, -32.24658,
          (0.3, 0.3, -1, -1.2, 0.15), -33.22973),
    "F": ((16, 64, 1, 0.5, 16), ((0.4, 0.8), (0.4, 0.8)), -104.292110, (0.67471, 0.56901), (0.34511, -0.32752, 0.48007),
          -105.19641, -104.37078, (0.5, 0.7, -2, -2, 0.02), -105.85994),
    "G": ((12, 64, 1.2, 0.8, 1, 8), ((1.5, 0), (-0.5, 1)), -35.058828, (0.10900, 1.37781), (0.45361, -0.10775, 0.39873),
          -35.22895, -35.15173, (0.1, -0.4, -0.6, -0.6, 0), -43.96480),
    "H": ((12, 64, 1.5, 1, 1, 8), ((-1, -1), (1, 1)), -41.776798, (-0.74248, 0.08118), (0.88152, -0.06166, 0.34646),
          -41.97312, -41.96848, (-0.5, -0.5, -1, -1, 0.1), -43.33353),
}  # fmt: skip


def case(name):
    sizes, what, *numbers = CASES[name]
    decoder = formula(*sizes)
    return decoder, picture(decoder, what) if isinstance(what, int) else blend(decoder, *np.array(what, float)), numbers


@pytest.mark.parametrize("name", CASES)
def test_keys(name):
    decoder, x, (log_p, mean, cov, mean_field, full_rank, lam, elbo) = case(name)
    known = decoder.posterior(x)
    assert known.log_p == pytest.approx(log_p, abs=1e-5) and known.error < 1e-5
    assert known.mean == pytest.approx(np.array(mean), abs=5e-5)
    assert known.cov[[0, 0, 1], [0, 1, 1]] == pytest.approx(np.array(cov), abs=5e-5)
    assert decoder.elbo(x, lam) == pytest.approx(elbo, abs=1e-5)
    for slug, value in (("mean_field", mean_field), ("full_rank", full_rank)):
        best = decoder.best(x, slug)
        assert best.elbo == pytest.approx(value, abs=1e-5)
        assert decoder.elbo(x, best.lam) == pytest.approx(best.elbo, abs=1e-6)


@pytest.mark.parametrize("name", ["B", "E", "G"])
def test_a_picture_is_a_target(name):
    decoder, x, (log_p, _, _, _, full_rank, lam, elbo) = case(name)
    target = decoder.target(x)
    assert target == decoder.target(x) and hash(target) == hash(decoder.target(x)) and target != decoder.target(0 * x)
    problem = vizvi.Problem(target, FAMILIES["full_rank"](), DIVERGENCES["reverse_kl"]())
    best = decoder.best(x, problem.family)
    ledger = vizvi.exact(problem, np.stack([lam, best.lam]))
    assert ledger.log_z == pytest.approx([log_p, log_p], abs=1e-5)
    assert ledger.elbo == pytest.approx([elbo, full_rank], abs=1e-5)
    history = vizvi.fit(vizvi.Experiment(problem, METHODS["exact_descent"](), steps=25, start=tuple(lam)))
    assert vizvi.exact(problem, history.lam[0, -1]).elbo == pytest.approx(full_rank, abs=1e-4)


def test_optima_finds_the_same_best_q():
    decoder, x, (log_p, _, _, mean_field, *_) = case("B")
    problem = vizvi.Problem(decoder.target(x), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    found = vizvi.optima(problem, starts=8)
    assert log_p - found.value[0] == pytest.approx(mean_field, abs=1e-5)


@pytest.mark.parametrize("count", [1, 3])
def test_densities_and_scores_by_autograd(count):
    decoder, draw = formula(5, 7, 0.9, 0.8, count, 4), np.random.default_rng(1)
    x, z = draw.integers(0, count + 1, 7).astype(float), draw.normal(size=(4, 2))

    def log_joint(z):
        value = z
        for i, (w, b) in enumerate(decoder.layers):
            value = anp.dot(value, w) + b
            value = anp.tanh(value) if i < 2 else value
        choose = sum(math.log(math.comb(count, int(each))) for each in x)
        bits = anp.sum(x * value - count * anp.log(1 + anp.exp(value)))
        return bits + choose - 0.5 * anp.sum(z**2) - math.log(2 * math.pi)

    np.testing.assert_allclose(decoder.log_joint(x, z), [log_joint(each) for each in z], rtol=1e-13)
    np.testing.assert_allclose(decoder.score(x, z), [grad(log_joint)(each) for each in z], rtol=1e-10)
    both = decoder.log_joint(np.stack([x, x[::-1]])[:, None], z)
    assert both.shape == (2, 4)
    np.testing.assert_allclose(both[0], decoder.log_joint(x, z), rtol=1e-13)


def test_all_pictures_of_a_small_decoder_sum_to_one():
    decoder = formula(6, 4, 1.2, 1.1, 2)
    x = np.stack(np.meshgrid(*[np.arange(3.0)] * 4, indexing="ij"), axis=-1).reshape(-1, 4)
    known = decoder.posterior(x)
    assert np.exp(known.log_p).sum() == pytest.approx(1, abs=1e-8)
    # Means over the evidence give back the prior's mean and second moment.
    share = np.exp(known.log_p)[:, None]
    assert (share * known.mean).sum(axis=0) == pytest.approx([0, 0], abs=1e-8)
    second = known.cov + known.mean[:, :, None] * known.mean[:, None]
    assert (share[..., None] * second).sum(axis=0) == pytest.approx(np.eye(2), abs=1e-7)


@pytest.mark.parametrize("scale", [6.0, 40.0])
def test_posteriors_too_narrow_or_too_far_for_the_shared_nodes(scale):
    """A straight decoder: many bits about z₁ alone, far out or sharply known; the other latent keeps its prior."""
    z = np.linspace(-14, 20, 200_001)
    decoder = Decoder([(np.array([[scale, 0, 0], [0, 0, 0.0]]), np.array([-9.0 * scale if scale < 9 else -80, 0, 0])),
                       (np.array([[3.0] * 20, [0.0] * 20, [0.0] * 20]), np.zeros(20))])  # fmt: skip
    x = np.array([1.0] * 19 + [0])
    log_p = np.array([decoder.log_joint(x, np.column_stack([z, 0 * z]))])[0]
    top = log_p.max()
    mass = np.exp(log_p - top)
    known = decoder.posterior(x)
    one = top + math.log(mass.sum() * (z[1] - z[0])) + 0.5 * math.log(2 * math.pi)
    assert known.log_p == pytest.approx(one, abs=2e-5)
    assert known.mean == pytest.approx([mass @ z / mass.sum(), 0], abs=5e-5)
    assert known.cov[1, 1] == pytest.approx(1, abs=1e-5)


def test_best_is_a_maximum_and_full_rank_is_never_below():
    decoder, draw = formula(10, 20, 1.6, 1.3), np.random.default_rng(4)
    z = draw.normal(size=(24, 2))
    x = (draw.random((24, 20)) < 1 / (1 + np.exp(-decoder.logits(z)))).astype(float)
    known, flat, full = decoder.posterior(x), decoder.best(x), decoder.best(x, "full_rank")
    assert np.all(full.elbo >= flat.elbo - 1e-8) and np.all(known.log_p >= full.elbo)
    for best in (flat, full):
        for size in (0.01, 0.3):
            other = best.lam[None] + size * draw.normal(size=(8, *best.lam.shape))
            assert np.all(decoder.elbo(x, other) <= best.elbo + 1e-7)
    single = decoder.best(x[3], "full_rank")
    assert single.elbo == pytest.approx(full.elbo[3], abs=1e-7) and single.lam.shape == (5,)


def test_bad_input_is_told():
    decoder = formula(4, 6, 1, 1)
    x = np.ones(6)
    for call in (
        lambda: Decoder([(np.ones((3, 2)), np.ones(2))]),
        lambda: Decoder([(np.ones((2, 2)), np.ones(3))]),
        lambda: Decoder([(np.ones((2, 2)), np.full(2, np.nan))]),
        lambda: Decoder(decoder.layers, 0),
        lambda: decoder.posterior(np.ones(5)),
        lambda: decoder.posterior(2 * x),
        lambda: decoder.elbo(x, np.ones(3)),
        lambda: decoder.best(x, "mixture"),
        lambda: decoder.target(np.ones((2, 6))),
    ):
        with pytest.raises(ValueError):
            call()
