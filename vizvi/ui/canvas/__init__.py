"""The two canvas components: a stage plays an optimizer's trajectory, a board has axes one can grab."""

from vizvi.figures.pack import pack, unpack
from vizvi.ui.canvas.board import board
from vizvi.ui.canvas.mount import heard, mount_aside, token
from vizvi.ui.canvas.stage import stage

__all__ = ["board", "heard", "mount_aside", "pack", "stage", "token", "unpack"]
