"""Words: Settings."""

FAMILIES = {"mean_field": "mean-field", "full_rank": "full-rank"}
WAYS = {"natural": "natural gradient", "exact": "Adam, exact gradient", "draws": "Adam, 64 draws"}
ROW, ROW_HELP = "Digit, row", "Every fifth, 4, 9, 14, …, is held out."
ENCODER = "Encoder, hidden units"
EPOCHS = "Epochs of training"
Q = "q"
STEPS, STEPS_HELP = "Refine, steps", "From the guess, on this picture's own ELBO."
WAY = "Refine by"
A_PICTURE = "16 hexadecimal characters"
