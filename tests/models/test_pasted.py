"""Pasted data: evidence, moments and best q of four models, reading of text with its messages; drawn densities."""

import math

import numpy as np
import pytest
from scipy import integrate

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.integrate.truth import truth
from vizvi.member import central
from vizvi.models.drawn import drawn
from vizvi.models.pasted import pasted
from vizvi.models.pasted_text import DataError, read

LINEAR = np.arange(8.0), [1.2, 1.9, 2.7, 2.4, 4.1, 4.3, 4.4, 5.9]
LOGISTIC = np.arange(-2, 2.6, 0.5), [0, 0, 0, 1, 0, 1, 0, 1, 1, 1]
POISSON = np.arange(7.0), [2, 1, 4, 3, 6, 7, 12]
NORMAL = None, [4.2, 5.1, 3.6, 6.0, 4.9]

# template, data, log Z, mean, sd, correlation, mean-field KL and sd, full-rank KL and sd
KEYS = [
    ("linear", LINEAR, -14.06641, (1.18236, 0.62121), (0.63997, 0.15334), -0.8345, 0.59589, (0.3527, 0.0845), 0, None),
    ("logistic", LOGISTIC, -7.86920, (-0.4503, 1.8896), (1.0069, 0.9916), -0.2255, 0.10362, (0.9207, 0.8209), 0.08180,
     (0.9411, 0.8381)),
    ("poisson", POISSON, -19.52863, (0.2912, 0.3513), (0.4515, 0.0978), -0.9252, 0.97438, (0.1690, 0.0367), 0.01097,
     (0.4416, 0.0959)),
    ("normal", NORMAL, -11.70835, (4.7004, 0.0421), (0.5658, 0.3988), -0.1142, 0.15126, (0.4068, 0.3156), 0.15008,
     (0.4074, 0.3160)),
]  # fmt: skip


@pytest.mark.parametrize("template, data, log_z, mean, sd, correlation, mf, mf_sd, fr, fr_sd", KEYS)
def test_evidence_moments_and_best_q(template, data, log_z, mean, sd, correlation, mf, mf_sd, fr, fr_sd):
    target = pasted(template, *data)
    known = truth(target)
    got = np.sqrt(np.diag(known.cov[0]))
    assert target.log_z == pytest.approx(log_z, abs=1e-4)
    assert known.mean[0] == pytest.approx(mean, abs=2e-3) and got == pytest.approx(sd, abs=2e-3)
    assert known.cov[0][0, 1] / np.prod(got) == pytest.approx(correlation, abs=2e-3)
    for slug, kl, spread in (("mean_field", mf, mf_sd), ("full_rank", fr, fr_sd)):
        problem = vizvi.Problem(target, FAMILIES[slug](), DIVERGENCES["reverse_kl"]())
        found = vizvi.optima(problem, starts=8)
        assert found.value[0] == pytest.approx(kl, abs=5e-4)
        if spread:
            cov = problem.family.moments(found.lam[0])[1]
            assert np.sqrt(np.diag(cov)) == pytest.approx(spread, abs=2e-3)


def test_centering_x_ends_the_gap():
    problem = lambda center: vizvi.Problem(
        pasted("poisson", *POISSON, center=center), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]()
    )
    raw, centered = (vizvi.optima(problem(each), starts=8).value[0] for each in (False, True))
    assert raw == pytest.approx(0.9744, abs=5e-4) and centered < 0.22


def by_hand(template, x, y, prior_sd, noise):
    """The log joint from SciPy's distributions, row by row."""
    from scipy import stats

    def log_joint(a, b):
        a, b = np.asarray(a)[..., None], np.asarray(b)[..., None]
        out = stats.norm.logpdf(np.concatenate([a, b], axis=-1), 0, prior_sd).sum(axis=-1)
        if template == "linear":
            return out + stats.norm.logpdf(y, a + b * x, noise).sum(axis=-1)
        if template == "logistic":
            return out + stats.bernoulli.logpmf(y, 1 / (1 + np.exp(-a - b * x))).sum(axis=-1)
        if template == "poisson":
            return out + stats.poisson.logpmf(y, np.exp(a + b * x)).sum(axis=-1)
        return out + stats.norm.logpdf(y, a, np.exp(b)).sum(axis=-1)

    return log_joint


