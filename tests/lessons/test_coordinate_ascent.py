"""The lesson on coordinate ascent: every part asks before it tells, and what its words claim is what the numerics say."""

import random

import numpy as np
import pytest
from cover import daily
from visit import large, opened, pictures, poked, revealed, shared, unfolded, words

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.lessons.coordinate_ascent import (
    CLUMPS,
    COMPONENTS_NOTICE,
    COMPONENTS_TRIES,
    DEFAULT,
    DRAWS,
    KEEPS,
    LESSON,
    STAIRS_HERE,
    STAIRS_TRIES,
    SUFFERS,
)
from vizvi.lessons.coordinate_ascent.choosing import peak
from vizvi.lessons.coordinate_ascent.components import (
    DF,
    STRENGTH,
    at_sweep,
    data,
    ellipses,
    in_use,
    pair,
    repeated,
    rungs,
)
from vizvi.lessons.coordinate_ascent.components_chart import climb, ladder_board, sweep_at
from vizvi.lessons.coordinate_ascent.moves import calls
from vizvi.lessons.coordinate_ascent.page import SETTINGS
from vizvi.lessons.coordinate_ascent.sampling import (
    autocorrelation,
    autocorrelation_time,
    beside,
    error_of_sd,
    half_steps,
    mixed,
    mixture_chain,
    mixture_chains,
    race,
)
from vizvi.lessons.coordinate_ascent.staircase import (
    EXAMPLE,
    PRIOR,
    around,
    begun,
    call,
    formula,
    given,
    ground,
    heights,
    marginals,
    outlines,
    plane,
    stairs,
    typed,
    window,
)
from vizvi.lessons.coordinate_ascent.staircase import MOST as MOST_TYPED
from vizvi.lessons.coordinate_ascent.staircase_chart import take
from vizvi.lessons.coordinate_ascent.zigzag import best_elbo, condition, descent, natural, sweeps_for, walk, zigzag
from vizvi.links import to_query
from vizvi.methods import METHODS
from vizvi.models.gaussian_mixture import GaussianMixture
from vizvi.models.normal_gamma import NormalGamma
from vizvi.targets import TARGETS


def test_zigzag():
    path = zigzag(0.9, (2, -2), 3)
    wanted = [(2, -2), (-1.8, -1.62), (-1.458, -1.3122), (-1.181, -1.063)]
    np.testing.assert_allclose(path.mean[::2], wanted, atol=5e-4)
    assert np.all(np.diff(path.lost) < 0)
    assert [sweeps_for(each) for each in (0.5, 0.9, 0.99, 0.0, -0.9)] == [5, 33, 344, 1, 33]
    for rho in (0.5, 0.9, 0.99):
        error = np.abs(zigzag(rho, (1, 1), 400).mean[::2, 1])
        assert np.argmax(error <= 1e-3) == sweeps_for(rho)
        slow = np.linalg.norm(descent(rho, (1, 1), 10).mean, axis=1)
        np.testing.assert_allclose(slow[1:] / slow[:-1], rho, rtol=1e-9)
    assert [round(condition(each)) for each in (0.5, 0.9, 0.99)] == [3, 19, 199]
    assert np.all(natural(0.9).mean[-1] == 0)


