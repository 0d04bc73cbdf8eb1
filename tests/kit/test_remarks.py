# ruff: noqa: E501 - a sentence stands in one line, as on its page
"""Every sentence is true at every setting: pages are walked over a grid, and the numbers that they say of what is shown
are compared with the same by another route. A page where nothing was compared has lost its sentences."""

import math
import re

import numpy as np
import pytest
from cover import wide
from scipy import stats
from scipy.integrate import quad
from visit import large, opened, revealed, unfolded, words

import vizvi
from vizvi.format import nats, number, share
from vizvi.lessons import COURSE
from vizvi.member import slug
from vizvi.models.stream import Stream
from vizvi.schedules import SCHEDULES

GRID = {  # of every lesson some links: the first one every day, all of them wide
    "gap": [{"gap.target.x": "3.0"}, {"gap.target.x": "-2.0", "gap.target.unit": "m"}, {}],
    "play_1d": [
        {"play_1d.target": "log_gamma", "play_1d.divergence": "alpha", "play_1d.method": "exact_descent", "play_1d.steps": "40"},
        {"play_1d.steps": "1"}, {},
        {"play_1d.divergence": "jensen_shannon", "play_1d.method": "exact_descent", "play_1d.steps": "40"},
        {"play_1d.target": "student_t", "play_1d.divergence": "forward_kl", "play_1d.target.df": "5"},
        {"play_1d.family": "student_t"}, {"play_1d.target.weight": "0.8", "play_1d.method": "laplace", "play_1d.steps": "20"},
    ],
    "kl": [{"kl.target": "gaussian", "kl.target.correlation": "0.6"}, {"kl.target.weight": "0.7"}, {"kl.target.weight": "0.95"},
           {"kl.target": "student_t", "kl.target.df": "2"}, {"kl.target": "banana"}, {}],
    "basins": [{"basins.target.separation": "4.0", "basins.target.weight": "0.7"}, {"basins.target.separation": "2.3"}, {}],
    "too_sure": [{"too_sure.target": "log_gamma", "too_sure.target.shape": "1.0"},
                 {"too_sure.target": "funnel", "too_sure.target.scale": "2.0"},
                 {"too_sure.target": "student_t"}, {"too_sure.target": "two_bumps"}, {"too_sure.target.correlation": "0.5"}],
    "play_2d": [{"play_2d.family": "full_rank", "play_2d.target.correlation": "0.5"},
                {"play_2d.target": "banana", "play_2d.family": "full_rank"}, {},
                {"play_2d.target": "two_modes", "play_2d.target.separation": "2.0", "play_2d.divergence": "forward_kl"}],
    "gradients": [{"gradients.mean": "1.2", "gradients.sd": "0.7"}, {"gradients.mean": "0.3"}, {"gradients.constant": "100"},
                  {"gradients.target": "skew", "gradients.baseline": "mean"}, {"gradients.mean": "0"}],
    "coordinate_ascent": [{"ascent.tab": "stairs", "ascent.data": "3 5", "ascent.calls": "mtmtmtmtmtmtmtmtmtmt"},
                          {"ascent.tab": "components", "ascent.components": "3", "ascent.concentration": "10"},
                          {"coordinate_ascent.target.correlation": "0.6"},
                          {"ascent.tab": "stairs", "ascent.shape": "4", "ascent.calls": "tmtmtmtmtmtmtmtmtmtm"}],
    "stochastic": [{"stochastic.n": "10000", "stochastic.schedule": "constant", "stochastic.rate": "0.05"},
                   {"stochastic.n": "1000", "stochastic.batch": "100", "stochastic.decay": "0.7"},
                   {"stochastic.n": "1000", "stochastic.batch": "10", "stochastic.forget": "1"}, {}],
    "choose": [{"choose.seed": "4"}, {"choose.count": "10"}, {"choose.basis": "legendre", "choose.count": "20"},
               {"choose.noise": "1.0"}, {"choose.prior": "1.0"}, {"choose.seed": "8", "choose.count": "160"}],
    "mcmc": [{"mcmc.scale": "0.5", "mcmc.move": "3", "mcmc.budget": "300"},
             *({"mcmc.sampler": "hmc", "mcmc.budget": "300", "mcmc.move": str(k)} for k in (1, 5, 12))],
    "flows": [{"flows.tab": "thread", "flows.apart": "2.0"}, {"flows.tab": "thread", "flows.apart": "5.0"},
              {"flows.tab": "rank", "flows.cov": "common"}],
    "amortize": [{"amortize.row": "534", "amortize.steps": "50"}, {"amortize.row": "419", "amortize.family": "full_rank"}, {}],
    "topics": [{"topics.document": "3"}, {"topics.document": "7", "topics.k": "4"}],
    "workshop": [{"workshop.one": "-3*log1p(x^2/5)"}, {}, {"workshop.one": "2*x - exp(x)"}],
}  # fmt: skip


