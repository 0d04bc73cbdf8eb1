"""Place: where a panel of a board stands on a drawing."""

from dataclasses import dataclass, field

import numpy as np

from vizvi.exports.labels import Room


@dataclass
class Place:
    """A panel on the drawing: its box (x, y, w, h), what its edges mean, and the names that wait to be written."""

    box: tuple
    x: tuple
    y: tuple
    head: float
    room: Room
    names: list = field(default_factory=list)

    def X(self, value):
        return self.box[0] + (np.asarray(value, float) - self.x[0]) / (self.x[1] - self.x[0]) * self.box[2]

    def Y(self, value):
        return self.box[1] + self.box[3] * (1 - (np.asarray(value, float) - self.y[0]) / (self.y[1] - self.y[0]))

    def pixels(self, xy) -> np.ndarray:
        xy = np.asarray(xy, float).reshape(-1, 2)
        return np.stack([self.X(xy[:, 0]), self.Y(xy[:, 1])], axis=-1)

    @property
    def padded(self) -> tuple:
        """Marks may stand half outside of the box."""
        x, y, w, h = self.box
        return x - 8, y - 8, w + 16, h + 16
