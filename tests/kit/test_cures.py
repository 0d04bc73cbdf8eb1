"""A run that cannot work says why, and its button cures it."""

from visit import opened, pictures, revealed


def test_tails_that_cost_everything_are_told_with_a_family_that_works():
    app = revealed(opened("play_1d", **{"play_1d.target": "log_gamma", "play_1d.divergence": "chi2"}))
    assert any("p's tails are exponential, q's Gaussian" in each.value for each in app.markdown)
    assert "play_1d.stage" not in pictures(app)  # refused: no start and no step size helps
    (button,) = [each for each in app.button if each.key == "play_1d.stage.tails.take"]
    app = button.click().run()
    assert app.session_state["play_1d.family"] == "student_t" and not app.exception
    assert not any("p's tails are" in each.value for each in app.markdown) and "play_1d.stage" in pictures(app)


def test_a_learning_rate_that_threw_q_is_lowered_by_its_button():
    query = {"play_2d.target": "gaussian", "play_2d.method.optimizer": "sgd", "play_2d.method.optimizer.rate": "1.0"}
    app = revealed(opened("play_2d", **query))
    assert "a learning rate of 1 is too large here" in pictures(app)["play_2d.stage"][0]["stopped"]["message"]
    (button,) = [each for each in app.button if each.key == "play_2d.stage.slower"]
    app = button.click().run()
    assert app.session_state["play_2d.method.optimizer.rate"] == 0.1 and not app.exception
    assert pictures(app)["play_2d.stage"][0]["stopped"] is None


def test_both_of_a_pair_may_be_thrown():
    knobs = {"target": "logit_beta", "target.a": "100", "target.b": "100", "carry": "0", "steps": "200"}
    rule = {"optimizer": "momentum", "optimizer.rate": "1.0", "estimator": "score_function", "draws": "1"}
    query = knobs | {"method": "gradient"} | {f"method.{name}": value for name, value in rule.items()}
    app = revealed(opened("kl", **{f"kl.{name}": value for name, value in query.items()}))
    assert not app.exception
    _, button = [each for each in app.button if each.key.endswith(".slower")]
    app = button.click().run()
    assert not app.exception and app.session_state["kl.method.optimizer.rate"] < 1
