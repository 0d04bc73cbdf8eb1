"""One row a function: its value, and its derivative along each argument as a factor on that argument's own."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from vizvi.integrate.special import LOG_2PI

LARGEST_POWER = 64.0


class Function(NamedTuple):
    count: int  # of arguments
    value: Callable  # (*arguments) -> value
    partials: Callable  # (value, *arguments) -> one factor for each argument


def _sigmoid(a):
    fall = np.exp(-np.abs(a))
    return np.where(a >= 0, 1.0, fall) / (1 + fall)


def _normal(x, mean, sd):
    sd = np.where(sd > 0, sd, np.nan)
    u = (x - mean) / sd
    return -0.5 * u * u - np.log(sd) - 0.5 * LOG_2PI


def _normal_partials(_, x, mean, sd):
    u = (x - mean) / sd
    return -u / sd, u / sd, (u * u - 1) / sd


def _power_partials(v, a, b):
    # Where the base is 0 or less, only whole powers have a value, and none has a slope along its exponent.
    along = np.where(a > 0, v * np.log(np.where(a > 0, a, 1.0)), np.where((a == 0) & (b > 0), 0.0, np.nan))
    return b * a ** (b - 1), along


def _hypot_partials(v, a, b):
    safe = np.where(v > 0, v, 1.0)
    return a / safe, b / safe


def _sinusoid(f):
    # An angle beyond all digits has no sine.
    return lambda a: f(np.where(np.abs(a) < 1e15, a, np.nan))


FUNCTIONS = {
    "exp": Function(1, np.exp, lambda v, a: (v,)),
    "log": Function(1, np.log, lambda v, a: (np.where(a >= 0, 1 / a, np.nan),)),
    "sqrt": Function(1, np.sqrt, lambda v, a: (0.5 / v,)),
    "abs": Function(1, np.abs, lambda v, a: (np.sign(a),)),
    "sin": Function(1, _sinusoid(np.sin), lambda v, a: (np.cos(a),)),
    "cos": Function(1, _sinusoid(np.cos), lambda v, a: (-np.sin(a),)),
    "tan": Function(1, _sinusoid(np.tan), lambda v, a: (1 + v * v,)),
    "atan": Function(1, np.arctan, lambda v, a: (1 / (1 + a * a),)),
    "log1p": Function(1, np.log1p, lambda v, a: (np.where(a >= -1, 1 / (1 + a), np.nan),)),
    "expm1": Function(1, np.expm1, lambda v, a: (np.exp(a),)),
    "sigmoid": Function(1, _sigmoid, lambda v, a: (v * _sigmoid(-a),)),
    "softplus": Function(1, lambda a: np.maximum(a, 0) + np.log1p(np.exp(-np.abs(a))), lambda v, a: (_sigmoid(a),)),
    "min": Function(2, np.minimum, lambda v, a, b: (a <= b, a > b)),
    "max": Function(2, np.maximum, lambda v, a, b: (a >= b, a < b)),
    "logaddexp": Function(2, np.logaddexp, lambda v, a, b: (np.exp(a - v), np.exp(b - v))),
    "hypot": Function(2, np.hypot, _hypot_partials),
    "normal": Function(3, _normal, _normal_partials),
}
# What signs stand for; "where" and powers of a constant are the program's own.
SIGNS = {
    "+": Function(2, np.add, lambda v, a, b: (1.0, 1.0)),
    "-": Function(2, np.subtract, lambda v, a, b: (1.0, -1.0)),
    "*": Function(2, np.multiply, lambda v, a, b: (b, a)),
    "/": Function(2, np.divide, lambda v, a, b: (1 / b, -v / b)),
    "neg": Function(1, np.negative, lambda v, a: (-1.0,)),
    "^": Function(2, np.power, _power_partials),
}
CONSTANTS = {"pi": math.pi, "π": math.pi, "e": math.e, "inf": math.inf}
VARIABLES = {
    1: {"x": 0, "z": 0},
    2: {"x": 0, "y": 1, "z1": 0, "z2": 1, "z₁": 0, "z₂": 1},
}
SHOWN = {1: "x", 2: "x, y"}
