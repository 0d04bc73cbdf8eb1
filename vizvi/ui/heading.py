"""What a page asks of a stage's header in its own words."""

from vizvi.picture import Picture
from vizvi.ui.formula import formula


def thermometer(shown: Picture) -> dict:
    """The ELBO as a level under the evidence as a ceiling, on a scale that leaves room for a bad q."""
    top = float(shown.arrays["log_z"][0])
    return {"floor": top - 4.5, "top": top + 0.4, "level": "elbo", "ceiling": "log_z", "label": "ELBO"}


def named(header: dict) -> dict:
    """The header with log Z called what the page calls it: `evidence`, if it says so."""
    header = dict(header)
    if not (name := header.pop("evidence", "")):
        return header
    tiles = [each | {"label": name} if each["key"] == "log_z" else each for each in header["readouts"]]
    tiles = [each | {"hint": each["hint"].replace("log Z", name)} for each in tiles]
    header |= {"readouts": tiles, "formula": formula(len(header["formula"]["tabs"]) > 2, name)}
    for part in ("trace", "thermometer"):
        if header.get(part):
            header[part] = header[part] | {"ceiling_label": name}
    if (header.get("trace") or {}).get("other"):
        header["trace"]["other"] = header["trace"]["other"] | {"ceiling_label": name}
    return header
