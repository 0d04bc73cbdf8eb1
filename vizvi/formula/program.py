"""A formula as a flat program on a stack: values, or values with their gradient in one pass (forward-mode duals)."""

from typing import NamedTuple

import numpy as np

from vizvi.formula.functions import FUNCTIONS, SIGNS

BLOCK = 2**13  # points at once: what fits in a processor's cache, and a bound on memory
TABLE = FUNCTIONS | SIGNS


class Op(NamedTuple):
    name: str  # number, variable, power, where, or a row of the table
    value: float = 0.0  # of a number, a variable's index, a power's exponent, a comparison's sign (−1 if <)
    count: int = 0  # arguments taken from the stack


class Program(NamedTuple):
    ops: tuple[Op, ...]
    dim: int
    used: frozenset  # which coordinates occur


def evaluate(program: Program, z, slopes: bool = False):
    """Values (...) at z (..., D), or values and gradients (..., D); what has no value is nan."""
    z = np.asarray(z, float)
    flat = z.reshape(-1, program.dim)
    value, grad = np.empty(len(flat)), np.empty(flat.shape if slopes else (0, program.dim))
    with np.errstate(all="ignore"):
        for i in range(0, len(flat), BLOCK):
            part = slice(i, i + BLOCK)
            value[part], slope = _run(program.ops, flat[part].T, slopes)
            for d in range(program.dim if slopes else 0):
                grad[part, d] = 0.0 if slope[d] is None else slope[d]
    value = value.reshape(z.shape[:-1])[()]
    return (value, grad.reshape(z.shape)) if slopes else value


def constant(ops) -> float:
    """The value of ops without a variable."""
    with np.errstate(all="ignore"):
        return float(_run(ops, (), False)[0])


def _run(ops, point, slopes: bool):
    stack, dim = [], len(point)
    for op in ops:
        if op.name == "number":
            stack.append((np.float64(op.value), [None] * dim))
        elif op.name == "variable":
            stack.append((point[int(op.value)], [1.0 if d == op.value else None for d in range(dim)]))
        elif op.name == "where":
            stack[-4:] = [_where(op.value, *stack[-4:], slopes)]
        elif op.name == "power":
            a, slope = stack[-1]
            value = a**op.value
            factor = op.value * a ** (op.value - 1) if slopes and op.value else 0.0
            stack[-1] = (value, [None if each is None else factor * each for each in slope])
        else:
            row, taken = TABLE[op.name], stack[-op.count :]
            arguments = [each[0] for each in taken]
            value = row.value(*arguments)
            slope = [None] * dim
            if slopes:
                for factor, (_, own) in zip(row.partials(value, *arguments), taken, strict=True):
                    slope = [_plus(old, factor, new) for old, new in zip(slope, own, strict=True)]
            stack[-op.count :] = [(value, slope)]
    return stack[-1]


def _plus(old, factor, new):
    """old + factor·new, where None is an exact zero: 0·∞ never arises."""
    if new is None:
        return old
    return factor * new if old is None else old + factor * new


def _where(sign, left, right, then, other, slopes: bool):
    chosen = (left[0] > right[0]) if sign > 0 else (left[0] < right[0])
    if abs(sign) == 2:
        chosen |= left[0] == right[0]
    value = np.where(chosen, then[0], other[0])
    slope = [None] * len(then[1])
    if slopes:
        slope = [
            None if a is None and b is None else np.where(chosen, 0.0 if a is None else a, 0.0 if b is None else b)
            for a, b in zip(then[1], other[1], strict=True)
        ]
    return value, slope
