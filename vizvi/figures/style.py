"""The tokens of the visual language, for both themes, and the layout every Plotly figure shares."""

TOKENS = {
    "light": {
        "p": "#1565D8",
        "q": "#B8560B",
        "forward": "#5E1E57",
        "elbo": "#00694A",
        "prior": "#6A6D73",
        "ink": "#1A1C20",
        "paper": "#FFFFFF",
        "grid": "rgba(26,28,32,0.08)",
    },
    "dark": {
        "p": "#5AA2FF",
        "q": "#F0802F",
        "forward": "#F7C3EC",
        "elbo": "#63E6AE",
        "prior": "#9A9DA3",
        "ink": "#F2F0EC",
        "paper": "#171614",
        "grid": "rgba(242,240,236,0.10)",
    },
}
FILL = {"light": 0.22, "dark": 0.28}  # how much of p's hue its ground keeps


def faded(color: str, share: float) -> str:
    """A hex color with an opacity."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def layout(theme: str, **options) -> dict:
    """Margins, type and axes: 14 px ticks, 16 px titles, a grid that recedes, no legend."""
    ink, grid = TOKENS[theme]["ink"], TOKENS[theme]["grid"]
    axis = {
        "gridcolor": grid,
        "zeroline": False,
        "tickfont": {"size": 14},
        "title": {"font": {"size": 16}},
        "fixedrange": True,
        "automargin": True,
    }
    base = {
        "font": {"family": "Source Sans, Source Sans Pro, sans-serif", "color": ink, "size": 15},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 64, "r": 24, "t": 24, "b": 52},
        "showlegend": False,
        "hovermode": "x unified",
        "xaxis": dict(axis),
        "yaxis": dict(axis),
    }
    for name, value in options.items():
        base[name] = base[name] | value if isinstance(value, dict) and name in base else value
    return base
