"""Numbers as people read them: one rule for prose, tags and tables."""

import math


def number(value: float) -> str:
    """Two decimals under 100, one to 9 999, then thousands; a true minus; never −0.00."""
    if math.isnan(value):
        return "unknown"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    text = f"{size:.2f}" if size < 100 else f"{size:.1f}" if size < 10_000 else f"{size:,.0f}".replace(",", "\u2009")
    return f"−{text}" if value < 0 and float(text.replace("\u2009", "")) else text


def nats(value: float) -> str:
    """A divergence or a bound, with its unit."""
    return "< 0.01 nats" if 0 <= value < 0.005 else f"{number(value)} nats"


def percent(share: float) -> str:
    """A share in whole percents; never 0 or 100 for what is neither."""
    if 0.995 <= share < 1:
        return "> 99 %"
    return "< 1 %" if 0 < share < 0.005 else f"{100 * share:.0f} %"


def share(part: float) -> str:
    """A share in percents with one decimal, where a whole one would hide what it is about."""
    return "unknown" if math.isnan(part) else f"{100 * part:.1f} %"


def share_of(log_share: float) -> str:
    """A share given as its natural logarithm: in whole percents, or as a power of ten where that would say nothing."""
    if log_share > math.log(0.005) or math.isnan(log_share):
        return percent(math.exp(min(log_share, 0.0))) if log_share == log_share else "unknown"
    if log_share == -math.inf:
        return "0"
    digits, power = f"{10 ** (log_share / math.log(10) % 1):.1f}", math.floor(log_share / math.log(10))
    digits, power = ("1.0", power + 1) if digits == "10.0" else (digits, power)
    return f"{digits} × 10{str(power).translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"
