"""What the first screen shows as Python, and the same model in scikit-learn."""

from vizvi.exports.programs import Program
from vizvi.lessons.topics.run import BATCH, DATA_ALPHA, NEW, NEW_SEED, Setup, step_at
from vizvi.lessons.topics.words import screen as words
from vizvi.models.script import lines

RUN = """
from itertools import islice

from vizvi.models.bars import bars, corpus
from vizvi.models.dirichlet import mean
from vizvi.models.topics import Topics
from vizvi.models.topics_matched import effective, found

model = Topics(corpus($documents, $words, $data_alpha, $data).counts, $topics, $alpha, $eta)
new = corpus($new, $words, $data_alpha, $new_data).counts
"""
CLIMBS = {
    "all": "lam, gamma, _ = next(islice(model.ascent($seed), $step, None))\n",
    "minibatches": "lam = next(islice(model.minibatches($seed, $batch), $step, None))\ngamma = model.documents(lam)\n",
}
NUMBERS = {
    words.BOUND: "model.bound(lam, gamma) / model.counts.sum()",
    words.HELD_OUT: "model.held_out(lam, new)",
    words.FOUND: "found(mean(lam), bars())",
    words.EFFECTIVE: "effective(lam.sum(axis=1) / lam.sum())",
}
SCIKIT_LEARN = """
from sklearn.decomposition import LatentDirichletAllocation

from vizvi.models.bars import corpus

counts = corpus($documents, $words, $data_alpha, $data).counts
model = LatentDirichletAllocation(
    $topics, doc_topic_prior=$alpha, topic_word_prior=$eta, learning_method=$method,
    max_iter=$passes, batch_size=$batch, learning_offset=10.0, learning_decay=0.7, random_state=$seed,
)
model.fit(counts)
print((model.components_ / model.components_.sum(axis=1, keepdims=True)).round(2))
"""


def script(setup: Setup, passes: float) -> str:
    """vizvi's lines for q after so many passes."""
    more = {"step": step_at(setup, passes), "new_data": NEW_SEED + setup.data}
    return lines(RUN + CLIMBS[setup.by], NUMBERS, **_given(setup), **more)


def scikit_learn(setup: Setup, passes: float) -> Program:
    """The same model, climbed the same way; `score` is its bound."""
    method = {"all": "batch", "minibatches": "online"}[setup.by]
    shown = {words.BOUND: "model.score(counts) / counts.sum()"}
    text = lines(SCIKIT_LEARN, shown, **_given(setup), method=method, passes=max(1, round(passes)))
    return Program("scikit-learn", text, True, words.RAN, words.SAME)


def _given(setup: Setup) -> dict:
    return setup._asdict() | {"data_alpha": DATA_ALPHA, "new": NEW, "batch": BATCH}