def read(text: str) -> float:
    """A number of a page as a float; < 0.01 is 0."""
    text = text.replace("\u2009", "").replace("−", "-").strip("*. ").removesuffix(",")
    return 0.0 if text.startswith("<") else {"∞": math.inf, "-∞": -math.inf}.get(text) or float(text)


def found(pattern: str, told: str) -> list[tuple]:
    return [each if isinstance(each, tuple) else (each,) for each in re.findall(pattern, told)]


def shown(app, lesson: str):
    return app.session_state[f"_{lesson}"].experiment


def ended(experiment) -> tuple:
    """λ where a run ends, and its exact ledger."""
    lam = vizvi.fit(experiment).lam[0, -1]
    return lam, vizvi.exact(experiment.problem, lam, 1e-9)


def of_gap(app, told) -> int:
    app = unfolded(app, "Why is it a bound, and can it be tighter?")
    ((elbo, short),) = found(r"climbs from the ELBO, (\S+) nats, to (\S+) nats below", words(app))
    experiment = shown(app, "gap")
    start = vizvi.fit(experiment).lam[0, 0]
    ledger = vizvi.exact(experiment.problem, start)
    assert elbo == number(float(ledger.elbo)) and 0 < read(short) < float(ledger.reverse_kl)
    return 1


def of_play_1d(app, told) -> int:
    experiment = shown(app, "play_1d")
    problem, (_, ledger) = experiment.problem, ended(experiment)
    value, reverse = float(ledger.divergence), slug(problem.divergence) == "reverse_kl" and problem.family.gaussian
    known = vizvi.optima(problem, starts=64).value if problem.family.gaussian else [math.nan]
    best, count = float(known[0]), 0
    for end, symbol in found(r"The run ends at (\S+) in (.+?), the best of its family", told):
        assert end == number(value) and symbol == problem.divergence.symbol and value - best < 0.0101
        count += 1
    for end, symbol, least in found(r"The run ends at (\S+) in (.+?); the best .+? here has (\S+)\. ", told):
        assert (end, symbol, least) == (number(value), problem.divergence.symbol, number(best)) and value - best > 0.0099
        count += 1
    for symbol, end in found(r"The run ends at (.+?) = (\S+)\.\*\*", told):
        assert (symbol, end) == (problem.divergence.symbol, number(value)) and not problem.family.gaussian
        count += 1
    if "You and Adam stop at the same place" in told:
        assert reverse and value - best < 0.0101 and slug(experiment.method.optimizer) == "adam"
        count += 1
    assert ("At separation 2" in told) == (reverse and slug(problem.target) == "two_bumps" and problem.target.weight == 0.5)
    return count


def of_kl(app, told) -> int:
    target, count = shown(app, "kl").problem.target, 0
    for left, right, *ratios in found(r"ends at (\S+) nats, the right at (\S+) nats: both.+?sd is (\S+) of.+?, (\S+) of p's sd", told):
        price = number(-0.5 * math.log(1 - target.correlation**2))
        assert left == right == price and ratios == [number(math.sqrt(1 - target.correlation**2)), "1.00"]
        count += 1
    bumps = slug(target) in ("two_bumps", "two_modes")
    assert ("lets go of its bump" in told) == (bumps and abs(target.weight - 0.5) <= 0.2)
    assert ("is born at d = 2.41" in told) == (bumps and target.weight == 0.5)
    assert ("This p has no standard deviation" in told) == (slug(target) == "student_t" and target.df <= 2)
    return count + 3


def of_basins(app, told) -> int:
    best = vizvi.optima(shown(app, "basins").problem, starts=64)
    order = np.argsort(best.lam[:, 0])
    ((depths,),) = found(r"KL\(q‖p\): ((?:\*\*[A-C]\*\* \S+,? ?)+)nats\.", told)
    seen = [each.rstrip(",") for each in re.findall(r"\*\* (\S+)", depths)]
    assert seen == [number(float(best.value[k])) for k in order]
    for (count,) in found(r"Here KL\(q‖p\) has (\d) valleys", told):
        assert int(count) == len(seen)
    assert ("has one valley" in told) == (len(seen) == 1)
    return 1


