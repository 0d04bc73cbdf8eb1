"""Words: settings: each choice of a link, and how the page calls it."""

SIZES = {"1000000": "1 million", "1000": "1 000", "10000": "10 000", "100000": "100 000"}
BATCHES = {"32": "32", "10": "10", "100": "100", "all": "all N"}
SCHEDULES = {"robbins_monro": "shrinking, (t + τ)^−κ", "constant": "constant ρ", "averaged": "constant ρ, averaged"}
PRIORS = {"1": "N(0, 1)", "10": "N(0, 10²)", "flat": "flat"}
MODELS = {"mean": "the mean of a normal", "line": "a line", "logistic": "a logistic curve"}
AXES = {"touched": "data touched", "steps": "steps"}
SIZE, BATCH, SCHEDULE = "Data N", "Minibatch B", "Steps"
DECAY, RATE = "Decay κ", "Step size ρ"
FORGET, FORGET_HELP = "Forget N/B", "Leave out the factor that makes a minibatch stand for all the data."
MODEL, DELAY, PRIOR, SEED = "Model", "Delay τ", "Prior of z", "Seed"
REPLACE, REPLACE_HELP = "With replacement", "Off: each pass deals every point once."
ALONG = "Along the axis"
