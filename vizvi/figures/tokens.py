"""The colors of the visual language for Plotly and for thumbnails; the browser's own table is shared/tokens.js among the
assets of the canvas, and a test holds them equal."""

TOKENS = {
    "light": {
        "p": "#1565D8", "q": "#B8560B", "forward": "#5E1E57", "elbo": "#00694A", "prior": "#6A6D73", "ink": "#1A1C20",
        "chrome": "#3A4656", "amber": "#8A5A00", "class1": "#8286CA", "class2": "#A5398C", "class3": "#A48A54",
        "class4": "#7C7C7C", "class5": "#722E1A", "class6": "#30423F", "paper": "#FFFFFF",
    },
    "dark": {
        "p": "#5AA2FF", "q": "#F0802F", "forward": "#F7C3EC", "elbo": "#63E6AE", "prior": "#9A9DA3", "ink": "#F2F0EC",
        "chrome": "#B9C2CE", "amber": "#F2C14E", "class1": "#6972CC", "class2": "#D685AC", "class3": "#AFB478",
        "class4": "#EBEAE9", "class5": "#AE684B", "class6": "#238D7D", "paper": "#171614",
    },
}  # fmt: skip
FILL = {"light": 0.22, "dark": 0.28}  # how much of a hue its ground keeps


def hue(tone: str, theme: str) -> str:
    """A tone's hex: a name of the table, "muted" ink, or "mix:0.35" on the way from q's hue to the forward fit's."""
    tokens = TOKENS[theme]
    if tone == "muted":
        return mixed(tokens["ink"], tokens["paper"], 0.28)
    if tone.startswith("mix:"):
        return mixed(tokens["q"], tokens["forward"], float(tone[4:]))
    return tokens[tone]


def mixed(a: str, b: str, share: float) -> str:
    """A hex color between two, channel by channel."""
    pairs = ((int(a[i : i + 2], 16), int(b[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(x + (y - x) * share):02X}" for x, y in pairs)


def faded(color: str, share: float) -> str:
    """A hex color with an opacity."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share:g})"