def of_too_sure(app, told) -> int:
    experiment = shown(app, "too_sure")
    target, (lam, _) = experiment.problem.target, ended(experiment)
    mean, cov = experiment.problem.family.moments(lam)
    first = {
        "log_gamma": lambda z: stats.gamma(target.shape).cdf(np.exp(z)),
        "funnel": lambda z: stats.norm(0, target.scale).cdf(z),
        "student_t": lambda z: stats.t(target.df).cdf(z),
        "gaussian": stats.norm().cdf,
        "two_bumps": lambda z: 0.5 * (stats.norm(3).cdf(z) + stats.norm(-3).cdf(z)),
    }[slug(target)]
    half = stats.norm().ppf(0.975) * math.sqrt(cov[0, 0])
    held, name = share(float(first(mean[0] + half) - first(mean[0] - half))), target.names[0]
    claims = found(rf"interval(?:s)? holds? {name} (\S+ %) of the time", told) + found(r"interval covers (\S+ %)[:.]", told)
    assert all(each == held for (each,) in claims)
    for (sd,) in found(r"q's sd of v is (\S+) and p's", told):
        assert sd == number(math.sqrt(cov[0, 0])) and read(sd) < math.sqrt(2)
    for mine, its in found(r"best q has variance (\S+) and p (\S+);", told):
        assert (mine, its) == (number(float(cov[0, 0])), number(float(stats.loggamma(target.shape).var())))
    if "So sums are too sure and differences too vague" in told:
        assert cov[0, 1] == 0 and 2 * cov[0, 0] < 2 * (1 + target.correlation) and 2 * cov[0, 0] > 2 * (1 - target.correlation)
        assert math.sqrt(cov[0, 0]) == pytest.approx(math.sqrt(1 - target.correlation**2), abs=0.01)
        return len(claims) + 1
    return len(claims)


def of_play_2d(app, told) -> int:
    experiment = shown(app, "play_2d")
    target, (lam, _) = experiment.problem.target, ended(experiment)
    sds, rho = {
        "gaussian": lambda: ((1.0, 1.0), target.correlation),
        "banana": lambda: ((1.0, math.sqrt(1 + 2 * target.bend**2)), 0.0),
        "two_modes": lambda: ((math.sqrt(1 + target.separation**2), 1.0), 0.0),
    }[slug(target)]()
    _, cov = experiment.problem.family.moments(lam)
    own = np.sqrt(np.diag(cov))
    if "it cannot tilt" in told:
        assert abs(cov[0, 1]) < 1e-12 and abs(rho) > 0.1
        return 1
    ((one, two, mine, its),) = found(r"has sds (\S+) times p's and (\S+) times p's, its correlation (\S+) where p's is ([^*\s]+)\.", told)
    assert (one, two) == tuple(number(float(a / b)) for a, b in zip(own, sds, strict=True))
    assert mine == number(float(cov[0, 1] / own.prod())) and read(its) == pytest.approx(rho, abs=0.0051)
    return 1


def of_gradients(app, told) -> int:
    tiles, count = large(app), 0
    ratio = tiles["score_function"] / tiles["reparam"] if tiles["reparam"] else math.nan
    for (more,) in found(r"score function needs \*\*(.+?) ×\*\* the draws", told):
        assert more == number(ratio) and ratio > 1
        count += 1
    for (more,) in found(r"reparameterization needs \*\*(.+?) ×\*\* its draws", told):
        assert more == number(1 / ratio) and ratio <= 1
        count += 1
    silent = tiles["sticking_the_landing"] < 1e-12
    assert ("its variance is 0 here" in told) == silent
    assert silent or found(r"its variance here is (.+?)\.?\n", told + "\n")[0][0] == number(tiles["sticking_the_landing"])
    return count + 1


