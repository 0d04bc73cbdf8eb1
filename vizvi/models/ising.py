"""A small grid of magnets that like to agree."""

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from vizvi.member import whole
from vizvi.models.binary import LARGEST, Binary


@dataclass(frozen=True)
class Ising(Binary):
    """log p̃ = coupling Σ sᵢsⱼ over neighbors + field Σ sᵢ with spins s = 2z − 1, free borders (Ising, 1925): without a
    field the truth takes no side, but mean-field must, from coupling 1/λ on, λ the adjacency's largest eigenvalue. Raises
    ValueError for more than 12 spins or numbers that are not finite."""

    coupling: float = 0.5
    field: float = 0.0
    rows: int = 3
    columns: int = 3

    def __post_init__(self):
        for name in ("rows", "columns"):
            object.__setattr__(self, name, whole("Ising", name, getattr(self, name), 1, LARGEST))
        if self.rows * self.columns > LARGEST:
            raise ValueError(
                f"Ising: {self.rows} × {self.columns} spins are too many to enumerate; take at most {LARGEST}."
            )
        for name in ("coupling", "field"):
            if not math.isfinite(getattr(self, name)):
                raise ValueError(f"Ising: {name} is {getattr(self, name)!r}, but must be a finite number.")

    @property
    def names(self):
        return tuple(f"{i + 1},{j + 1}" for i in range(self.rows) for j in range(self.columns))

    @property
    def edges(self):
        return tuple(map(tuple, np.argwhere(np.triu(neighbors(self.rows, self.columns))).tolist()))

    @property
    def critical(self) -> float:
        """The coupling beyond which mean-field takes sides without a field."""
        return 1 / float(np.linalg.eigvalsh(neighbors(self.rows, self.columns)).max())

    @property
    def snake(self):
        """The edges of one chain through all spins, row by row, there and back."""
        order = np.arange(self.rows * self.columns).reshape(self.rows, self.columns)
        order[1::2] = order[1::2, ::-1].copy()
        path = order.ravel().tolist()
        return tuple(pairwise(path))

    @property
    def pairs(self):
        """Every other edge of the snake: neighbors kept together two by two."""
        return self.snake[::2]

    @property
    def lines(self):
        """The edges within rows: one chain a row."""
        return tuple(edge for edge in self.edges if edge[1] == edge[0] + 1)

    def log_prob(self, z):
        s = 2 * np.asarray(z, float) - 1
        bonds = 0.5 * np.einsum("...i,ij,...j->...", s, neighbors(self.rows, self.columns), s)
        return self.coupling * bonds + self.field * s.sum(axis=-1)

    def score(self, z):
        s = 2 * np.asarray(z, float) - 1
        return 2 * (self.coupling * s @ neighbors(self.rows, self.columns) + self.field)


@lru_cache(maxsize=32)
def neighbors(rows: int, columns: int) -> np.ndarray:
    """The adjacency (D, D) of a grid with free borders, read-only."""
    near = np.zeros((rows * columns,) * 2)
    for i in range(rows * columns):
        if (i + 1) % columns:
            near[i, i + 1] = near[i + 1, i] = 1
        if i + columns < rows * columns:
            near[i, i + columns] = near[i + columns, i] = 1
    near.setflags(write=False)
    return near