@pytest.mark.parametrize("template", ["linear", "logistic", "poisson", "normal"])
def test_log_joint_score_and_evidence_at_random_data(template):
    rng = np.random.default_rng(3)
    x = np.round(rng.normal(1, 1, 9), 1)
    y = {"linear": rng.normal(x, 1), "logistic": rng.integers(0, 2, 9), "poisson": rng.poisson(3, 9),
         "normal": rng.normal(2, 3, 9)}[template]  # fmt: skip
    target = pasted(template, x, y, prior_sd=1.7, noise=0.6)
    log_joint = by_hand(template, x, np.asarray(y), 1.7, 0.6)
    z = rng.normal(size=(4, 3, 2))
    assert np.allclose(target.log_prob(z), log_joint(z[..., 0], z[..., 1]), rtol=1e-11)
    assert np.allclose(target.score(z), central(target.log_prob, z), rtol=1e-6, atol=1e-5)
    axes = [np.linspace(lo - 0.2 * (hi - lo), hi + 0.2 * (hi - lo), 241) for lo, hi in target.window]
    height = log_joint(*np.meshgrid(*axes, indexing="ij"))
    total = np.exp(height - height.max()).sum() * np.prod([axis[1] - axis[0] for axis in axes])
    assert target.log_z == pytest.approx(height.max() + math.log(total), abs=2e-4)


def test_ridges_of_raw_x_are_no_trouble():
    """A slope against years: intercept and slope are one number but for a thousandth."""
    x, y = np.arange(1990.0, 2020), np.random.default_rng(0).poisson(5, 30)
    raw = pasted("poisson", x, y, prior_sd=50.0)
    assert raw.log_z_error < 1e-6 and np.isfinite(raw.log_z)
    line = pasted("linear", x, y, prior_sd=50.0)
    known = truth(line)
    mass = np.exp(line.log_prob(known.nodes.points) + known.nodes.log_volume - line.log_z).sum()
    assert mass == pytest.approx(1, abs=1e-6)


def test_equal_data_are_equal_targets():
    one, same = pasted("linear", *LINEAR), pasted("linear", *LINEAR)
    assert one == same and hash(one) == hash(same) and repr(one) == repr(same)
    assert repr(one) != repr(pasted("linear", LINEAR[0], [*LINEAR[1][:-1], 5.8]))


@pytest.mark.parametrize("given, reason", [
    (("cubic", *LINEAR), "template"), (("linear", [1, 1], [1, 2]), "all x are the same"),
    (("logistic", [1, 2], [0, 2]), "0 or 1"), (("poisson", [1, 2], [0.5, 2]), "whole numbers"),
    (("poisson", [1, 2], [-1, 2]), "whole numbers"), (("linear", [1, np.nan], [1, 2]), "finite"),
    (("linear", [1, 2e6], [1, 2]), "1e6"), (("linear", [1], [2]), "2 to 5000"), (("linear", [1, 2, 3], [1, 2]), "pairs"),
    (("normal", None, [3, 3]), "sd"), (("linear", *LINEAR, 0), "prior_sd"), (("linear", *LINEAR, 5, -1), "noise"),
    (("linear", "ab", [1, 2]), "column"),
])  # fmt: skip
def test_bad_data_are_refused_in_a_sentence(given, reason):
    with pytest.raises(ValueError, match=reason) as caught:
        pasted(*given)
    assert str(caught.value).endswith(".")


WRITTEN = ["x,y\n0,1\n1,2.5\n", "0;1\n1;2.5", "0\t1\n1\t2.5", "x y\n0 1\n\n  1   2.5 ", "0, 1\r\n1, 2.5"]


@pytest.mark.parametrize("text", WRITTEN)
def test_any_separator_and_a_header(text):
    table = read(text, "linear")
    assert table.x.tolist() == [0, 1] and table.y.tolist() == [1, 2.5] and table.remarks == ()