def of_ascent(app, told) -> int:
    memory, count = app.session_state["_coordinate_ascent"], 0
    for of_mu, of_tau in found(r"q / exact \| \| \*\*(\S+) ×\*\* \| \| \| \*\*(\S+) ×\*\*", told):
        a = float(memory.values["ascent.shape"]) + len(str(memory.values["ascent.data"]).split()) / 2
        assert (of_mu, of_tau) == (f"{math.sqrt((a - 1) / a):.2f}", f"{math.sqrt(a / (a + 0.5)):.2f}")
        count += 1
    tiles = large(app)
    for em, of, vb, off in found(r"Here (?:EM|MAP) uses (\d+) of (\d+) components, VB (\d+): (.+?)\.\*\*", told):
        assert (int(em), int(vb)) == (tiles["alive_em"], tiles["alive_vb"]) and ("none" in off) == (vb == of)
        count += 1
    if "sweeps" in tiles and "condition" in tiles:
        rho = abs(shown(app, "coordinate_ascent").problem.target.correlation)
        assert tiles["sweeps"] == math.ceil(math.log(1000) / -math.log(rho**2)) and tiles["condition"] == (1 + rho) / (1 - rho)
        count += 1
    return count


def of_stochastic(app, told) -> int:
    values, count = app.session_state["_stochastic"].values, 0
    size = {"1 million": 1_000_000}.get(values["stochastic.n"]) or int(values["stochastic.n"].replace(" ", "").replace("\u2009", ""))
    batch = int(values["stochastic.batch"])
    stream = Stream(n=size, batch=batch)
    for away, jitter in found(r"it stays (\S+) nats away on average.+?jitters by (\S+) posterior sds", told):
        rate = values["stochastic.rate"]
        still = stream.stationary(rate)
        assert away == number(float(still.kl)) and jitter == number(float(still.sd_of_mean) / stream.sd)
        assert float(still.kl) == pytest.approx(0.5 * rate / (2 - rate) * size / batch, rel=0.02)
        count += 1
    for one, three in found(r"On average this run is (\S+ ?\S*) nats from the posterior after one pass and (\S+ ?\S*) nats after", told):
        if values["stochastic.schedule"].startswith("shrinking"):
            schedule = SCHEDULES["robbins_monro"](values["stochastic.delay"], values["stochastic.decay"])
            steps = size // batch
            for text, passes in ((one, 1), (three, 3)):
                kl = float(stream.expected(schedule, passes * steps).kl)
                assert nats(kl) == f"{text} nats"
            count += 1
    for wide_, cost in found(r"its sd is \*\*(\S+) ×\*\*.+?That costs (\S+) nats", told.replace("\n", " ")):
        gone = stream.forgotten()
        assert wide_ == number(float(gone.sd) / stream.sd) and cost == number(float(gone.kl))
        count += 1
    return count


def of_choose(app, told) -> int:
    tiles, count = large(app), 0
    for one, other, least, most in found(r"evidence picks degree (\d), the ELBO degree (\d): the discount .+?, from (\S+) to (\S+) nats", told):
        assert (int(one), int(other)) == (tiles["evidence_picks"], tiles["elbo_picks"]) and one != other
        assert read(least) <= min(tiles["gap_best"], tiles["gap_bound"]) + 0.006
        assert read(most) >= max(tiles["gap_best"], tiles["gap_bound"]) - 0.006
        if "grows with the degree" in told:
            values = app.session_state["_choose"].values
            gaps = gaps_of(values)
            assert (np.diff(gaps) > -1e-9).all(), gaps
        count += 1
    for degree, most in found(r"Here both choose degree (\d): the discounts differ, by up to (\S+) nats", told):
        assert int(degree) == tiles["evidence_picks"] == tiles["elbo_picks"]
        assert read(most) == pytest.approx(np.ptp(gaps_of(app.session_state["_choose"].values)), abs=0.0051)
        count += 1
    return count


def gaps_of(values) -> np.ndarray:
    """Evidence less ELBO of every degree: it does not depend on y."""
    from vizvi.lessons.choose.degrees import points
    from vizvi.models.polynomial_regression import PolynomialRegression

    x = np.array(points(int(values["choose.count"]), values["choose.seed"], ()))[::2]
    own = {"basis": values["choose.basis"], "noise": values["choose.noise"], "prior_sd": values["choose.prior"]}
    models = [PolynomialRegression(degree=k, **own) for k in range(9)]
    return np.array([each.evidence(x, 0 * x) - each.elbo(x, 0 * x, family=values["choose.q"]) for each in models])


def of_mcmc(app, told) -> int:
    moves = found(r"= (\S+): take it with chance (\S+)\. Coin (\S+): \*\*(taken|refused)\*\*", told)
    for ratio, chance, coin, verdict in moves:
        assert read(chance) == pytest.approx(math.exp(min(read(ratio), 0.0)), abs=0.011)
        assert (read(coin) < read(chance) + 0.01) if verdict == "taken" else (read(coin) > read(chance) - 0.01)
    return len(moves)


