"""The layout every Plotly figure shares."""

from vizvi.figures.tokens import FILL, TOKENS, faded

__all__ = ["FILL", "GRID", "NEUTRAL", "TOKENS", "faded", "inked", "keyed", "layout", "signed"]

# A figure is made for one theme, but the theme may change while the page is open. Text takes the page's own color;
# rules and dots are of a gray that stands out by 4:1 from both backgrounds.
NEUTRAL = "#7B7A78"
GRID = "rgba(123,122,120,0.2)"
_OPEN, _CLOSE = '<span style="color:currentColor">', "</span>"


def inked(text: str) -> str:
    """Text of a figure in the color of the page's own text, which follows the theme."""
    return f"{_OPEN}{text}{_CLOSE}"


def keyed(text: str, color: str) -> str:
    """Text that belongs to a line: a piece of the line, then words that stay readable if the theme changes."""
    return f'<span style="color:{color}"><b>—</b></span> {inked(text)}'


def signed(text: str) -> str:
    """A number with a true minus."""
    return text.replace("-", "−")


def layout(theme: str, **options) -> dict:
    """Margins, type and axes: 14 px ticks, 16 px titles, a grid that recedes, no legend. An axis' title is a string."""
    axis = {
        "gridcolor": GRID,
        "zeroline": False,
        "tickfont": {"size": 14},
        "tickprefix": _OPEN,
        "ticksuffix": _CLOSE,
        "fixedrange": True,
        "automargin": True,
    }
    base = {
        "font": {"family": "Source Sans, Source Sans Pro, sans-serif", "color": NEUTRAL, "size": 15},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hoverlabel": {"bgcolor": TOKENS[theme]["paper"], "font": {"color": TOKENS[theme]["ink"]}},
        "margin": {"l": 64, "r": 24, "t": 24, "b": 52},
        "showlegend": False,
        "hovermode": "x unified",
        "xaxis": dict(axis),
        "yaxis": dict(axis),
    }
    for name, value in options.items():
        if name in ("xaxis", "yaxis"):
            title = {"title": {"text": inked(value["title"]), "font": {"size": 16}}} if "title" in value else {}
            value = base[name] | value | title
        base[name] = value
    return base
