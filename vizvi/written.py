"""Targets that somebody typed, drew or pasted: what a link calls them, as one text, and as a line of Python."""

from urllib.parse import parse_qsl, urlencode

from vizvi.formula import Typed
from vizvi.models.drawn import Drawn
from vizvi.models.pasted import Pasted
from vizvi.targets import Target

WRITTEN = {"formula": Typed, "drawn": Drawn, "pasted": Pasted}  # their names in a link, which holds their text
MOST_WRITTEN = 4000  # characters: browsers and chats cut longer addresses
IMPORTS = {
    "formula": "",
    "drawn": "from vizvi.models.drawn import drawn",
    "pasted": "from vizvi.models.pasted import pasted",
}


def kind_of(target) -> str | None:
    """What a target that somebody wrote is called in a link; None for any other."""
    return next((kind for kind, cls in WRITTEN.items() if type(target) is cls), None)


def packed(target: Target) -> str:
    """A written target as one text, for a page that keeps it in a setting of its own; `unpacked` is the way back.

    Raises ValueError for any other target, and for data that are too long for a link."""
    if (kind := kind_of(target)) is None:
        raise ValueError("packed: only a target that somebody typed, drew or pasted is its text.")
    text = urlencode({"kind": kind} | target.written())
    if len(text) > MOST_WRITTEN:
        raise ValueError("These data are too long for a link: share the text itself.")
    return text


def unpacked(text: str, dim: int | None = None) -> Target:
    """The target that a packed text is. Raises ValueError if it is none, or none of `dim` dimensions."""
    if not isinstance(text, str) or len(text) > MOST_WRITTEN:
        raise ValueError("unpacked: the text of a target is too long, or no text.")
    given = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=20))
    if (kind := given.pop("kind", "")) not in WRITTEN:
        raise ValueError("unpacked: this is no target that somebody typed, drew or pasted.")
    target = WRITTEN[kind].read(given)
    if dim is not None and target.dim != dim:
        raise ValueError(f"unpacked: the target has {target.dim} dimensions, but must have {dim}.")
    return target


def call(target: Target) -> tuple[str, str]:
    """A line of imports, empty if `import vizvi` is enough, and the call that makes a written target again."""
    kind, told = kind_of(target), target.written()
    if kind == "formula":
        window = f", window={target.window!r}" if "window" in told else ""
        return IMPORTS[kind], f"vizvi.formula({target.text!r}, {target.dim}{window})"
    if kind == "drawn":
        return IMPORTS[kind], f"drawn({list(target.points)!r})"
    x = f"[{told['x']}]" if "x" in told else None
    knobs = f"prior_sd={target.prior_sd!r}, noise={target.noise!r}, center={target.center!r}"
    return IMPORTS[kind], f"pasted({target.template!r}, {x}, [{told['y']}], {knobs})"
