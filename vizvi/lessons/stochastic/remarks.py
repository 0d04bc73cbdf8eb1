"""What a run says, in sentences that hold for its own settings."""

from vizvi.format import nats, number
from vizvi.lessons.stochastic import race
from vizvi.lessons.stochastic.race import Setup


def noticed(setup: Setup) -> tuple[str, ...]:
    """Two or three sentences about this very run."""
    if setup.forget:
        return _forgotten(setup)
    if setup.batch == setup.n:
        return _all_at_once(setup)
    if not race.known(setup):
        ragged = f"{setup.n} points are no whole number of minibatches of {setup.batch}"
        return (f"{ragged}: without replacement what to expect has no closed form then.",)
    one, three = (float(race.expected(setup, setup.step_at(each)).kl) for each in (1, 3))
    passed = f"On average this run is {_kl(one)} from the posterior after one pass and {_kl(three)} after three."
    return (passed, _why(setup), *_scale(setup))


def _why(setup: Setup) -> str:
    level, three = race.floor(setup), float(race.expected(setup, setup.steps).kl)
    if level:
        jitter = number(setup.stream.stationary(setup.rate).sd_of_mean / setup.stream.sd)
        return (
            f"A constant step is never at rest: however long it runs, it stays {nats(level)} away on average, about "
            f"½ ρ/(2 − ρ) · N/B; q's mean jitters by {jitter} posterior sds."
        )
    if setup.schedule == "averaged":
        if three > 0.5:
            return f"Steps of {setup.rate:g} are so small that the average still remembers the start."
        return (
            "Averaging the last half of the steps takes the noise out, whatever the constant step was: after n points it "
            "knows what n/2 of them can know."
        )
    if setup.schedule == "constant":
        return (
            "Dealt without replacement, the errors of a pass's minibatches cancel, but a constant step counts the last "
            "ones for more than the first."
        )
    if setup.decay < 1:
        return (
            f"Steps of (t + τ)^−κ with κ = {setup.decay:g} shrink slower than 1/t: the latest minibatches count for more "
            "than their share."
        )
    if setup.delay > 1:
        return f"With τ = {setup.delay:g} the start N(0, 1) counts as much as {setup.delay - 1:g} minibatches would."
    if not setup.replace:
        return "Dealt without replacement and in steps of 1/t, a pass counts every point once: q **is** the posterior then."
    return "With steps of 1/t the run knows all that n points can: it follows the line ½ N/n."


def _scale(setup: Setup) -> tuple[str, ...]:
    width = race.moment(setup, setup.steps).width
    told = "is the posterior's" if abs(width - 1) < 0.005 else f"ends at {number(width)} × the posterior's"
    return (f"q's own sd {told}: it tells how much all the data say, never how far this run is.",)


def _forgotten(setup: Setup) -> tuple[str, ...]:
    found, stream = setup.stream.forgotten(), setup.stream
    mean = f"{found.mean:.4g}" if found.mean != stream.center else "right"
    return (
        f"q settles at the posterior of {setup.batch} points that look like all {setup.n}: its sd is "
        f"**{number(found.sd / stream.sd)} ×** the posterior's and its mean {mean} (the posterior's: {stream.mean:.4g}).",
        f"That costs {nats(found.kl)} once the steps have died out. The trace is calm: nothing on it says that the "
        "question was another.",
    )


def _all_at_once(setup: Setup) -> tuple[str, ...]:
    first = float(race.full_batch(setup, [1])[0])
    if first < 1e-6:
        return ("One step of 1 on all the data **is** the posterior, as coordinate ascent in a conjugate model: one pass.",)
    three = float(race.full_batch(setup, [3])[0])
    return (
        f"All the data, but smaller steps: {_kl(first)} after one pass, {_kl(three)} after three. A step of 1 would be "
        "exact at once.",
    )


def _kl(value: float) -> str:
    return "0 nats" if abs(value) < 1e-9 else nats(value)
