"""The words of the lesson, and what it opens with."""

from vizvi.guide import Answered, Chosen, Pressed, Task
from vizvi.lesson import Check, Lesson, Prediction, Sweep, spread

DEFAULT = None  # networks are trained here, and no experiment describes one
LESSON = Lesson(
    slug="amortize",
    title="Guessing posteriors",
    icon=":material/draw:",
    chapter="Models",
    question="What do you lose by guessing posteriors with a network?",
    prediction=Prediction(
        ask="The ELBO of this guess lies below log p(x). Over all digits that the encoder was not trained on, which part of the gap "
        "is larger: the Gaussian family's, or the network's?",
        options=("The family's", "The network's", "Equal"),
        answer="The network's",
        tell="**The network's**: 0.95 nats on average, against 0.12 that no factorized Gaussian could say. On digits it was "
        "trained on, 0.35.",
    ),
    aha="Two debts hide in one gap: what the family cannot say and what the network did not bother to say. Only the second can be "
    "paid picture by picture.",
    notice=(
        "The ceiling log p(x) never moves: encoder, training and q change, the decoder stays.",
        "Train longer, 10 to 1 000 epochs: the amortization gap of held-out digits falls from 3.6 to 0.95 nats, "
        "that of training "
        "digits to 0.35. A larger encoder, 128 units: 0.94 and 0.19. It overfits.",
        "Full-rank instead of mean-field: the approximation gap falls from 0.121 to 0.076 nats, the amortization "
        "gap does not.",
        "Refine one point, and its amortization gap goes to nothing, if the guess lies on the slope of the best q.",
        "A real autoencoder has a hundred latents and a far larger network: neither ceiling nor best q is known there. Refining a "
        "few points bounds its amortization gap from below.",
    ),
    checks=(
        Check(
            "Train the encoder longer. Which gap shrinks?",
            ("The approximation gap", "The amortization gap, of training pictures above all", "Both"),
            "The amortization gap, of training pictures above all",
            "The approximation gap belongs to the family and the decoder: no encoder changes it. And held-out "
            "pictures gain less.",
        ),
        Check(
            "Full-rank instead of mean-field. Which gap shrinks?",
            ("The approximation gap", "The amortization gap", "Both"),
            "The approximation gap",
            "By 0.045 nats here. The network has one number more to guess, and guesses no better.",
        ),
        Check(
            "Refine this one picture's q from the guess. Which gap shrinks?",
            ("The approximation gap", "Its amortization gap, all of it if it reaches the best q", "That of all pictures"),
            "Its amortization gap, all of it if it reaches the best q",
            "Refining moves one q within its family. The network, and with it every other picture, stays as it was.",
        ),
        Check(
            "KL 0.00 in one latent dimension. Good news?",
            ("Yes", "No"),
            "No",
            "The dimension is unused: q is the prior there whatever the picture. That is collapse.",
        ),
        Check(
            "A picture's ELBO lies 1.07 below log p(x), and the best factorized Gaussian 0.12. Would a flow help?",
            ("By 1.07", "By 0.12 at most", "Not at all"),
            "By 0.12 at most",
            "A richer family can pay the approximation gap alone. The rest is the network's guess.",
        ),
        Check(
            "The importance-weighted bound with 50 draws lies 0.19 below log p(x). Is q good now?",
            ("Yes", "No"),
            "No",
            "It is the same q. The bound is better, q is as far from p as before.",
        ),
    ),
    references=(
        "Kingma & Welling (2014), Auto-encoding variational Bayes. ICLR.",
        "Cremer, Li & Duvenaud (2018), Inference suboptimality in variational autoencoders. ICML.",
        "Kim, Wiseman, Miller, Sontag & Rush (2018), Semi-amortized variational autoencoders. ICML.",
        "Burda, Grosse & Salakhutdinov (2016), Importance weighted autoencoders. ICLR.",
        "Higgins et al. (2017), β-VAE. ICLR.",
        "Tipping & Bishop (1999), Probabilistic principal component analysis.",
        "Lucas, Tucker, Grosse & Norouzi (2019), Don't blame the ELBO! NeurIPS.",
        "Alpaydin & Kaynak (1998), Optical recognition of handwritten digits. UCI, doi 10.24432/C50P49, CC BY 4.0.",
    ),
    teacher="**12 minutes.** Ask which gap each of three fixes closes: train longer, full-rank, refine. Vote, reveal, then let "
    "somebody draw an X. Row 419 with full-rank: two modes, and the tilt pays most of it. Row 534: a guess 14.6 "
    "nats off, refined to "
    "nothing. Listen for “the gap means that q is too simple”, for “a bigger encoder closes it” and for “blurry "
    "pictures come from "
    "the Gaussian q”: they come from the decoder's independent pixels. A real autoencoder has a hundred latents "
    "and knows neither "
    "ceiling nor best q; refining a few points bounds its amortization gap from below.",
    guide=(
        Task("Say which gap is larger, the family's or the network's.", Answered("amortize")),
        Task("Draw into the digit.", Chosen("amortize.drawn"), light="key:amortize.pad"),
        Task("Take the full-rank encoder.", Chosen("amortize.family", ("full_rank",))),
        Task("Refine this guess by a few steps.", Chosen("amortize.tab", ("refine",)), light="Refine"),
        Task("Train an encoder yourself.", Pressed("Train it"), light="Train one"),
    ),
)
TABS = {
    "all": "All digits",
    "refine": "Refine",
    "train": "Train one",
    "collapse": "Collapse",
    "linear": "The linear case",
    "iwae": "More draws",
    "adapts": "The decoder adapts",
}
CROSS = "8142241818244281"  # a drawn X
PRESETS = {
    "a 4": {},
    "two modes, full-rank": {"amortize.row": "419", "amortize.family": "full_rank"},
    "refine an 8": {"amortize.row": "534", "amortize.steps": "50", "amortize.tab": "refine"},
    "linear": {"amortize.hidden": "linear"},
    "128 units": {"amortize.hidden": "128", "amortize.tab": "all"},
    "draw an X": {"amortize.drawn": CROSS, "amortize.steps": "50"},
    "collapse": {"amortize.tab": "collapse"},
}
SWEEPS = (
    Sweep("amortize.row", spread(0, 39, 40)),
    Sweep("amortize.epochs", ("10", "100")),
    Sweep("amortize.hidden", ("linear", "128")),
    Sweep("amortize.family", ("full_rank",)),
    Sweep("amortize.tab", tuple(TABS)[1:]),
    Sweep("amortize.steps", ("0", "1", "2", "3", "5", "10", "20", "50"), given={"amortize.tab": "refine"}),
    Sweep("amortize.way", ("exact", "draws"), given={"amortize.tab": "refine"}),
    Sweep("amortize.units", ("64", "linear"), given={"amortize.tab": "train"}),
    Sweep("amortize.beta", ("0.2", "0.5", "1", "2", "3", "5", "8", "12", "16", "20"), given={"amortize.tab": "linear"}),
    Sweep("amortize.turn", spread(0, 90, 19), given={"amortize.tab": "linear"}),
)
