"""Words: the thread between two rooms."""

from vizvi.format import number, percent

BEST_LAYER = "one planar layer, the best"
STEEPEST = "steepest slope"
BETWEEN = "mass between"
MADE_OF = "made of the base’s"
RATIO_AT_0 = "log q/p at 0"
NATS = "nats"
DENSITY = "density"
LOG_RATIO = "log q/p"
ONE_LAYER = "q: one planar layer"


def exact_map(slope: float) -> str:
    return f"the exact map: {number(slope)}"


def own(share: float) -> str:
    return f"p's own: {percent(share)}"


def drawn_out(reach: float) -> str:
    return f"sds, drawn out to ± {reach:g}"


def any_map(slope: float, least: float, exact: float) -> str:
    return (
        f"**Any** map with slopes up to {number(slope)} leaves at least {percent(least)} between two such islands "
        f"(Gaussian isoperimetry). To have p itself, its slope at 0 must be exp(d²/2) = {number(exact)}."
    )


def thread(separation: float, kl: float, ratio: float) -> str:
    return f"Islands at ±{separation:g}: KL {kl:.4f} nats; on the thread log q/p is {ratio:.2f}."
