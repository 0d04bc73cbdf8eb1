"""Polylines with fewer points: what is left runs where the whole ran."""

import numpy as np
import pytest

from vizvi.polyline import thinned


def distance(points, line):
    start, run = line[:-1], np.diff(line, axis=0)
    share = np.clip(((points[:, None] - start) * run).sum(-1) / np.maximum((run * run).sum(-1), 1e-300), 0, 1)
    return np.linalg.norm(points[:, None] - start - share[..., None] * run, axis=-1).min(axis=1)


@pytest.mark.parametrize("tolerance", [(1e-3, 1e-3), (0.02, 0.2)])
def test_nothing_is_farther_than_the_tolerance(tolerance):
    t = np.linspace(0, 2 * np.pi, 900)
    both = [np.stack([np.cos(t), 5 * np.sin(3 * t)], axis=-1), np.stack([t, np.abs(t - 3)], axis=-1), np.zeros((1, 2))]
    points, lengths = thinned(np.concatenate(both), [900, 900, 1], tolerance)
    assert lengths.sum() == len(points) < 700 and lengths[2] == 1
    for whole, left in zip(both[:2], np.split(points, np.cumsum(lengths)[:-1]), strict=False):
        np.testing.assert_array_equal(left[[0, -1]], whole[[0, -1]])
        assert distance(whole / tolerance, left / np.array(tolerance)).max() <= 1 + 1e-9
        assert {tuple(each) for each in left} <= {tuple(each) for each in whole}


def test_breaks_and_corners_stay():
    line = np.array([[0.0, 0], [1, 0], [2, 0], [3, np.nan], [4, 0], [5, 0], [6, 0], [6, 1], [6, 2], [6, 3]])
    points, lengths = thinned(line, [len(line)], (0.01, 0.01))
    assert lengths.tolist() == [len(points)] and np.isnan(points[:, 1]).sum() == 1
    assert [6.0, 0.0] in points.tolist() and [2.0, 0.0] in points.tolist() and [4.0, 0.0] in points.tolist()


def test_a_stay_is_said_once():
    walk = np.repeat(np.random.default_rng(0).normal(size=(50, 2)), 8, axis=0)
    points, _ = thinned(walk, [400], (1e-6, 1e-6))
    assert len(points) < 130
