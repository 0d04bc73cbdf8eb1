"""Words: what to notice of a run."""

from vizvi.format import nats, number

DEALT = (
    "Dealt without replacement, the errors of a pass's minibatches cancel, but a constant step counts the last ones for "
    "more than the first."
)
AVERAGED = (
    "Averaging the last half of the steps takes the noise out, whatever the constant step was: after n points it knows "
    "what n/2 of them can know."
)
EXACT = "Dealt without replacement and in steps of 1/t, a pass counts every point once: q **is** the posterior then."
KNOWS_ALL = "With steps of 1/t the run knows all that n points can: it follows the line ½ N/n."
AT_ONCE = "One step of 1 on all the data **is** the posterior, as coordinate ascent in a conjugate model: one pass."


def ragged(n: int, batch: int) -> str:
    reason = "without replacement what to expect has no closed form then"
    return f"{n} points are no whole number of minibatches of {batch}: {reason}."


def passed(one: float, three: float) -> str:
    return f"On average this run is {_kl(one)} from the posterior after one pass and {_kl(three)} after three."


def never_at_rest(level: float, jitter: float) -> str:
    return (
        f"A constant step is never at rest: however long it runs, it stays {nats(level)} away on average, about "
        f"½ ρ/(2 − ρ) · N/B; q's mean jitters by {number(jitter)} posterior sds."
    )


def remembers(rate: float) -> str:
    return f"Steps of {rate:g} are so small that the average still remembers the start."


def latest_count_more(decay: float) -> str:
    return (
        f"Steps of (t + τ)^−κ with κ = {decay:g} shrink slower than 1/t: the latest minibatches count for more than their "
        "share."
    )


def start_counts(delay: float) -> str:
    return f"With τ = {delay:g} the start N(0, 1) counts as much as {delay - 1:g} minibatches would."


def scale(width: float) -> str:
    told = "is the posterior's" if abs(width - 1) < 0.005 else f"ends at {number(width)} × the posterior's"
    return f"q's own sd {told}: it tells how much all the data say, never how far this run is."


def forgotten(batch: int, n: int, width: float, mean: float | None, posterior: float) -> str:
    """mean: None if it comes out right."""
    told = "right" if mean is None else f"{mean:.4g}"
    return (
        f"q settles at the posterior of {batch} points that look like all {n}: its sd is **{number(width)} ×** the "
        f"posterior's and its mean {told} (the posterior's: {posterior:.4g})."
    )


def forgotten_costs(kl: float) -> str:
    return (
        f"That costs {nats(kl)} once the steps have died out. The trace is calm: nothing on it says that the question was "
        "another."
    )


def smaller_steps(one: float, three: float) -> str:
    return (
        f"All the data, but smaller steps: {_kl(one)} after one pass, {_kl(three)} after three. A step of 1 would be exact "
        "at once."
    )


def _kl(value: float) -> str:
    return "0 nats" if abs(value) < 1e-9 else nats(value)
