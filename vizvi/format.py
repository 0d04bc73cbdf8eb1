"""Numbers as people read them: one rule for prose, tags, axes and tables. The browser has the same (`shared/format.js`);
one table of cases tests both."""

import math
from decimal import ROUND_HALF_UP, Decimal

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float) -> str:
    """Two decimals under 100, one under 1 000, then none: never more than four digits, with thin spaces between thousands;
    a true minus; never −0.00.

    >>> number(-0.004), number(-1.5), number(123.45), number(54321.0)
    ('0.00', '−1.50', '123.5', '54\u2009320')
    """
    if math.isnan(value):
        return "unknown"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    if size >= 1e7:
        text = _power(size)
    elif size < 999.95:
        text = _fixed(size, 2 if size < 99.995 else 1)
    else:
        digits = max(0, math.floor(math.log10(size)) - 3)
        rounded = int(_fixed(size / 10**digits, 0)) * 10**digits
        text = thousands(rounded)
    return f"−{text}" if value < 0 and text.strip("0.") else text


def bound(error: float) -> str:
    """An error, rounded up to one digit: "0.004", "3·10⁻⁹"."""
    if not 0 < error < math.inf:
        return "0" if error == 0 else number(error)
    power = math.floor(math.log10(error) + 1e-12)
    rounded = math.ceil(error / 10**power - 1e-9) * 10.0**power
    if rounded >= 9.5e-4:
        return f"{rounded:.12g}" if rounded < 1 else number(rounded).removesuffix(".00")
    return _power(rounded).replace(".0·", "·")


def thousands(count: int) -> str:
    """A whole number as it is, with thin spaces between thousands."""
    return f"{count:,}".replace(",", "\u2009").replace("-", "−")


def fixed(value: float, digits: int) -> str:
    """With so many decimals, where `number` has too few."""
    text = _fixed(abs(value), digits)
    return f"−{text}" if value < 0 and text.strip("0.") else text


def short(value: float) -> str:
    """As an axis has it: no more digits than it needs."""
    text = f"{abs(value):,.10g}".replace(",", "\u2009")
    return f"−{text}" if value < 0 else text


def _fixed(size: float, digits: int) -> str:
    """Rounded where a browser rounds: a half goes up."""
    return str(Decimal(size).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def _unsigned_zero(text: str) -> str:
    """Digits with a true minus, which nothing that is all zeros has."""
    return text.replace("-", "−" if text.strip("-0.") else "")


def _power(size: float) -> str:
    power = math.floor(math.log10(size) + 1e-12)
    digits = _fixed(size / 10**power, 1)
    digits, power = ("1.0", power + 1) if digits == "10.0" else (digits, power)
    return f"{digits}·10{str(power).translate(_RAISED)}"


def nats(value: float) -> str:
    """A divergence or a bound, with its unit."""
    return "< 0.01 nats" if 0 <= value < 0.005 else f"{number(value)} nats"


def tiny(value: float) -> str:
    """A divergence that two decimals can't tell from nothing; else empty."""
    return "< 0.01" if -5e-4 < value < 0.005 else ""


def percent(share: float) -> str:
    """A share in whole percents; never 0 or 100 for what is neither."""
    if 0.995 <= share < 1:
        return "> 99 %"
    return "< 1 %" if 0 < share < 0.005 else f"{_unsigned_zero(f'{100 * share:.0f}')} %"


def share(part: float) -> str:
    """A share in percents with one decimal, where a whole one would hide what it is about."""
    return "unknown" if math.isnan(part) else f"{_unsigned_zero(f'{100 * part:.1f}')} %"


def share_of(log_share: float) -> str:
    """A share given as its natural logarithm: in whole percents, or as a power of ten where that would say nothing."""
    if log_share > math.log(0.005) or math.isnan(log_share):
        return percent(math.exp(min(log_share, 0.0))) if log_share == log_share else "unknown"
    if log_share == -math.inf:
        return "0"
    digits, power = f"{10 ** (log_share / math.log(10) % 1):.1f}", math.floor(log_share / math.log(10))
    digits, power = ("1.0", power + 1) if digits == "10.0" else (digits, power)
    return f"{digits} × 10{str(power).translate(_RAISED)}"


def listed(words: list[str]) -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
