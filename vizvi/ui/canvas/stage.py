"""The stage: a canvas component that plays an optimizer's trajectory in the browser."""

from collections.abc import Callable

from vizvi.ui.canvas.mount import mount_component


def stage(
    message: bytes,
    *,
    key: str,
    on_handles: Callable[[], None] | None = None,
    on_step: Callable[[], None] | None = None,
    on_grips: Callable[[], None] | None = None,
    on_guess: Callable[[], None] | None = None,
):
    """Show one packed message; the result has `.handles`, `.grips` and `.guess` (dicts once touched) and `.step`.

    Keep `key` the same for a page: a new message then plays on the mounted stage instead of replacing it.
    """
    changes = {"handles": on_handles, "step": on_step, "grips": on_grips, "guess": on_guess}
    return mount_component("stage", 540, message, key, changes)
