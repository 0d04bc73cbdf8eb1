"""Words: what the tabs below the first screen say."""

from vizvi.format import listed, nats, number, percent, thousands
from vizvi.lessons.amortize.words.settings import FAMILIES, WAYS

# All digits
FEW_RULE = (
    "A few pictures rule the mean of the amortization gap: read the median. Gaps beyond the axes stand at their edge."
)
APPROXIMATION_AXIS, AMORTIZATION_AXIS = "approximation gap, nats", "amortization gap, nats"
EQUAL, THIS_ONE = "equal", "this one"


def digits_so_far(count: int, total: int) -> str:
    return f"{count} of {total} digits"


def encoder(hidden: str, epochs: int, family: str) -> str:
    name = "linear encoder" if hidden == "linear" else f"{hidden}-unit encoder"
    return f"The {name} after {epochs} epochs, a {FAMILIES[family]} q:"


def larger(count: int, side: str, log_p: float, share: float) -> str:
    debt = f"Amortization is the larger debt for **{percent(share)}**."
    return f"**{count} {side} digits**, mean log p(x) {number(log_p)}. {debt}"


def both_gaps(amortization, approximation) -> str:
    """A table of mean, quartiles and the largest of each."""
    return (
        "| nats | mean | median | quartiles | largest |\n|---|---|---|---|---|\n"
        f"| amortization ⌁ | {_row(amortization)} |\n| approximation ⌁ | {_row(approximation)} |"
    )


def _row(five) -> str:
    mean, low, middle, high = (f"{each:.3f}" for each in five[:4])
    return f"{mean} | {middle} | {low}\u00a0…\u00a0{high} | {number(five[4])}"


def a_digit(row: int, label: int, amortization: float, approximation: float) -> str:
    return f"row {row}, a {label}: amortization {amortization:.3f}, approximation {approximation:.3f} nats"


def above(share: float, count: int) -> str:
    return f"{100 * share:.0f} % of {count} digits lie above the diagonal: the network's debt is the larger one."


# Refine
REFINE_TITLE = "What is left of the amortization gap after each step, by three ways to refine."
REFINE_STEPS = "steps"


def left_after(found: dict) -> str:
    """found: what each way has left after every step, nats."""
    rows = ["| left after … steps, nats | 0 | 1 | 5 | 20 | 50 |", "|---|---|---|---|---|---|"]
    rows += [
        f"| {WAYS[way]} | " + " | ".join(f"{max(gap[at], 0):.3f}" for at in (0, 1, 5, 20, 50)) + " |"
        for way, gap in found.items()
    ]
    return "\n".join(rows)


def refined(worst: float) -> str:
    end = (
        "All three end at the best q."
        if worst < 0.1
        else f"Up to {nats(worst)} are left: from this guess a way may end in another optimum."
    )
    return (
        f"From the encoder's guess, on this picture alone. {end} A first step of Adam can worsen a guess that was good: it "
        "has one size for all coordinates, 0.05. That is what semi-amortized inference does: the network guesses, a few "
        "steps refine."
    )


# Train one
UNITS = "Hidden units"
LIVE_TITLE = "Mean ELBO against epochs of an encoder, below the mean log p(x), which does not move."
LIVE_EPOCHS, LIVE_ELBO = "epochs", "mean ELBO, nats"
CEILING_TRAINING, CEILING_HELD_OUT = "ceiling, training ⌁", "ceiling, held-out ⌁"
TRAINING, HELD_OUT = "training", "held-out"


def train(epochs: int) -> str:
    return f"Train it, {epochs} epochs"


def epochs_so_far(count: int, total: int) -> str:
    return f"{count} of {total} epochs"


def learned(epoch: int, training: float, held_out: float, gaps: list[float]) -> str:
    return (
        f"After {epoch} epochs the mean ELBO is {number(training)} on training digits, {number(held_out)} on held-out "
        f"ones: {number(gaps[0])} and {number(gaps[1])} nats below their ceilings. The ceilings do not move: the decoder "
        "is held."
    )


