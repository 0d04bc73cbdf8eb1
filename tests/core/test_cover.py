"""The cover of pairs: whole, small, and the same every time."""

from itertools import combinations, product

import pytest
from cover import pairwise, widened


@pytest.mark.parametrize("sizes", [(3, 4), (2, 2, 2), (17, 4, 4, 3), (1, 5)])
def test_every_pair_is_met_by_few_cases(sizes):
    cases = [case for case in product(*map(range, sizes)) if sum(case) % 5 != 4]  # some combinations do not exist
    kept = [cases[k] for k in pairwise(cases)]
    met = lambda some: {(i, c[i], j, c[j]) for c in some for i, j in combinations(range(len(c)), 2)}
    assert met(kept) == met(cases)
    two = sorted(sizes)[-2:]
    assert len(kept) <= 1.5 * two[0] * two[1] + 2
    assert pairwise(cases) == pairwise(list(cases))


def test_what_no_pair_needs_is_wide():
    cases = list(product(range(3), range(3), range(3)))
    params = widened([pytest.param(case, id=str(case)) for case in cases], cases)
    wide = [each for each in params if any(mark.name == "wide" for mark in each.marks)]
    assert len(params) == 27 and 27 - len(wide) == len(pairwise(cases)) < 14
