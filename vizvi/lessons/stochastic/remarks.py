"""Which sentences hold for a run, with its own numbers."""

from vizvi.lessons.stochastic import race, words
from vizvi.lessons.stochastic.race import Setup


def noticed(setup: Setup) -> tuple[str, ...]:
    """Two or three sentences about this very run."""
    if setup.forget:
        return _forgotten(setup)
    if setup.batch == setup.n:
        return _all_at_once(setup)
    if not race.known(setup):
        return (words.remarks.ragged(setup.n, setup.batch),)
    one, three = (float(race.expected(setup, setup.step_at(each)).kl) for each in (1, 3))
    return words.remarks.passed(one, three), _why(setup), words.remarks.scale(race.moment(setup, setup.steps).width)


def _why(setup: Setup) -> str:
    level, three = race.floor(setup), float(race.expected(setup, setup.steps).kl)
    if level:
        return words.remarks.never_at_rest(level, setup.stream.stationary(setup.rate).sd_of_mean / setup.stream.sd)
    if setup.schedule == "averaged":
        return words.remarks.remembers(setup.rate) if three > 0.5 else words.remarks.AVERAGED
    if setup.schedule == "constant":
        return words.remarks.DEALT
    if setup.decay < 1:
        return words.remarks.latest_count_more(setup.decay)
    if setup.delay > 1:
        return words.remarks.start_counts(setup.delay)
    return words.remarks.KNOWS_ALL if setup.replace else words.remarks.EXACT


def _forgotten(setup: Setup) -> tuple[str, ...]:
    found, stream = setup.stream.forgotten(), setup.stream
    mean = None if found.mean == stream.center else found.mean
    settled = words.remarks.forgotten(setup.batch, setup.n, found.sd / stream.sd, mean, stream.mean)
    return settled, words.remarks.forgotten_costs(found.kl)


def _all_at_once(setup: Setup) -> tuple[str, ...]:
    first = float(race.full_batch(setup, [1])[0])
    if first < 1e-6:
        return (words.remarks.AT_ONCE,)
    return (words.remarks.smaller_steps(first, float(race.full_batch(setup, [3])[0])),)
