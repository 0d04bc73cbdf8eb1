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
    on_wanted: Callable[[], None] | None = None,
):
    """Show one packed message; what the browser says of it is heard by `heard(key, "handles")`, "grips", "guess",
    "step", "wanted".

    Keep `key` the same for a page: a new message then plays on the mounted stage instead of replacing it. A run's header
    may say, besides what `vizvi.picture` puts there:

    - `open`: a prediction is unanswered; the stage waits at step 0, and plays from there once a header no longer says so
    - `play="choice"`: a picture with a new `id` plays from step 0, since the visitor chose it; `autoplay=True`: the first
      one does, too
    - `seq`: the largest one heard; numbers fade and, after some seconds, a lost connection is told until it comes
    - `label`: the picture in words, with `{step}`, `{steps}` and read-outs by their keys; else made from the read-outs
    - `later`: "draws", "steps": parts of the picture that Python tells once "wanted" has asked for them
    - `step`: where a first picture opens; `report_step`: tell every step that is rested on
    """
    changes = {"handles": on_handles, "step": on_step, "grips": on_grips, "guess": on_guess, "wanted": on_wanted}
    return mount_component("stage", 540, message, key, changes)
