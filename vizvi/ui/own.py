"""A target of somebody's own in a menu that is not the registry's: it came along in the link."""

from vizvi.targets import Target
from vizvi.ui.session import Session
from vizvi.written import unpacked

OWN = {"own": "Yours"}  # what a link and a menu call it


def own_target(session: Session, key: str, dim: int) -> Target | None:
    """The target that the setting `key` holds as text, a `setting.own_target`; None if there is none."""
    text, made = session[key], session.own(f"made {key}")
    if text and text not in made:
        made.clear()
        try:
            made[text] = unpacked(text, dim)
        except ValueError:  # what a link said wrong has been told
            made[text] = None
    return made.get(text)


def with_own(session: Session, key: str, options: list, own: Target | None, last) -> list:
    """A menu's options with `last` for somebody's own target, if there is one; else the widget `key` goes to the first."""
    if own is not None:
        return [*options, last]
    if session[key] not in options:
        session[key] = options[0]
    return options
