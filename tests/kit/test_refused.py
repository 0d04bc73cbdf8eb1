"""A method that only finds out while it runs that it cannot: the page says so, and another method is one press away."""

import pytest
from visit import opened, pictures, revealed


@pytest.mark.parametrize("page", ["kl", "play_2d"])
def test_a_run_that_refuses_is_told_in_place_of_its_picture(page):
    app = revealed(opened(page, **{f"{page}.target": "ring", f"{page}.family": "full_rank", f"{page}.method": "laplace"}))
    assert not app.exception
    assert "no curvature at its mode" in "".join(each.value for each in app.warning)
    next(each for each in app.button if each.label == "Use the stochastic gradient").click().run()
    assert not app.exception and not app.warning and pictures(app)
