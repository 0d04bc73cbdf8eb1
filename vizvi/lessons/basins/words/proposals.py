"""Words: Which q is better, and remedies."""

from vizvi.format import nats, number, percent, share_of

# Which q is better?
PROPOSAL_HEADER = "| | q | KL(q‖p) | p's mass inside q's 95 % | true ESS | ESS its draws report | k̂ they report |"
NO_PROPOSAL = "None of these is a proposal for averages over p, whatever its own draws report."
WARNS = (
    "k̂ warns here, since a few of its draws still stray toward the other bump. Pull the bumps apart to d = 4: the "
    "warning is gone, and the true ESS is smaller still."
)
NO_WARNING = "Nothing in its own draws warns of a q on one bump: no diagnostic sees a mode that q never visits."


def two_ways(kl: float, covered: float, worth: float, widest_kl: float, widest_worth: float) -> str:
    return (
        f"The lowest KL, {nats(kl)}, belongs to a q that holds {percent(covered)} of p and is worth "
        f"{share_of(worth)} as a proposal; the q at {nats(widest_kl)} is worth {share_of(widest_worth)}. "
        "Which is better depends on the job: the shape of one mode, or averages over all of p."
    )


def how_judged(users: int, draws: str, usable: float) -> str:
    return (
        "KL, p's mass and true ESS are exact and known only here ⌁. True ESS: 1/∫p²/q, as a share of the draws. Reported: "
        f"the median of {users} users, each with {draws} draws of q, and what nine in ten of them see; k̂ should be "
        f"below {usable:.1f}."
    )


def spread(middle: str, lo: str, hi: str) -> str:
    return f"{middle} ({lo} to {hi})"


# Remedies
PLAIN = "A plain run"
ANNEALED = "Annealing"
RESTARTS = "Best of ten restarts"
MIXTURE = "A mixture of two"
FITTING = "Fitting four times over …"
REMEDY_HEADER = "| | ends at | KL(q‖p) | p's mass inside q's 95 % | true ESS | evaluations of log p |"
ANNEALING = (
    "**Annealing** starts with log p times β = 0.1 and raises β to 1 in ten stages. At first there is one valley, so "
    "the start hardly matters; then it follows that valley, which at equal weights goes on covering both bumps. **Ten "
    "restarts** keep the highest ELBO: they buy the deepest valley found, not a wider q. **A mixture of two** can hold "
    "both bumps if its components start apart: try a start with a large sd, then a small one on one bump."
)


def ends_at(mean: float, sd: float) -> str:
    return f"mean {number(mean)}, sd {number(sd)}"


def how_fitted(steps: int) -> str:
    return (
        f"All with Adam at 0.05, 64 draws and {steps} steps (annealing: per stage) that shrink to nothing. "
        "Each draw evaluates log p and its gradient once; choosing among restarts takes 1 000 more draws for each. KL, p's "
        "mass and true ESS are known only here ⌁."
    )