def test_zigzag_is_what_the_method_does():
    target = TARGETS["gaussian"](correlation=0.7)
    problem = vizvi.Problem(target, FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    start = (2.0, -2.0, -0.3, -0.3)
    history = vizvi.fit(vizvi.Experiment(problem, METHODS["coordinate_ascent"](), steps=6, start=start))
    np.testing.assert_allclose(history.lam[0, :, :2], zigzag(0.7, (2, -2), 3).mean, atol=1e-5)


def test_the_stairs_and_their_formulas():
    run = stairs(sweeps=4)
    assert run.evidence == pytest.approx(-13.5168, abs=5e-5) and np.diff(run.ascent.elbo).min() > -1e-12
    (mean, precision), (shape, rate) = (formula(EXAMPLE, PRIOR, run.ascent.path, step) for step in (1, 2))
    p = mean.parts
    assert mean.value == pytest.approx((p["strength"] * p["prior"] + p["n"] * p["average"]) / (p["strength"] + p["n"]))
    assert precision.value == pytest.approx((precision.parts["strength"] + 5) * precision.parts["tau"])
    assert shape.value == pytest.approx(shape.parts["prior"] + 3)
    p = rate.parts
    halves = p["squares"] + p["spread"] + p["offset"]
    assert rate.value == pytest.approx(p["prior"] + halves / 2)
    (exact, q), (exact_tau, q_tau) = marginals(run)
    assert q.sd < exact.sd and q_tau.sd < exact_tau.sd and q.sd / exact.sd < q_tau.sd / exact_tau.sd


def test_contours_hold_their_mass():
    run = stairs()
    mu, tau, log_density = plane(run, ((0, 9.5), (1e-3, 9)))
    for share, height in zip((0.5, 0.95), heights(log_density), strict=True):
        mass = np.exp(log_density) * (mu[1] - mu[0]) * (tau[1] - tau[0])
        assert mass[log_density >= height].sum() == pytest.approx(share, abs=0.01)


def test_typed_numbers():
    assert typed(" 1, 2;3\n−4.5\t1e2 ") == (1, 2, 3, -4.5, 100)
    for bad in ("", " , ", "1 two 3", "nan", "inf", "1e300", "1 " * (MOST_TYPED + 1)):
        with pytest.raises(ValueError, match=r"\.$"):
            typed(bad)


def test_components_of_old_faithful():
    both = pair(6, 1e-3, 0)
    assert both.vb.alive == 2 and (both.em.weights > 0.01).sum() == 6
    assert both.em.log_lik[-1] > pair(2, 1e-3, 0).em.log_lik[-1] + 30
    outline = ellipses(both.vb.means, both.vb.covs)
    assert outline.shape == (6, 65, 2)
    apart = outline - both.vb.means[:, None]
    square = np.einsum("kti,kij,ktj->kt", apart, np.linalg.inv(both.vb.covs), apart)
    np.testing.assert_allclose(square, 5.9915, atol=1e-3)  # χ²₂ at .95


def test_sampling_beside():
    found = beside(EXAMPLE, PRIOR, 4000, 4)
    np.testing.assert_allclose(found.gibbs_mean, found.exact_mean, rtol=0.05)
    assert np.all(np.abs(found.gibbs_sd / found.exact_sd - 1) < np.abs(found.q_sd / found.exact_sd - 1))
    np.testing.assert_allclose(found.q_mean, found.exact_mean, rtol=1e-9)
    assert found.autocorrelation.shape == (2, 31) and np.all(found.autocorrelation[:, 0] == 1)
    rng = np.random.default_rng(0)
    chain = np.zeros((2, 20_000))
    for t in range(1, 20_000):
        chain[:, t] = 0.8 * chain[:, t - 1] + rng.standard_normal(2)
    np.testing.assert_allclose(autocorrelation(chain, 3), 0.8 ** np.arange(4), atol=0.04)
    assert autocorrelation_time(0.8 ** np.arange(200)) == pytest.approx(9, abs=1e-9)  # (1 + ρ)/(1 − ρ)
    assert autocorrelation_time(np.array([1, 0.5, -0.1, 0.3])) == 2


def test_two_components_by_sampling():
    found = mixed(mixture_chain(steps=1000)[None])
    assert found.draws == 951 and found.autocorrelation.shape == (5, 31)
    np.testing.assert_allclose(found.vb_mean, found.gibbs_mean, atol=0.02)
    # Well apart, so that who belongs where is hardly in doubt: variational sds are right to a few percent, never far above.
    assert np.all(found.vb_sd / found.gibbs_sd < 1.06) and np.all(found.vb_sd / found.gibbs_sd > 0.8)


def test_chains_of_two_components():
    chains = list(mixture_chains(1000, 3))
    assert [each.shape for each in chains] == [(451, 5)] * 2 and not np.array_equal(*chains)
    assert np.array_equal(chains[1], mixture_chain(1.0, 500, 3001))
    assert [len(each) for each in mixture_chains(200)] == [151]
    found = mixed(np.stack(chains))
    np.testing.assert_allclose(found.gibbs_mean, np.concatenate(chains).mean(axis=0))
    assert found.draws == 902 and np.all((found.sd_error > 0.01) & (found.sd_error < 0.06))


def test_labels_do_not_switch():
    x, model = data(), GaussianMixture(2, 1.0, STRENGTH, DF)
    first, second = model.gibbs(x, model.start(x, 0), 500, 1, 0).means[0, 50:, :, 0].T
    assert len(set((first < second).tolist())) == 1 and "labels never switch here" in CLUMPS


def test_bad_arguments():
    for ask in (lambda: zigzag(1.0), lambda: zigzag("x"), lambda: zigzag(0.5, (1, 2, 3)), lambda: sweeps_for(0.5, 0.9)):
        with pytest.raises(ValueError, match=r"^zigzag: "):
            ask()


# The page.

PARTS = {"zigzag": "", "stairs": "_stairs", "components": "_components", "sampling": "_sampling"}


def told(tab: str = "zigzag", **query):
    """A part of the page with its prediction skipped."""
    return revealed(opened("coordinate_ascent", **{"ascent.tab": tab}, **query))


@pytest.mark.parametrize("tab", PARTS)
def test_every_part_asks_before_it_tells(tab):
    app = opened("coordinate_ascent", **{"ascent.tab": tab})
    assert not app.exception and app.button(key=f"coordinate_ascent{PARTS[tab]}.skip")
    assert not large(app) and not app.success
    app = revealed(app)
    assert not app.exception and not app.info and app.success


def test_walking_is_the_elbo_of_the_method():
    target = TARGETS["gaussian"](correlation=-0.6)
    problem = vizvi.Problem(target, FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    run = walk(-0.6, [1, 0, 0, 1], (0.7, 1.9, 0.4, -0.8))
    lam = np.concatenate([run.mean, np.log(run.sd)], axis=1)
    np.testing.assert_allclose(run.elbo, -vizvi.exact(problem, lam).reverse_kl, atol=1e-6)
    assert np.diff(run.elbo).min() > -1e-12 and run.elbo[2] == run.elbo[3]
    assert walk(0.9, [0, 1] * 500).elbo[-1] == pytest.approx(best_elbo(0.9), abs=1e-12)
    assert best_elbo(0.9) == pytest.approx(-0.8304, abs=5e-5)


def test_the_words_of_the_zigzag():
    assert "33 sweeps" in LESSON.prediction.tell and "0.5 five, at 0.99 344" in LESSON.prediction.tell
    app = told()
    shown = large(app)
    assert shown["sweeps"] == 33 and shown["condition"] == pytest.approx(19)
    assert shown["elbo"] == pytest.approx(-1.1306, abs=5e-5) and "0.90 × −0.77 = **−0.70**" in words(app)
    app = app.button(key="ascent.moves.until").click().run()
    assert app.session_state["ascent.moves"] == "12" * 38 and large(app)["gap"] == pytest.approx(0.8304, abs=1e-3)
    app = app.button(key="ascent.moves.over").click().run()
    app = app.button(key="ascent.moves.2").click().run()
    assert app.session_state[
        "ascent.moves"
    ] == "2" and "mean of q(x₂) ← ρ × mean of q(x₁) = 0.90 × 2.00 = **1.80**" in words(app)
    app = app.button(key="ascent.moves.undo").click().run()
    assert not app.exception and shared(app)["ascent.moves"] == "-"


def test_a_link_holds_the_calls():
    setting = calls("12", "12" * 5)
    for text in ("1", "2112", "12" * 300 + "1", ""):
        assert setting.understood(setting.write(text)) == text
    assert setting.write("12" * 300) == "s300."
    for bad in ("3", "12x", "s.", "1" * 900, "s999.", "s١."):
        with pytest.raises(ValueError):
            setting.understood(bad)


def test_a_hand_on_the_line_goes_back_to_a_half_step():
    app = told(**{"ascent.at": "3"})
    assert "**Half-step 3:**" in words(app)
    app = app.button(key="ascent.moves.1").click().run()  # from there, what came after is forgotten
    assert app.session_state["ascent.moves"] == "1211" and "**Half-step 4:**" in words(app)


def test_what_is_set_survives_a_visit_to_another_part():
    app = told(**{"coordinate_ascent.target.correlation": "0.5", "coordinate_ascent.start": "1.0,1.0,0.0,0.0"})
    for tab in ("stairs", "zigzag"):
        app.session_state["ascent.tab"] = tab
        app = revealed(app.run())
    assert large(app)["sweeps"] == 5 and shared(app)["coordinate_ascent.start"] == "1.0,1.0,0.0,0.0"


def test_a_start_out_of_view_is_told():
    app = opened("coordinate_ascent", **{"coordinate_ascent.start": "50,0,0,-40"})
    assert not app.exception and "outside of the picture" in app.info[0].value


def test_the_words_of_the_stairs():
    exact, run = PRIOR.posterior(EXAMPLE), stairs(sweeps=60)
    q = run.ascent.path
    of_mu = q.of_mean.sd[-1] / exact.of_mean.sd
    of_tau = q.of_precision.sd[-1] / exact.of_precision.sd
    assert of_mu == pytest.approx(np.sqrt(1.51 / 2.51), abs=1e-8) and of_tau == pytest.approx(
        np.sqrt(2.51 / 3.01), abs=1e-8
    )
    assert (round(of_mu, 3), round(of_tau, 3)) == (0.776, 0.913) and "0.776 and 0.913" in STAIRS_HERE
    assert (
        "0.78" in SUFFERS.tell
        and "0.91" in SUFFERS.tell
        and run.evidence - run.ascent.elbo[-1] == pytest.approx(0.0963, abs=5e-5)
    )
    assert exact.of_mean.sd == pytest.approx(0.4863, abs=5e-5) and exact.of_precision.sd == pytest.approx(0.8855, abs=5e-5)
    np.testing.assert_allclose(exact.of_mean.interval(), (3.782, 5.719), atol=6e-4)
    np.testing.assert_allclose([each[-1] for each in q.of_mean.interval()], (4.011, 5.490), atol=6e-4)
    assert "4.01 to 5.49 instead of 3.78 to 5.72" in STAIRS_HERE
    app = told("stairs", **{"ascent.calls": "s12."})
    for each in (
        "| exact | 4.75 | 0.4863 | 3.782 to 5.719 | 1.403 | 0.8855 |",
        "| q(μ) q(τ) | 4.75 | 0.3772 | 4.011 to 5.49 | 1.403 | 0.8087 |",
    ):
        assert each in words(app)
    assert large(app)["gap"] == pytest.approx(0.0963, abs=5e-5) and STAIRS_HERE in words(app)
    assert STAIRS_HERE not in words(told("stairs", **{"ascent.strength": "1"}))


def test_at_the_end_both_means_are_exact():
    rng = np.random.default_rng(0)
    for _ in range(4):
        prior = NormalGamma(rng.normal(), *rng.gamma(2, 1, 3))
        y = rng.normal(2, 3, rng.integers(2, 9))
        q, exact = prior.coordinate_ascent(y, 300), prior.posterior(y)
        a = exact.shape
        assert q.mean == pytest.approx(exact.mean, abs=1e-9) and q.shape / q.rate == pytest.approx(a / exact.rate, abs=1e-9)
        assert q.path.of_mean.sd[-1] / exact.of_mean.sd == pytest.approx(np.sqrt((a - 1) / a), abs=1e-9)
        assert q.path.of_precision.sd[-1] / exact.of_precision.sd == pytest.approx(np.sqrt(a / (a + 0.5)), abs=1e-9)


def test_any_order_of_calls_climbs():
    start = begun(EXAMPLE, PRIOR)
    run = call(EXAMPLE, PRIOR, start, "mtttmmtmt")
    assert np.diff(run.elbo).min() > -1e-12 and run.elbo[2] == pytest.approx(run.elbo[4], abs=1e-12)
    own = PRIOR.coordinate_ascent(EXAMPLE, 3, start)
    np.testing.assert_allclose(call(EXAMPLE, PRIOR, start, "mtmtmt").elbo, own.elbo)
    mean, precision = formula(EXAMPLE, PRIOR, run.path, 6, True)
    assert mean.value == run.path.mean[6] and precision.value == run.path.precision[6]


def test_the_plane_of_the_stairs():
    exact = PRIOR.posterior(EXAMPLE)
    view = window(exact)
    q = PRIOR.coordinate_ascent(EXAMPLE, 30)
    last = type(q.path)(*(float(each[-1]) for each in q.path))
    for density, frame in ((exact, view), (last, around(last))):
        (half, most) = outlines(density, frame)
        assert len(half) > 20 and np.ptp(most, axis=0).min() > np.ptp(half, axis=0).min() > 0
    _, lo, hi = ground(exact, view)
    inside = np.isfinite(lo)
    assert np.all(hi[inside] >= lo[inside]) and 0.3 < inside.mean() < 1
    assert take(exact, (view[0][0], 0.0)) == (0.0, 0.0) and take(exact, (1e9, view[1][1] / 2)) == (1.0, 0.5)
    for bad in (None, "x", (np.nan, 0), (1,), {}):
        assert take(exact, bad) is None


def test_bad_data_get_one_sentence_and_the_picture_stays():
    app = told("stairs", **{"ascent.data": "1 2 3 4"})
    before = pictures(app)["ascent.posterior"][0]["x"]["range"]
    for text in ("five", "7", "3 3 3", "1e999 2", "1 2 nan", "", " ".join(["1.5"] * 1_000_000)):
        app = app.text_input(key="ascent.data").set_value(text).run()
        assert not app.exception and len(app.warning) == 1 and app.warning[0].value.count(". ") == 1
        assert pictures(app)["ascent.posterior"][0]["x"]["range"] == before
        assert shared(app)["ascent.data"] == "4.2 5.1 3.6 6 4.9"  # a link never holds what the page refuses
        with pytest.raises(ValueError, match=r"\.$"):
            given(text)


@pytest.mark.parametrize("text", ["999999999 999999998", "0 1e-9", "-1e9 1e9", "1 2"])
def test_extreme_data_are_drawn(text):
    app = told("stairs", **{"ascent.data": text, "ascent.strength": "1000", "ascent.shape": "0.001", "ascent.rate": "1000"})
    assert not app.exception and not app.info and not app.warning and len(pictures(app)) == 4


def test_the_words_of_the_components():
    found = pair(6, 1e-3, 0)
    assert in_use(found) == (6, 2) and KEEPS.answer == "EM 6, VB 2"
    weights = found.vb.path.weights * 272
    gone = [int(np.argmax(weights[:, k] < 0.05)) for k in (3, 4, 2, 5)]
    assert gone == [10, 18, 21, 36] and "E goes at 18, C at 21, F last, at 36" in COMPONENTS_NOTICE[0]
    assert [k for k in range(6) if weights[-1, k] > 1] == [0, 1]
    assert (found.em.path.weights * 272).min() > 10
    app = told("components")
    assert large(app)["alive_em"] == 6 and large(app)["alive_vb"] == 2
    assert large(app)["elbo"] == pytest.approx(-443.298, abs=1e-3)
    lone, usual = (
        told("components", **{"ascent.components": "2", "ascent.units": "minutes", "ascent.seed": seed})
        for seed in ("18", "0")
    )
    assert large(lone)["alive_vb"] == 1 and large(usual)["elbo"] - large(lone)["elbo"] == pytest.approx(48.5, abs=0.05)
    assert "48.5 nats lower" in COMPONENTS_NOTICE[-1]
    assert large(told("components", **{"ascent.seed": "3"}))["elbo"] == pytest.approx(-443.298, abs=1e-3)


def test_sweeps_of_the_components():
    found = pair(3, 0.1, 1)
    for vb in (False, True):
        run = found.vb if vb else found.em
        for sweep in (0, 2, 10_000):
            weights, _, _, share = at_sweep(found, vb, sweep)
            np.testing.assert_allclose(share.sum(axis=1), 1)
        np.testing.assert_allclose(weights, run.path.weights[-1])
    _, _, _, share = at_sweep(found, False, 5)
    later = pair(3, 0.1, 1).em.path.weights[6]  # the M-step takes the mean of the shares of the sweep before
    np.testing.assert_allclose(share.mean(axis=0), later, atol=1e-10)


def test_a_hand_finds_the_sweep_that_is_written():
    for sweep in (0, 1, 2, 3, 7, 36, 122, 377):
        (line,) = [climb(np.arange(378.0), np.arange(38.0), sweep, "log likelihood, EM").cursor]
        assert line.label == f"sweep {sweep}" and sweep_at(line.value) == sweep
    assert sweep_at(1e9) is None and sweep_at("x") is None and sweep_at(None) is None


def test_presets_are_understood():
    for query in (*STAIRS_TRIES.values(), *COMPONENTS_TRIES.values()):
        for key, text in query.items():
            assert SETTINGS[key].understood(text) != SETTINGS[key].default
    lost = told("components", **COMPONENTS_TRIES["start 3: EM breaks down"])
    assert not lost.exception and "shrank onto a point or a line" in lost.info[0].value


def test_how_many_components():
    """With α₀ = 1 the bound peaks at two, log K! or not. With α₀ = 10⁻³ it peaks without log K! only: a prior that
    wants one component finds two among eight more easily than two among two."""
    flat, sparse = list(rungs(1.0, 2, 4)), list(rungs(1e-3, 2, 4))
    said = "EM's likelihood rises with every K. The ELBO is highest at **K = 2**; with log K! added"
    assert peak(flat) == f"{said}, too." and peak(sparse).startswith(f"{said}, at **K = 4**.")
    for each, alpha in ((flat[2], 1.0), (sparse[2], 1e-3)):
        runs = [pair(3, alpha, seed) for seed in (0, 1)]
        assert each.elbo == max(run.vb.elbo[-1] for run in runs) and each.copies == pytest.approx(np.log(6))
        assert each.log_lik == pytest.approx(max(run.em.log_lik[-1] for run in runs), abs=0.05)
    assert [each.alive for each in sparse] == [1, 2, 2, 2]
    wide, close = ladder_board(sparse, 8).panels
    assert len(wide.marks) == 6 and close.y.range[1] - close.y.range[0] < 20
    app = unfolded(told("components"), "How many components? K from 1 to 8")
    assert not app.exception and "K = 1 of 8" in words(app) and "ascent.ladder" in pictures(app)
    app = unfolded(app, "EM as the limit of VB")
    assert not app.exception and "| 0.0159 | 0.0042 | 0.0011 | 0.0003 |" in words(app)


def test_the_stage_of_the_playground_plays_the_same_half_steps():
    link = to_query(DEFAULT, "play_2d")
    app = revealed(opened("play_2d", **link))
    assert not app.exception and not app.info
    _, arrays = pictures(app)["play_2d.stage"]
    assert arrays["elbo"][10] == pytest.approx(walk(0.9, [0, 1] * 5).elbo[-1], abs=1e-4)


def test_what_the_concentration_decides():
    assert (
        in_use(pair(6, 10.0, 0))[1] == 6
        and "At α₀ = 10 the prior wants even weights, and six of six stay" in COMPONENTS_NOTICE[1]
    )
    app = told("components", **{"ascent.concentration": "10"})
    assert "Here EM uses 6 of 6 components, VB 6: VB turns none off." in app.success[0].value
    for alpha in (1e-3, 0.1):
        assert (pair(6, alpha, 0, map=True).em.weights == 0).sum() == 4  # exactly


def test_maximum_a_posteriori_turns_off_too():
    for alpha in (1e-3, 1.0):
        assert in_use(pair(6, alpha, 0, map=True))[0] == 2
    app = told("components", **{"ascent.em": "map"})
    assert not app.exception and "no upper bound" in app.info[0].value


def test_em_is_the_limit_of_much_data():
    apart = repeated((1, 4, 16))
    np.testing.assert_allclose(apart[:-1] / apart[1:], 4, rtol=0.06)


def test_the_words_of_sampling():
    found = beside(EXAMPLE, PRIOR, 1000, 4, 0)
    ran = race(EXAMPLE, PRIOR)
    assert all(abs(n - about) <= 0.05 * about for n, about in zip(ran.match, (14, 90), strict=True))
    assert "About 14" in DRAWS.tell and "about 90" in DRAWS.tell and "9 %" in DRAWS.tell
    np.testing.assert_allclose(ran.floor, np.abs(found.q_sd / found.exact_sd - 1), rtol=1e-6)
    assert round(1 - found.q_sd[0] / found.exact_sd[0], 2) == 0.22
    elbo = PRIOR.coordinate_ascent(EXAMPLE, 60).elbo
    count = half_steps(EXAMPLE, PRIOR)
    assert elbo[count] > elbo[-1] - 1e-6 >= elbo[count - 1]
    app = told("sampling")
    assert f"there after {count} half-steps" in words(app) and "5 000 simulated samples" in words(app)
    app = told("sampling", **{"ascent.sampled": "faithful", "ascent.length": "200"})
    assert (
        not app.exception and "| weight, short |" in words(app) and "| --- | --- |" in words(app) and "(−" not in words(app)
    )


def test_the_errors_of_sampling_are_what_they_are():
    """Independent draws of a Normal: 1/√(2n); those of a chain: as many errors as there should be within two of them."""
    rng = np.random.default_rng(2)
    assert error_of_sd(rng.standard_normal((4, 5000))) == pytest.approx(1 / np.sqrt(40_000), rel=0.1)
    y = np.random.default_rng(1).normal(3, 2, 12)
    found = [beside(y, PRIOR, 300, 4, seed) for seed in range(40)]
    held = [np.abs(each.gibbs_sd / each.exact_sd - 1) < 2 * each.sd_error for each in found]
    assert 0.85 < np.mean(held) <= 1


def test_a_race_of_normal_draws_has_the_error_of_a_normal():
    """With a thousand numbers the posterior is a Normal, and the sd of n draws is off by √(2/π)/√(2n) on average."""
    ran = race(np.random.default_rng(1).normal(0, 1, 1000), PRIOR, 200)
    np.testing.assert_allclose(ran.error[:, 100:], np.broadcast_to(1 / np.sqrt(np.pi * ran.draws[100:]), (2, 99)), rtol=0.1)
    assert ran.match == (None, None) and np.all(ran.floor < 0.002)


@pytest.mark.parametrize("tab", daily(*list(PARTS)[-1:], more=list(PARTS)[:-1]))
def test_no_widget_brings_an_exception(tab):
    poked(told(tab), random.Random(5), 12)


def test_a_line_let_go_of_just_before_a_press_does_not_undo_it():
    """On a busy server both come with one run: the line is heard first, the call goes on from there."""
    app = revealed(opened("coordinate_ascent"))
    said = {"value": 9, "index": None, "released": True, "seq": 1, "token": app.session_state["_canvas.token"]}
    app.session_state["ascent.climb"] = {"cursor": said}
    app.button(key="ascent.moves.1").click().run()
    assert "**Half-step 10:**" in words(app)
    assert shared(app)["ascent.moves"] == "s4.11"
    assert not app.exception
