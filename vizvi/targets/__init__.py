"""Targets: the posteriors that variational inference tries to follow. One file each; the folder is the registry."""

from typing import ClassVar

import numpy as np

from vizvi.member import central, discover


class Target:
    """A density over one or two coordinates, with its score and the nodes that integrate over its mass."""

    dim: ClassVar[int] = 2
    window: ClassVar[tuple] = ((-8.0, 8.0), (-8.0, 8.0))  # where to look: the axes, fixed
    names: ClassVar[tuple[str, ...]] = ("z₁", "z₂")
    precision: ClassVar[float] = float(np.finfo(float).eps)  # relative, of log p: what rounding leaves of it

    @property
    def length(self) -> float:
        """A length on which p changes, the unit of steps that differences take."""
        return min(1.0, *(np.ptp(self.window, axis=-1) / 16).tolist())

    def log_prob(self, z: np.ndarray) -> np.ndarray:
        """Log density (nats) with every constant it claims to carry: (..., D) -> (...)."""
        raise NotImplementedError

    def score(self, z: np.ndarray) -> np.ndarray:
        """∇ log p(z): (..., D) -> (..., D)."""
        return central(self.log_prob, z)

    def conditional(self, z: np.ndarray, k: int, noise: np.ndarray) -> np.ndarray:
        """A draw of coordinate k given the others of z from three standard normals: (..., D), (..., 3) -> (...); without
        it the target has no Gibbs sampler."""
        raise NotImplementedError

    def parts(self, z: np.ndarray) -> dict[str, np.ndarray]:
        """Log densities that log_prob is the sum of, by name ("prior", "likelihood"), each (...); none by default."""
        return {}

    def grips(self) -> tuple[dict, ...]:
        """Where a hand can take hold of p on the stage, and which knob that moves; nowhere by default."""
        return ()

    def nodes(self):
        """Points that integrate over p's mass, as `vizvi.integrate.nodes.Nodes`; a fine grid over the window and beyond."""
        from vizvi.integrate.box import window_nodes

        return window_nodes(self)

    @property
    def log_z(self) -> float:
        """Log normalizer, nats: the log evidence of a posterior. From the nodes unless a closed form replaces it."""
        from vizvi.integrate.truth import truth

        return truth(self).log_z

    @property
    def log_z_error(self) -> float:
        """How far log_z may be off, nats; 0 for a closed form."""
        from vizvi.integrate.truth import truth

        return truth(self).log_z_error


def grip(key: str, knobs: dict, value: float, at, axis: str, per: float, step: float, across=None) -> dict:
    """A handle on p: the knob it moves, where it sits, and how far a drag along its axis moves the knob.

    across: the grip that a drag the other way moves, as (key, per): a hand that pulls a bump sideways means the bump."""
    knob = knobs[key]
    name = f"{key.capitalize()} of p"
    return {"key": key, "label": name, "lo": knob.lo, "hi": knob.hi, "value": value, "at": list(at), "axis": axis} | {
        "per": per,
        "step": step,
        **({"across": across} if across else {}),
    }


TARGETS = discover(__name__, Target)
