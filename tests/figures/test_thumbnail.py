import numpy as np
import pytest

from vizvi.figures.thumbnail import thumbnail
from vizvi.targets import TARGETS


@pytest.mark.parametrize("slug", TARGETS)
def test_thumbnails_are_whole(slug):
    target = TARGETS[slug]()
    opacity = thumbnail(target, "light")[..., 3]
    assert opacity.max() > 200
    if target.dim == 2:
        edge = np.concatenate([opacity[0], opacity[-1], opacity[:, 0], opacity[:, -1]])
        assert edge.max() < 20
