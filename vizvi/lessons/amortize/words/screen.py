"""Words: the first screen."""

from vizvi.format import nats, number

PAD = "The picture: 8 by 8 pixels to draw on"
BLANK, BACK = "Blank", "Back to the digit"
DECODED = "What the decoder makes of q:"
DRAWING = "**Your drawing.** Draw on it."
BY_QUADRATURE = "By quadrature, to all digits shown."
LOG_P, LOG_P_NOTE = "log p(x) ⌁", "the ceiling"
ELBO = "ELBO"
AMORTIZATION, AMORTIZATION_NOTE = "amortization gap ⌁", "best q − this q"
APPROXIMATION, APPROXIMATION_NOTE = "approximation gap ⌁", "log p(x) − best q"
DECODED_TITLE = "The picture that the decoder draws on average over q: probabilities of dark pixels."
PLANE_TITLE = "The latent plane: the exact posterior of the picture and what the encoder guesses of it."
P, GUESS, BEST, START = "p(z | x), known only here", "the encoder's guess", "best q, known only here", "start"
NATS = "nats"


def digit(label: int, held_out: bool) -> str:
    kind = "held out" if held_out else "in training"
    return f"**A {label}**, {kind}. Draw on it."


def after(steps: int) -> str:
    return f"after {steps} step{'s' * (steps > 1)}"


def whose(steps: int) -> str:
    return after(steps) if steps else "of the encoder's guess"


def sums_up(beyond, left: float | None, family: str, between: float) -> str:
    """beyond: where the posterior lies if not on the plane, else None; left: what refinement could not pay; between:
    full-rank's best ELBO less mean-field's."""
    parts = ["ELBO + amortization gap + approximation gap = log p(x), all by quadrature."]
    if beyond is not None:
        place = f"({number(beyond[0])}, {number(beyond[1])})"
        parts.append(f"The posterior lies beyond the plane that is shown, around {place}.")
    if left is not None:
        parts.append(
            f"After 50 steps {nats(left)} are left: refinement has not reached the best q, and may be on its way to "
            "another optimum."
        )
    if family == "mean_field":
        parts.append(f"Full-rank's best q would be {nats(between)} higher.")
    else:
        parts.append(f"Mean-field's best q would be {nats(between)} lower.")
    return " ".join(parts)


def ceiling(log_p: float) -> str:
    return f"ceiling ⌁ {number(log_p)}"


def elbo(value: float) -> str:
    return f"ELBO {number(value)}"


def gap(value: float) -> str:
    return f"gap {number(value)}"


def amortization(value: float) -> str:
    return f"amortization {number(value)}"


def approximation(value: float) -> str:
    return f"approximation {number(value)}"


def below(gap: float) -> str:
    return f"The ELBO of the guess lies {nats(gap)} below log p(x)."


def split(amortization: float, approximation: float) -> str:
    return f"Of the gap, {nats(amortization)} are the network's and {nats(approximation)} the family's."
