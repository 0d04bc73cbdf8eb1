"""What the tabs below the first screen show as Python."""

from vizvi.exports.programs import Program, of_vizvi
from vizvi.lessons.topics import TABS
from vizvi.lessons.topics.choices_tab import ALPHAS, MOST, TOPICS
from vizvi.lessons.topics.race import DOCUMENTS, LONGEST, PASSES
from vizvi.lessons.topics.run import BATCH, DATA_ALPHA, NEW, NEW_SEED, Setup
from vizvi.lessons.topics.seeds_tab import SEEDS, sweeps_of
from vizvi.lessons.topics.speeches_tab import SWEEPS
from vizvi.lessons.topics.sure_tab import BURN, STARTS
from vizvi.lessons.topics.sure_tab import SWEEPS as OF_GIBBS
from vizvi.lessons.topics.words import screen as words
from vizvi.models.script import filled, lines

SEEDS_LINES = """
from vizvi.models.bars import bars, corpus
from vizvi.models.dirichlet import mean
from vizvi.models.topics import Topics
from vizvi.models.topics_matched import found

model = Topics(corpus($documents, $words, $data_alpha, $data).counts, $topics, $alpha, $eta)
for seed in range($seeds):
    fit = model.fit(seed, $sweeps)
    print(f"start {seed}, bars: {found(mean(fit.lam), bars())}")
    print(f"start {seed}, bound: {fit.bound / model.counts.sum():.8g}")
"""
RACE_LINES = """
from vizvi.models.bars import corpus
from vizvi.models.topics import Topics

model = Topics(corpus($most, 100, $data_alpha, $data).counts, 10, 0.3, 0.1)
new = corpus($new, 100, $data_alpha, $new_data).counts
for step, lam in zip(range($longest // $batch + 1), model.minibatches(0, $batch, $delay, $decay)):
    if step in (10, 100, 400):
        print(f"minibatches, {step * $batch} documents: {model.held_out(lam, new):.8g}")
for count, (lam, *_) in zip(range($passes + 1), model.ascent(0, 20)):
    print(f"all documents, {count * $most} documents: {model.held_out(lam, new):.8g}")
"""
MANY_LINES = """
from vizvi.models.bars import corpus
from vizvi.models.topics import Topics

counts = corpus($documents, $words, $data_alpha, $data).counts
new = corpus($new, $words, $data_alpha, $new_data).counts
for what, topics, alpha in [*(("K", k, $alpha) for k in $counts), *(("α", $topics, each) for each in $alphas)]:
    model = Topics(counts, topics, alpha, $eta)
    fits = model.fit((0, 1, 2, 3), 150)
    best, value = fits.bound.argmax(), topics if what == "K" else alpha
    print(f"{what} = {value:g}, bound: {fits.bound[best] / counts.sum():.8g}")
    print(f"{what} = {value:g}, held-out: {model.held_out(fits.lam[best], new):.8g}")
"""
SURE_LINES = """
import numpy as np

from vizvi.models.bars import bars, corpus
from vizvi.models.dirichlet import mean
from vizvi.models.topics import Topics
from vizvi.models.topics_gibbs import chain
from vizvi.models.topics_matched import SAME, match, total_variation

model, true = Topics(corpus(200, 100, $data_alpha, $data).counts, 10, 0.3, 0.1), bars()
lam = max((model.fit(seed, $sweeps) for seed in range($starts)), key=lambda fit: fit.bound).lam
for gibbs in chain(model, 0, $of_gibbs, $burn):
    pass
topics = mean(lam)
sd = np.sqrt(topics * (1 - topics) / (lam.sum(axis=1, keepdims=True) + 1))
pairs = match(topics, gibbs.mean)
near = total_variation(gibbs.mean[pairs.second], true)
bar = near.argmin(axis=1)
both = (near.min(axis=1) < SAME) & (total_variation(topics[pairs.first], true)[range(len(bar)), bar] < SAME)
pixels = true[bar[both]] > 0
ratio = sd[pairs.first[both]][pixels] / gibbs.sd[pairs.second[both]][pixels]
"""
SURE = {words.RATIO: "np.median(ratio)", words.DISTANCE: "pairs.distance[both].max()"}
SPEECHES_LINES = """
from vizvi.models.inaugural import speeches
from vizvi.models.topics import Topics

model = Topics(speeches().counts, $topics, 0.3, 0.1)
for seed in range($seeds):
    fit = model.fit(seed, $sweeps)
    print(f"start {seed}, bound: {fit.bound / model.counts.sum():.8g}")
"""


def of_tab(label: str, setup: Setup, decay: float, delay: float, topics: int) -> Program:
    """vizvi's lines for the open tab; topics: of the speeches."""
    tab = next(word for word, text in TABS.items() if text == label)
    given = setup._asdict() | {"data_alpha": DATA_ALPHA, "new": NEW, "new_data": NEW_SEED + setup.data, "seeds": len(SEEDS)}
    if tab == "seeds":
        text = filled(SEEDS_LINES, **given, sweeps=sweeps_of(setup))
    elif tab == "touched":
        more = {"most": DOCUMENTS, "longest": LONGEST, "batch": BATCH, "passes": PASSES, "delay": delay, "decay": decay}
        text = filled(RACE_LINES, **given, **more)
    elif tab == "many":
        given["documents"] = min(setup.documents, MOST)
        text = filled(MANY_LINES, **given, counts=TOPICS, alphas=ALPHAS)
    elif tab == "sure":
        more = {"sweeps": sweeps_of(Setup()), "starts": STARTS, "of_gibbs": OF_GIBBS, "burn": BURN}
        text = lines(SURE_LINES, SURE, **given, **more)
    else:
        text = filled(SPEECHES_LINES, **given | {"topics": topics}, sweeps=SWEEPS)
    return of_vizvi(text + "\n", label)