@pytest.mark.parametrize("text, template, message", [
    ("1,2\n1,2\n1,2\n1,2\n1,2\n1,2\n1,2,3", "linear", "Line 7: two numbers expected, found 3."),
    ("0;1\n1;2\n2;3\n4;1,5", "linear", "Line 4: “1,5”: write 1.5."),
    ("y\n1\n2,5", "normal", "Line 3: “2,5”: write 2.5."),
    ("x,y\n1,0\n2,1\n3,2", "logistic", "Line 4: y must be 0 or 1 for the logistic model."),
    ("1,2\n3,inf", "linear", "Line 2: not a finite number."),
    ("1,2\n3,nan", "linear", "Line 2: not a finite number."),
    ("1,2\n1,3", "linear", "All x are the same: the slope cannot be told from the intercept."),
    ("1,2\n3,x", "linear", "Line 2: “x” is not a number."),
    ("1,2\n3,", "linear", "Line 2: two numbers expected, one is missing."),
    ("1,2\n3,1.5", "poisson", "Line 2: y must be a whole number from 0 to 10,000 for the Poisson model."),
    ("1,2\n3,1e9", "linear", "Line 2: numbers may be 1,000,000 at most: rescale."),
    ("", "linear", "Paste at least two rows."),
    ("1,2", "linear", "At least two rows are needed, found 1."),
])  # fmt: skip
def test_messages_name_the_line(text, template, message):
    with pytest.raises(DataError) as caught:
        read(text, template)
    assert str(caught.value) == message
    assert caught.value.line == (int(message.split(":")[0][5:]) if message.startswith("Line") else 0)


def test_limits_and_remarks():
    with pytest.raises(DataError, match="256 kB"):
        read("1,2\n" * 100_000, "linear")
    with pytest.raises(DataError, match="Line 5001: at most 5,000"):
        read("\n".join(f"{i},1" for i in range(5001)), "linear")
    assert read("1,1\n2,1", "logistic").remarks == ("All y are 1: only the prior holds the slope.",)
    x = np.random.default_rng(0).normal(size=1000)
    table = read("\n".join(f"{each!r},1" for each in x.tolist()), "poisson")
    assert len(np.unique(table.x)) <= 200 and "200 levels" in table.remarks[0]
    assert table.x.mean() == pytest.approx(x.mean()) and np.abs(table.x - x).max() < np.ptp(x) / 100


def test_soups_of_text_end_in_a_table_or_a_sentence():
    rng = np.random.default_rng(5)
    pieces = ["1", "2.5", "-3", "0", ",", ";", "\t", " ", "\n", "\r\n", "x", "1e400", "nan", "\x00", "é", "1_0", "０", '"']
    for _ in range(1500):
        text = "".join(rng.choice(pieces, rng.integers(0, 40)))
        for template in ("linear", "logistic", "normal"):
            try:
                table = read(text, template)
            except DataError as error:
                assert str(error).endswith(".")
            else:
                assert np.isfinite(table.y).all() and len(table.x) == len(table.y) >= 2


POINTS = [(-3, -6), (-1.5, 0), (0, -4), (1, -0.5), (2, -1), (4, -7)]


def test_a_drawn_density_goes_through_its_points():
    target = drawn(reversed(POINTS))
    z = np.array(POINTS)
    assert np.allclose(target.log_prob(z[:, :1]), z[:, 1], atol=1e-12)
    at = np.random.default_rng(1).uniform(-5, 6, (200, 1))
    assert np.allclose(target.score(at), central(target.log_prob, at), atol=1e-5)
    fine = np.linspace(-3, 4, 2001)
    turns = np.diff(np.sign(np.diff(target.log_prob(fine[:, None]))))
    assert (turns != 0).sum() == 3  # two tops and the valley between them, no bump that nobody drew
    total, _ = integrate.quad(lambda v: math.exp(target.log_prob(np.array([v]))), -12, 12, points=z[:, 0], limit=200)
    assert target.log_z == pytest.approx(math.log(total), abs=1e-5)
    assert target == drawn(POINTS) and hash(target) == hash(drawn(POINTS))


def test_ends_that_rise_are_cut_off():
    target = drawn([(0, 0), (1, 1), (2, 5)])
    assert target.score(np.array([[2.0]])) == pytest.approx(0, abs=1e-12)
    assert target.log_prob(np.array([5.0])) < 5 - 10


@pytest.mark.parametrize("points, reason", [
    ([(0, 0), (1, 1)], "must be 3 to 60"), ([(0, 0), (0, 1), (1, 1)], "same z"), ([(0, 0), (1, np.nan), (2, 1)], "finite"),
    ([(0, 0), (1, 1e4), (2, 0)], "700"), ([1, 2, 3], "pairs"), (None, "pairs"),
])  # fmt: skip
def test_bad_drawings_are_refused(points, reason):
    with pytest.raises(ValueError, match=reason):
        drawn(points)
