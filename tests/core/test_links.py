"""Links: what goes into the address bar comes back the same, and hostile text does no harm."""

import pytest

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.experiment import Experiment
from vizvi.families import FAMILIES
from vizvi.lessons.play_2d import DEFAULT as PLAY_2D
from vizvi.links import from_query, to_query
from vizvi.member import slug
from vizvi.methods import METHODS
from vizvi.problem import Problem
from vizvi.targets import TARGETS


def experiment(target=None, family=None, divergence=None, method=None, **options):
    problem = Problem(
        target or TARGETS["gaussian"](),
        family or FAMILIES["mean_field"](),
        divergence or DIVERGENCES["reverse_kl"](),
    )
    return Experiment(problem, method or METHODS["gradient"](), **options)


def round_trip(one):
    back, notices = from_query(to_query(one, "kl"), "kl", PLAY_2D)
    assert back == one
    assert notices == []


def test_link_round_trip_of_targets(target):
    round_trip(experiment(target=target))


def test_link_round_trip_of_families(family):
    round_trip(experiment(family=family))


def test_link_round_trip_of_methods(method):
    if not method.supports(PLAY_2D.problem):
        round_trip(experiment(method=method))


def test_link_round_trip_of_counts_and_start():
    round_trip(experiment(runs=3, steps=17, seed=12345, start=(0.1, -1 / 3, 0.25, 1e-17)))


def test_keys_are_dotted_role_paths():
    query = to_query(experiment(target=TARGETS["two_modes"](separation=2.5)), "kl")
    assert query["kl.target"] == "two_modes"
    assert query["kl.target.separation"] == "2.5"
    assert query["kl.method.optimizer"] == "adam"
    assert query["kl.method.optimizer.rate"] == "0.05"


def test_other_pages_are_not_read():
    assert from_query({"gap.target": "banana"}, "kl", PLAY_2D) == (PLAY_2D, [])


@pytest.mark.parametrize(
    "key, text",
    [
        ("kl.target", "no_such_target"),
        ("kl.target", "__class__"),
        ("kl.target", "../../etc/passwd"),
        ("kl.target.correlation", "1"),
        ("kl.target.correlation", "nan"),
        ("kl.target.correlation", "1e999"),
        ("kl.target.correlation", "__import__('os')"),
        ("kl.target.correlation", "9" * 100_000),
        ("kl.steps", "-5"),
        ("kl.steps", "1.5"),
        ("kl.steps", "٣"),
        ("kl.runs", "100000000"),
        ("kl.seed", ""),
        ("kl.start", "1,2"),
        ("kl.start", "nan,nan,nan,nan"),
        ("kl.start", "," * 10_000),
        ("kl.method.draws", "0"),
        ("kl.method.optimizer.rate", "-1"),
        ("kl.no.such.key", "<script>alert(1)</script>"),
    ],
)
def test_hostile_values_fall_back_with_a_notice(key, text):
    back, notices = from_query({key: text}, "kl", PLAY_2D)
    assert back == PLAY_2D
    assert len(notices) == 1
    assert len(notices[0]) < 300


def test_unsupported_combinations_fall_back():
    query = {"kl.divergence": "forward_kl", "kl.method": "gradient", "kl.method.estimator": "reparam"}
    back, notices = from_query(query, "kl", PLAY_2D)
    assert not back.method.supports(back.problem)
    assert notices


@pytest.mark.parametrize("divergence", DIVERGENCES)
def test_a_link_may_leave_the_estimator_to_us(divergence):
    query = {"kl.target": "funnel", "kl.family": "mixture", "kl.divergence": divergence, "kl.steps": "30"}
    back, notices = from_query(query, "kl", PLAY_2D)
    assert notices == []
    assert to_query(back, "kl").items() >= query.items()
    assert not back.method.supports(back.problem)


def test_what_a_link_named_and_cannot_have_is_told():
    query = {"kl.family": "mixture", "kl.method": "laplace", "kl.method.ridge": "1"}
    back, notices = from_query(query, "kl", PLAY_2D)
    assert slug(back.problem.family) == "mixture"
    assert back.method == PLAY_2D.method
    assert any("Laplace" in each for each in notices)


def test_a_page_may_read_keys_of_its_own():
    assert from_query({"gap.hide": "1"}, "gap", PLAY_2D, others=("hide",)) == (PLAY_2D, [])


def test_a_density_has_no_link():
    own = vizvi.density(lambda z: -0.5 * (z**2).sum(axis=-1), dim=2)
    with pytest.raises(ValueError, match="no link"):
        to_query(experiment(target=own), "kl")


@pytest.mark.parametrize("text", ["1_0", "٣", "１", "0x1p3", "inf", "1e", "", "1,0", "+-1", "nan"])
def test_what_is_no_plain_number_is_refused(text):
    default = Experiment(
        Problem(TARGETS["two_bumps"](), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]()), METHODS["gradient"]()
    )
    for key in ("target.separation", "steps", "start"):
        value = f"{text},{text}" if key == "start" else text
        read, notices = from_query({f"play_1d.{key}": value}, "play_1d", default)
        assert read == default and len(notices) == 1


def test_a_plain_number_is_read():
    default = Experiment(
        Problem(TARGETS["two_bumps"](), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]()), METHODS["gradient"]()
    )
    for text, value in (("4", 4), ("4.", 4), (".5", 0.5), ("+1e0", 1), ("2.5E-1", 0.25)):
        read, notices = from_query(
            {"play_1d.target.separation": text, "play_1d.start": f"-{text.lstrip('+')},0"}, "play_1d", default
        )
        assert read.problem.target.separation == value and read.start == (-value, 0) and not notices


def test_a_log_scale_that_leaves_the_floats_is_refused_in_words():
    default = Experiment(
        Problem(TARGETS["two_bumps"](), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]()), METHODS["gradient"]()
    )
    read, notices = from_query({"play_1d.start": "0,-400"}, "play_1d", default)
    assert read.start == () and "from −300 to 300" in notices[0]
    with pytest.raises(ValueError, match="log scale starts at -400, but must be from −300 to 300"):
        Experiment(default.problem, default.method, start=(0, -400))
    assert from_query({"play_1d.start": "0,-300"}, "play_1d", default)[0].start == (0, -300)