# Collapse
COLLAPSE = (
    "Weigh the KL by β and train decoder and encoder together. A latent dimension is used only if what it tells is worth "
    "its price; past that, q is the prior there, whatever the picture."
)
COLLAPSED = (
    "120 held-out digits; log p(x) by quadrature ⌁, the ELBO with its KL at weight 1. KL 0.000 is not good news: the "
    "dimension says nothing."
)


def train_four(epochs: int) -> str:
    return f"Train four autoencoders, {epochs} epochs each"


def collapsed(found) -> str:
    """A table of `Collapse`s."""
    rows = [
        "| β | KL to the prior by dimension, nats | dimensions used | mean log p(x) | mean ELBO |",
        "|---|---|---|---|---|",
    ]
    for each in found:
        kl = ", ".join(f"{value:.3f}" for value in each.kl)
        rows.append(f"| {each.beta:g} | {kl} | {each.used} | {number(each.log_p)} | {number(each.elbo)} |")
    return "\n".join(rows)


# The linear case
LINEAR = (
    "Gray digits, a linear decoder with Gaussian noise, two latents: probabilistic PCA. A linear encoder has no "
    "amortization gap: the posterior's mean is linear in x and its covariance the same for all."
)
TURN_TITLE = "Mean-field's gap in the linear VAE rises as its latents are turned, up to 45°, and falls again."
TURN, TURN_CURSOR, TURN_TAG = "turn of the latents, degrees", "turn", "{}°"
BETA_TITLE = "What each latent dimension tells falls with β and reaches nothing where the dimension collapses."
BETA, BETA_TAG, KL_TO_PRIOR = "β", "β = {}", "KL to the prior, nats"
FIRST, SECOND = "first", "second"


def turned(degrees: float, gap: float) -> str:
    return (
        f"Turn the latents by {degrees:g}°: log p(x) stays, and mean-field's gap is **{gap:.4f} nats** at every x. At 0° "
        "the columns of the decoder are orthogonal, and it is none."
    )


def tells(beta: float, first: float, second: float, unused_from) -> str:
    return (
        f"At β = {beta:g} the dimensions tell {first:.3f} and {second:.3f} nats. They are unused from β = "
        f"{listed([f'{each:.1f}' for each in unused_from])} on, where β times the noise variance exceeds what they "
        "explain: collapse without any network to blame (Lucas et al., 2019)."
    )


# More draws
IWAE_TITLE = "The importance-weighted bound rises towards log p(x) with the number of draws, by the same q."
IWAE_CEILING, DRAWS, BOUND = "ceiling log p(x) ⌁", "draws K", "bound, nats"


def better_bound(first: float, draws: int, last: float, error: float) -> str:
    return (
        f"With one draw the bound is the ELBO, {nats(first)} below log p(x); with {draws} draws it is {nats(last)} "
        f"(± {error:.3f}) below. **q has not moved**: a better bound, the same guess."
    )


def sets_of_draws(repeats: int) -> str:
    return f"The encoder's guess for this picture; means of {thousands(repeats)} sets of draws, bars: two standard errors."


# The decoder adapts
ADAPTS = (
    "A decoder that was trained by a factorized q's bound has posteriors that a factorized q can say. Train the same "
    "decoder 60 epochs more on log p(x) itself, which two latents allow, and see what the best q then lacks:"
)
ADAPTED = "The evidence rises and the gap with it: **the decoder had adapted to its q** (Cremer, Li & Duvenaud, 2018)."
DECODERS = {"dec": "by the bound of mean-field", "exact": "then by log p(x) itself"}


def blocks_so_far(count: int, total: int) -> str:
    return f"{count} of {total} blocks"


def compared(found: list[tuple[str, float, float]]) -> str:
    """A table: decoder, mean log p(x), mean-field's gap."""
    lines = ["| decoder trained | mean log p(x) ⌁, nats | mean-field's approximation gap ⌁ |", "|---|---|---|"]
    lines += [f"| {DECODERS[name]} | −{abs(log_p):.3f} | {gap:.3f} |" for name, log_p, gap in found]
    return "\n".join(lines)
