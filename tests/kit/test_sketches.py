"""Every name that a menu of members may show has a sketch."""

import pytest
from visit import opened

from vizvi.ui.sketches import _menus


@pytest.mark.parametrize("dim", (1, 2))
def test_no_name_of_a_menu_goes_without(dim):
    menus = {each.label: each.options for each in opened(f"play_{dim}d").selectbox}
    for menu, sketches in _menus(dim).items():
        assert len(menus[menu]) > 1 and set(menus[menu]) <= set(sketches)
        assert all(path.startswith("M") for sketch in sketches.values() for _, path in sketch)
