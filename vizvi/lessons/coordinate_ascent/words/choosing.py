"""Words: How many components?"""

HOW_MANY = "How many components? K from 1 to 8"
LIMIT_NAME = "EM as the limit of VB"
QUARTER = "Four times the data, a quarter of the distance."


def so_far(count: int, most: int, alpha: float) -> str:
    return f"K = {count} of {most}; the best of 3 starts each, standard units, α₀ = {alpha:g}."


def peak(rises: bool, plain: int, full: int, copies: str) -> str:
    """Where the ELBO is highest, without log K! and with it. copies: why they may differ."""
    likely = "rises with every K" if rises else "rises with K, as far as these starts found it"
    text = f"EM's likelihood {likely}. The ELBO is highest at **K = {plain}**; with log K! added"
    return f"{text}, too." if full == plain else f"{text}, at **K = {full}**. {copies}"


def distances(times: tuple[int, ...], apart: list[float]) -> str:
    """A table: how far VB's means are from EM's when every eruption counts so many times."""
    return (
        f"| r | {' | '.join(map(str, times))} |\n{'|---' * (1 + len(times))}|\n"
        f"| largest distance of VB's means from EM's, in sds | {' | '.join(f'{each:.4f}' for each in apart)} |"
    )
