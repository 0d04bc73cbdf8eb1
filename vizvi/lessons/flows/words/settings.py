"""Words: settings of several tabs."""

TARGET = "Target"
ISLANDS = "Islands at ±"
TEMPER = "Temper"
TEMPERED = "Follow p to the power 0.1 at first, p itself from half of the steps on."
SEED = "Seed"
