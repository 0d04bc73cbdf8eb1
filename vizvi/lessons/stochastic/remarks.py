"""Which sentences hold for a run, with its own numbers."""

from vizvi.lessons.stochastic import race
from vizvi.lessons.stochastic.race import Setup
from vizvi.lessons.stochastic.words import remarks as words


def noticed(setup: Setup) -> tuple[str, ...]:
    """Two or three sentences about this very run."""
    if setup.forget:
        return _forgotten(setup)
    if setup.batch == setup.n:
        return _all_at_once(setup)
    if not race.known(setup):
        return (words.ragged(setup.n, setup.batch),)
    one, three = (float(race.expected(setup, setup.step_at(each)).kl) for each in (1, 3))
    return words.passed(one, three), _why(setup), words.scale(race.moment(setup, setup.steps).width)


def _why(setup: Setup) -> str:
    level, three = race.floor(setup), float(race.expected(setup, setup.steps).kl)
    if level:
        return words.never_at_rest(level, setup.stream.stationary(setup.rate).sd_of_mean / setup.stream.sd)
    if setup.schedule == "averaged":
        return words.remembers(setup.rate) if three > 0.5 else words.AVERAGED
    if setup.schedule == "constant":
        return words.DEALT
    if setup.decay < 1:
        return words.latest_count_more(setup.decay)
    if setup.delay > 1:
        return words.start_counts(setup.delay)
    return words.KNOWS_ALL if setup.replace else words.EXACT


def _forgotten(setup: Setup) -> tuple[str, ...]:
    found, stream = setup.stream.forgotten(), setup.stream
    mean = None if found.mean == stream.center else found.mean
    settled = words.forgotten(setup.batch, setup.n, found.sd / stream.sd, mean, stream.mean)
    return settled, words.forgotten_costs(found.kl)


def _all_at_once(setup: Setup) -> tuple[str, ...]:
    first = float(race.full_batch(setup, [1])[0])
    if first < 1e-6:
        return (words.AT_ONCE,)
    return (words.smaller_steps(first, float(race.full_batch(setup, [3])[0])),)
