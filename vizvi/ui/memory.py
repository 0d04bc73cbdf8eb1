"""Memory: what a session keeps of one page between two runs; lives in Streamlit's session state."""

from dataclasses import dataclass, field

from vizvi.experiment import Experiment


@dataclass
class Memory:
    """What has been read, set, heard and answered on a page since it was first opened."""

    query: dict | None = None  # the address as it was last read or written
    experiment: Experiment | None = None
    values: dict = field(default_factory=dict)  # settings by their link keys
    knobs: dict = field(default_factory=dict)  # widgets of experiments by their keys, those that are away too
    notices: list = field(default_factory=list)
    step: int | None = None
    start: tuple = ()
    heard: dict = field(default_factory=dict)  # (chart, kind) -> the last message that was answered
    answers: dict = field(default_factory=dict)  # question -> what was predicted
    recalled: bool = False  # the browser's tab has told what it remembers
    holding: bool = False
    asked_for_rerun: bool = False
    arrived: float = 0.0  # when the page was opened, by this process's clock
    opened_with: dict = field(default_factory=dict)  # widgets' values then
    fresh: bool = False  # the address has just been read
    own: dict = field(default_factory=dict)  # what a part of the page keeps for itself
    link: dict = field(default_factory=dict)  # every setting as text, as the page last closed
