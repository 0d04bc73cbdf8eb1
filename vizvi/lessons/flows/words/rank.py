"""Words: rank of a covariance."""

from vizvi.format import nats
from vizvi.lessons.flows.words.sheet import KL

RANK_MODEL = (
    "In many dimensions a full covariance has too many numbers to learn, and mean-field forgets every correlation. "
    "Between the two: q = N(m, D + UUᵀ), D diagonal and U of a few columns, its **rank**. For a Gaussian p in 40 "
    "dimensions the best one of each rank can be computed, and its KL is known in closed form."
)
A_GAUSSIAN = "A Gaussian p with"
COVARIANCES = {
    "smooth": "a smooth curve at 40 places",
    "common": "one common factor, all correlations 0.7",
    "factors": "four factors and noise",
}
RANK = "rank of U"


def ranks(dimensions: int, mean_field: float, rank: int, kl: float) -> str:
    return f"{dimensions} dimensions: rank 0, mean-field, is {nats(mean_field)} from p; rank {rank} is {nats(kl)}."


def of_rank(rank: int) -> str:
    return f"{KL}, rank {rank}"


def rank_of(rank: int, most: int) -> str:
    return f"Rank {rank} of {most} …"


def narrowest(told: str, numbers: int, full: int, best: str, narrow: str) -> str:
    return (
        f"{told} It has {numbers} numbers, a full covariance {full}. Its narrowest sd is {best} of p's, "
        f"mean-field's {narrow}."
    )
