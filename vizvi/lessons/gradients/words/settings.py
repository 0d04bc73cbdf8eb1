"""Words: settings of several parts, and how links call their choices."""

TARGETS = {"normal": "N(0, 1)", "bumps": "two bumps at ±2", "skew": "log-gamma", "heavy": "Student t"}
BASELINES = {"none": "none", "mean": "the mean cost", "leave-one-out": "the other draws"}
TABS = {"one": "One gradient", "runs": "Runs", "sweep": "Step sizes", "bits": "Discrete latents"}
WAYS = {"reparam": "reparameterization", "score_function": "score function", "sticking_the_landing": "sticking the landing"}
TARGET_P = "Target p"
MEAN_OF_Q = "q's mean"
SD_OF_Q = "q's sd"
ADDED = "Added to log p̃"
BASELINE = "Baseline of the score"
DRAWS = "Draws S a gradient"
SEED = "Seed"
ESTIMATORS = "Estimators"


def ways_asked(ways: str) -> str:
    return f"one or more of {ways} between dots"
