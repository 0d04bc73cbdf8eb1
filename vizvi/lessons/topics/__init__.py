"""The words of the lesson, and what it opens with."""

from vizvi.guide import Answered, Chosen, Task, Tried
from vizvi.lesson import Check, Lesson, Prediction, Sweep, spread

DEFAULT = None  # nothing is fitted here that an experiment could describe
LESSON = Lesson(
    slug="topics",
    title="Topics",
    icon=":material/grid_view:",
    chapter="Models",
    question="Can 25 pixels teach you topic models?",
    prediction=Prediction(
        ask="Ten bars, rows and columns, wrote these documents: below, ten topics find all ten. Give the model **four** topics only. What will they be?",
        options=("Four of the ten bars", "Crosses and blocks", "Noise"),
        answer="Crosses and blocks",
        tell="With K = 4 they are **crosses and blocks**: two or three bars merged into one topic, 9 or 13 pixels each, and none of the ten bars alone.",
    ),
    aha="Topics are a compromise of co-occurrence; their order and names are yours, not the model's. And among seeds the bound knows best.",
    notice=(
        "Six topics: four crosses and two bars. Ten: ten bars. Twenty: ten bars and crumbs, about 15 topics if "
        "small ones count less.",
        "Bound and held-out bound are both highest at K = 10, the number that wrote the corpus, and at α = 0.3, "
        "the α that did.",
        "Not every seed finds all ten bars. The seed with the best bound did in every corpus that was tried.",
    ),
    checks=(
        Check(
            "Three bars wrote document 11. With K = 10, how many topics does q give it, if small ones count less?",
            ("One", "Three or four", "Ten"),
            "Three or four",
            "3.5 effective topics, exp of the entropy of its shares; what wrote it, 3.3. Every topic keeps a little: α is a prior of "
            "0.3 words for each.",
        ),
        Check(
            "Two seeds, the same bound, the topics in another order. Two answers?",
            ("Yes", "No"),
            "No",
            "A topic's number means nothing: match topics by what they say. It is one optimum, written down twice.",
        ),
        Check(
            "Two seeds whose bounds are 8 nats apart. Two answers?",
            ("Yes", "No"),
            "Yes",
            "Renumbering topics leaves the bound as it is. Where bounds differ, coordinate ascent has ended in "
            "two optima; keep the higher.",
        ),
        Check(
            "K = 20 “found 20 topics”. Did it?",
            ("Yes", "No"),
            "No",
            "It found at most ten bars; the rest are pieces and spares. Their shares say so: about 15 effective topics.",
        ),
    ),
    references=(
        "Blei, Ng & Jordan (2003), Latent Dirichlet allocation. JMLR 3.",
        "Griffiths & Steyvers (2004), Finding scientific topics. PNAS 101: the bars.",
        "Hoffman, Blei, Wang & Paisley (2013), Stochastic variational inference. JMLR 14.",
        "Wallach, Murray, Salakhutdinov & Mimno (2009), Evaluation methods for topic models. ICML.",
        "Chang, Boyd-Graber, Gerrish, Wang & Blei (2009), Reading tea leaves: how humans interpret topic models. NeurIPS.",
    ),
    teacher="**10 minutes.** Vote on K = 4, reveal, then slide K to 10 and to 20. Ask for the share of the smallest topic. "
    "Then the ten seeds, and the question whether topic 3 of one seed is topic 3 of another. End with the speeches. "
    "Listen for “the model discovered the topics”, for “topic 3 of run A is topic 3 of run B” and for “the best "
    "bound is the most "
    "meaningful model”: people and the bound disagree (Chang et al., 2009). Limits: a bag of words, 25 pixels; a "
    "bound on the "
    "perplexity, not the perplexity; the exact evidence is out of reach here.",
    guide=(
        Task("Say what four topics will be.", Answered("topics")),
        Task("Give the model 15 topics or more.", Chosen("topics.k", lo=15)),
        Task("Try another seed: which names have changed?", Tried("topics.seed")),
        Task("Watch minibatches race whole passes.", Chosen("topics.tab", ("touched",)), light="Minibatches"),
        Task("Read 59 speeches.", Chosen("topics.tab", ("speeches",)), light="59 speeches"),
    ),
)
TABS = {
    "seeds": "Ten seeds",
    "touched": "Minibatches",
    "many": "How many topics?",
    "sure": "How sure is q?",
    "speeches": "59 speeches",
}
PRESETS = {
    "K = 10": {},
    "K = 4": {"topics.k": "4"},
    "K = 20": {"topics.k": "20"},
    "minibatches": {"topics.by": "minibatches", "topics.documents": "1000", "topics.tab": "touched"},
    "α = 10": {"topics.alpha": "10"},
    "speeches": {"topics.tab": "speeches"},
}
SWEEPS = (
    Sweep(
        "topics.passes",
        ("0", "1", "2", "3", "5", "10", "20", "50", "100", "200"),
        crossed={"topics.k": ("4", "6", "8", "10", "12", "15", "20")},
    ),
    Sweep("topics.document", spread(1, 50, 50)),
    Sweep("topics.tab", ("touched", "many", "sure")),
    Sweep("topics.decay", ("0.51", "0.7", "1"), given={"topics.tab": "touched"}),
    Sweep("topics.eras", spread(2, 8, 7), given={"topics.tab": "speeches"}),
)
