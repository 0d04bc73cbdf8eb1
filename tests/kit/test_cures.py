"""A run that cannot work says why, and its button cures it."""

from visit import opened, pictures, revealed


def test_tails_that_cost_everything_are_told_with_a_family_that_works():
    app = revealed(opened("play_1d", **{"play_1d.target": "log_gamma", "play_1d.divergence": "chi2"}))
    assert any("p's tails are exponential, q's Gaussian" in each.value for each in app.markdown)
    assert "play_1d.stage" not in pictures(app)  # refused: no start and no step size helps
    (button,) = [each for each in app.button if each.key == "play_1d.tails.take"]
    app = button.click().run()
    assert app.session_state["play_1d.family"] == "student_t" and not app.exception
    assert not any("p's tails are" in each.value for each in app.markdown) and "play_1d.stage" in pictures(app)


def test_a_learning_rate_that_threw_q_is_lowered_by_its_button():
    query = {"play_2d.target": "gaussian", "play_2d.method.optimizer": "sgd", "play_2d.method.optimizer.rate": "1.0"}
    app = revealed(opened("play_2d", **query))
    assert "a learning rate of 1 is too large here" in pictures(app)["play_2d.stage"][0]["stopped"]["message"]
    (button,) = [each for each in app.button if each.key == "play_2d.slower"]
    app = button.click().run()
    assert app.session_state["play_2d.method.optimizer.rate"] == 0.1 and not app.exception
    assert pictures(app)["play_2d.stage"][0]["stopped"] is None
