"""Samplers: rules that move points until they lie as the target does. One file each; the folder is the registry."""

from typing import NamedTuple

import numpy as np

from vizvi.integrate.special import log_uniform
from vizvi.member import discover


class Move(NamedTuple):
    """What one step did, for all chains."""

    accepted: np.ndarray  # (R,) whether the proposal was taken
    proposal: np.ndarray  # (R, D)
    log_ratio: np.ndarray  # (R,) log of the ratio that the coin is held against
    log_coin: np.ndarray  # (R,) log u; the proposal is taken where log_coin < log_ratio
    path: tuple  # the points (R, D) on the way to the proposal, both ends included


class Sampler:
    """A Markov chain with the target as its resting place; chains (R, D) go together and draw only what `sample` lends."""

    def start(self, target, z) -> tuple:
        """The state before the first step."""
        return ()

    def move(self, target, z, state, draw) -> tuple:
        """(z, state, Move) after one step; `draw(E)` gives standard normals (R, E), row r from chain r's own stream."""
        raise NotImplementedError

    def work(self, target) -> int:
        """Evaluations of the log density or its gradient at one point that one step of one chain takes."""
        raise NotImplementedError

    def supports(self, target) -> str:
        """Empty if the sampler suits the target, else one sentence."""
        return ""


def toss(log_ratio, normals):
    """Whether each chain moves, the log ratio with nan read as impossible, and the log of its coin: (R,) each."""
    log_ratio = np.where(np.isnan(log_ratio), -np.inf, log_ratio)
    log_coin = log_uniform(normals)
    return log_coin < log_ratio, log_ratio, log_coin


SAMPLERS = discover(__name__, Sampler)
