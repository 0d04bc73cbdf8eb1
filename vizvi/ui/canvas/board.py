"""The board: a canvas component for axes one can grab: a line, a start, data points, paths."""

from collections.abc import Callable

from vizvi.ui.canvas.mount import mount_component


def board(
    message: bytes,
    *,
    key: str,
    on_cursor: Callable[[], None] | None = None,
    on_start: Callable[[], None] | None = None,
    on_points: Callable[[], None] | None = None,
    on_path: Callable[[], None] | None = None,
):
    """Show one message of type "board", packed by `pack`; what the hand does is heard by `heard(key, "cursor")`, "start",
    "points", "path".

    Each is None until touched, then a dict with `seq`, `released` and `value` (a number, [x, y]) or `index` (of a point or
    a path). Put the largest `seq` seen into the next header: it tells the browser that it has been answered. Keep `key`
    the same for a page: a new message then redraws the mounted board instead of replacing it.
    """
    changes = {"cursor": on_cursor, "start": on_start, "points": on_points, "path": on_path}
    return mount_component("board", 400, message, key, changes)
