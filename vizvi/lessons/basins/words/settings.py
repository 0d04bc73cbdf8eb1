"""Words: settings of both pages."""

TABS = {
    "better": "Which q is better?",
    "noise": "Can noise save you?",
    "remedies": "Remedies",
    "plane": "Two dimensions",
}
SHAPES = {
    "three_modes": "Three modes",
    "two_modes": "Two modes on an axis",
    "diagonal": "Two modes on the diagonal",
}
KINDS = {"full_rank": "Full-rank", "mean_field": "Mean-field"}


def start_is(given: str, mean: float, log_sd: float) -> str:
    return f"Start is {given}, but must be a mean within ±{mean:g} and a log sd within ±{log_sd:g}."
