"""Back-propagation by hand against autograd, training that climbs, refinement that pays, importance weights that help."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad, value_and_grad

import vizvi
from vizvi.diagnostics.importance_bound import importance_bound
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.models import network, training
from vizvi.models.autoencoder import bound_gradient, evidence_gradient, sizes, train, train_on_evidence
from vizvi.models.best_guess import Place
from vizvi.models.decoder import Decoder, kl_to_prior
from vizvi.models.digit_networks import decoder, encoder, read, shipped
from vizvi.models.digits import digits, drawn
from vizvi.models.encoder import Encoder
from vizvi.models.expectation import EXACT
from vizvi.models.gaps import gaps
from vizvi.models.importance import importance_weighted
from vizvi.models.refinement import drawn_gradient, gradient, refine

TRAIN, HELD_OUT = (digits().pictures[each] for each in (~digits().held_out, digits().held_out))


def run(layers, x):
    for i, (w, b) in enumerate(layers):
        x = anp.dot(x, w) + b
        x = anp.tanh(x) if i < len(layers) - 1 else x
    return x


@pytest.mark.parametrize("family, hidden, beta", [("mean_field", 0, 1.0), ("mean_field", 5, 2.5), ("full_rank", 4, 0.6)])
def test_the_bounds_gradient_by_autograd(family, hidden, beta):
    draw = np.random.default_rng(hidden)
    x, eps = (draw.random((7, 9)) < 0.4).astype(float), draw.normal(size=(7, 2))
    nets = [network.initial((2, 6, 9), draw), network.initial(sizes(9, hidden, family), draw)]
    weights = [network.flat(each) + 0.3 * draw.normal(size=network.flat(each).size) for each in nets]

    def bound(up, along):
        lam = run(network.shaped(along, nets[1]), x)
        m, s = lam[:, :2], lam[:, 2:4]
        below = lam[:, 4] if family == "full_rank" else 0 * lam[:, 0]
        z1, z2 = m[:, 0] + anp.exp(s[:, 0]) * eps[:, 0], m[:, 1] + anp.exp(s[:, 1]) * eps[:, 1] + below * eps[:, 0]
        eta = run(network.shaped(up, nets[0]), anp.stack([z1, z2], axis=1))
        kl = 0.5 * (anp.sum(m**2 + anp.exp(2 * s) - 2 * s, axis=1) + below**2 - 2)
        return anp.mean(anp.sum(x * eta - anp.log(1 + anp.exp(eta)), axis=1) - beta * kl)

    layers = [network.shaped(each, net) for each, net in zip(weights, nets)]
    value, up, along = bound_gradient(*layers, x, eps, beta)
    assert value == pytest.approx(bound(*weights), rel=1e-12)
    np.testing.assert_allclose(up, grad(bound, 0)(*weights), atol=1e-12)
    np.testing.assert_allclose(along, grad(bound, 1)(*weights), atol=1e-12)
    held = bound_gradient(*layers, x, eps, beta, held=True)
    assert held[1] is None
    np.testing.assert_array_equal(held[2], along)


def test_the_evidences_gradient_by_autograd():
    draw = np.random.default_rng(2)
    x, net = (draw.random((5, 6)) < 0.5).astype(float), network.initial((2, 4, 6), draw)
    line = np.linspace(-5, 5, 65)
    nodes = np.stack(np.meshgrid(line, line, indexing="ij"), axis=-1).reshape(-1, 2)

    def evidence(weights):
        eta = run(network.shaped(weights, net), nodes)
        log_p = anp.dot(x, eta.T) - anp.sum(anp.log(1 + anp.exp(eta)), axis=1) - 0.5 * anp.sum(nodes**2, axis=1)
        return anp.mean(anp.log(anp.sum(anp.exp(log_p), axis=1))) - np.log(2 * np.pi) + 2 * np.log(line[1] - line[0])

    value, expected = value_and_grad(evidence)(network.flat(net))
    own, (up,) = evidence_gradient(net, x)
    assert own == pytest.approx(value, rel=1e-12) == pytest.approx(Decoder(net).posterior(x).log_p.mean(), abs=1e-4)
    np.testing.assert_allclose(up, expected, atol=1e-12)


def test_a_short_training_climbs_and_repeats():
    some = TRAIN[::8]
    walk = list(train(some, 16, 20, 0.02, seed=5))
    assert [each.count for each in walk] == list(range(1, 21))
    assert walk[0].bound < -38 and walk[-1].bound > walk[0].bound + 8
    last = list(train(some, 16, 20, 0.02, seed=5))[-1]
    assert all(np.array_equal(a, b) for one, two in zip(last.decoder, walk[-1].decoder) for a, b in zip(one, two))
    lam = Encoder(last.encoder).lam(some)
    assert Decoder(last.decoder).elbo(some, lam).mean() == pytest.approx(last.bound, abs=2.0)
    further = list(train_on_evidence(some, last.decoder, 1, 0.003))
    before, after = (Decoder(each).posterior(some).log_p.mean() for each in (last.decoder, further[-1].decoder))
    assert after > before + 0.1


def test_an_encoder_trained_live_beats_none():
    start, *_, end = train(TRAIN, 32, 6, 0.005, 3, decoder=shipped()["dec"])
    some = HELD_OUT[::9]
    top = decoder().best(some).elbo
    debts = [(top - decoder().elbo(some, Encoder(each.encoder).lam(some))).mean() for each in (start, end)]
    assert end.decoder is shipped()["dec"] and debts[1] < debts[0] - 1 and 2.5 < debts[1] < 8


@pytest.mark.wide
def test_the_recipe_gives_networks_like_the_shipped():
    *_, last = train(TRAIN, 64, 300, 0.01, 1)
    net = Decoder(last.decoder)
    found = gaps(net, HELD_OUT[::2], Encoder(last.encoder).lam(HELD_OUT[::2]))
    assert found.log_p.mean() == pytest.approx(-18.79, abs=0.3)
    assert found.approximation.mean() == pytest.approx(0.12, abs=0.05)
    assert found.amortization.mean() == pytest.approx(0.86, abs=0.35)
    collapsed = list(train(TRAIN, 64, 100, 0.01, 1, beta=6.0))[-1]
    # Both dimensions unused: q is the prior, and pixels are independent.
    assert kl_to_prior(Encoder(collapsed.encoder).lam(HELD_OUT)).mean() < 5e-3
    assert Decoder(collapsed.decoder).posterior(HELD_OUT).log_p.mean() == pytest.approx(-24.99, abs=0.3)


def test_the_command_writes_such_a_file(tmp_path, capsys):
    training.main([str(tmp_path / "weights.npz"), "--share", "0.001", "--seed", "4"])
    made = read(tmp_path / "weights.npz")
    assert sorted(made) == sorted(shipped())
    for name, layers in shipped().items():
        assert [(w.shape, b.shape) for w, b in made[name]] == [(w.shape, b.shape) for w, b in layers]
    assert "100 %" in capsys.readouterr().err
    with np.load(tmp_path / "weights.npz") as file:
        assert file["dec/W0"].dtype == np.float32 and file["fr/32/10/W1"].dtype == np.float16


def test_gradients_of_a_pictures_elbo():
    net, x = decoder(), HELD_OUT[:3]
    for slug in ("mean_field", "full_rank"):
        lam = encoder(slug, "32", 100).lam(x)
        exact = gradient(Place(net, x, EXACT)(np.arange(3), lam), lam)
        steps = 1e-5 * np.eye(lam.shape[1])
        slope = np.stack([(net.elbo(x, lam + h) - net.elbo(x, lam - h)) / 2e-5 for h in steps], axis=-1)
        np.testing.assert_allclose(exact, slope, atol=2e-4, rtol=1e-4)
        eps = np.random.default_rng(0).standard_normal((3, 20_000, 2))
        np.testing.assert_allclose(drawn_gradient(net, x, lam, eps), exact, atol=0.6, rtol=0.05)


def test_refinement_pays_the_debt_of_digits():
    x = HELD_OUT[::24]
    lam, top = encoder().lam(x), decoder().best(x).elbo
    left = {name: top - refine(decoder(), x, lam, name, 20).elbo for name in ("natural", "exact", "draws")}
    for each in left.values():
        assert each[0] == pytest.approx(top - decoder().elbo(x, lam), abs=1e-6) and each.min() > -1e-6
    assert np.all(np.diff(left["natural"], axis=0) < 1e-7)
    mean = {name: each.mean(axis=1) for name, each in left.items()}
    assert mean["natural"][2] < 0.4 * mean["natural"][0] and np.median(left["natural"][-1]) < 1e-5
    assert mean["exact"][20] < 0.15 * mean["exact"][0] and mean["draws"][20] < 0.3 * mean["draws"][0]


def test_row_24_and_a_drawn_x():
    x = digits().pictures[24][None]
    top = decoder().best(x).elbo
    left = top - refine(decoder(), x, encoder().lam(x), "draws", 50).elbo
    assert left[[0, 1, 5], 0] == pytest.approx([3.53, 3.15, 1.72], abs=0.15) and left[50, 0] < 0.1
    # Nonsense: from the guess one ends in another optimum.
    cross = drawn("".join("".join("#" if j in (i, 7 - i) else "." for j in range(8)) for i in range(8)))[None]
    short = decoder().best(cross).elbo - refine(decoder(), cross, encoder().lam(cross), "natural", 80).elbo
    assert short[-1, 0] > 5


@pytest.mark.wide
def test_more_draws_are_nearer_to_the_evidence():
    x = HELD_OUT[:16]
    lam, known = encoder("full_rank").lam(x), decoder().posterior(x).log_p
    bounds = [importance_weighted(decoder(), x, lam, k, 32) for k in (1, 5, 50)]
    means = [each.value.mean() for each in bounds]
    assert means[0] < means[1] < means[2] < known.mean()
    spread = np.sqrt((bounds[0].error ** 2).sum()) / 16
    assert means[0] == pytest.approx(decoder().elbo(x, lam).mean(), abs=5 * spread)
    problem = vizvi.Problem(decoder().target(x[0]), FAMILIES["full_rank"](), DIVERGENCES["reverse_kl"]())
    exact = importance_bound(problem, lam[0], (5,))[0]
    assert bounds[1].value[0] == pytest.approx(exact, abs=5 * bounds[1].error[0])


def test_bad_input_is_told():
    x, lam = HELD_OUT[:2], np.zeros((2, 4))
    for call in (
        lambda: refine(decoder(), x, lam, "luck"),
        lambda: refine(decoder(), x, lam[:1]),
        lambda: refine(decoder(), x, lam, steps=0),
        lambda: gaps(decoder(), x, np.zeros((2, 3))),
        lambda: importance_weighted(decoder(), x, lam, 0),
        lambda: Encoder([(np.ones((64, 3)), np.ones(3))]),
        lambda: encoder().lam(np.ones(63)),
        lambda: next(train(x, 4, 0)),
        lambda: next(train(x, family="mixture")),
        lambda: training.main(["x.npz", "--share", "2"]),
    ):
        with pytest.raises((ValueError, SystemExit)):
            call()