def of_flows(app, told) -> int:
    count, tiles = 0, large(app)
    for slope, least, exact in found(r"slopes up to (\S+) leaves at least (.+? %) between.+?exp\(d²/2\) = (.+?)\.\n", told + "\n"):
        d = app.session_state["_flows"].values["flows.apart"]
        assert exact == number(math.exp(d * d / 2)) and slope == number(tiles["slope"])
        # A map of slope L takes an interval of base mass to one L times as long: between ±d/2 lies at least that of ±d/2L.
        assert read(least.removesuffix(" %").replace("> ", "")) <= 100 * tiles["between"] + 0.51
        count += 1
    for (kl,) in found(r"rank 0, mean-field, is (\S+) nats from p", told)[:1]:
        from vizvi.lessons.flows.others import COVARIANCES

        cov = COVARIANCES[app.session_state["_flows"].values["flows.cov"]]()
        precisions = np.diag(np.linalg.inv(cov))
        assert kl == number(0.5 * float(np.log(precisions).sum() + np.linalg.slogdet(cov)[1]))
        count += 1
    return count


def of_amortize(app, told) -> int:
    tiles = large(app)
    assert tiles["elbo"] + tiles["amortization"] + tiles["approximation"] == pytest.approx(tiles["log_p"], abs=1e-9)
    assert tiles["approximation"] > 0 and tiles["amortization"] > -1e-9
    ((other, way),) = found(r"best q would be (.+?) nats (higher|lower)\.", told)
    assert read(other) <= (tiles["approximation"] if way == "higher" else math.inf)
    for (left,) in found(r"After 50 steps (\S+) nats are left", told):
        assert left == number(tiles["amortization"])
    return 1


def of_topics(app, told) -> int:
    from vizvi.lessons.topics.run import drawn
    from vizvi.lessons.topics.settings import setup

    values = app.session_state["_topics"].values
    ((which, wrote),) = found(r"Document (\d+): (\d+) bars? wrote at least", told)
    made = drawn(setup(type("Settings", (dict,), {})(values)))
    assert int(wrote) == int((made.shares[int(which) - 1] >= 0.05).sum()) and int(which) == values["topics.document"]
    assert made.counts[int(which) - 1].sum() == values["topics.words"]
    return 1


def of_workshop(app, told) -> int:
    ((log_z, mean, sd),) = found(r"log Z = (\S+); x = (\S+) ± (\S+)\.", told)
    log_p = {
        "-3*log1p(x^2/5)": lambda x: -3 * math.log1p(x * x / 5),
        "2*x - exp(x)": lambda x: 2 * x - math.exp(x),
    }.get(app.session_state["_workshop"].values["workshop.one"], lambda x: float(np.logaddexp(stats.norm(-2).logpdf(x), stats.norm(2, 0.5).logpdf(x))))
    mass, first, second = (sum(quad(lambda x: x**k * math.exp(log_p(x)), *ends, limit=300)[0]  # noqa: B023
                               for ends in ((-400, -20), (-20, 0), (0, 3), (3, 6))) for k in range(3))
    if "log1p" in app.session_state["_workshop"].values["workshop.one"]:
        mass, first, second = (sum(quad(lambda x: x**k * math.exp(log_p(x)), *ends, limit=300)[0]  # noqa: B023
                                   for ends in ((-4000, -20), (-20, 20), (20, 4000))) for k in range(3))
    assert log_z == f"{math.log(mass):z.3f}".replace("-", "−") and read(mean) == pytest.approx(first / mass, abs=0.0051)
    assert read(sd) == pytest.approx(math.sqrt(second / mass - (first / mass) ** 2), abs=0.0061)
    return 1


CHECKS = dict(zip(COURSE, (
    of_gap, of_play_1d, of_kl, of_basins, of_too_sure, of_play_2d, of_gradients, of_ascent, of_stochastic, of_choose, of_mcmc,
    of_flows, of_amortize, of_topics, of_workshop,
), strict=True))  # fmt: skip
CASES = [each for lesson in COURSE for each in ((lesson, GRID[lesson][0]), *(wide(lesson, link) for link in GRID[lesson][1:]))]


@pytest.mark.parametrize("lesson, link", CASES)
def test_what_a_page_says_is_so(lesson, link):
    app = revealed(opened(lesson, **link))
    assert not app.exception and not app.info
    assert CHECKS[lesson](app, words(app)) > 0
