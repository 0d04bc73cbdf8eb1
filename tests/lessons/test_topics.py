"""Numbers behind the charts of topic models."""

import numpy as np
import pytest

from vizvi.lessons.topics.eras import eras
from vizvi.lessons.topics.race import line, minibatches, passes
from vizvi.lessons.topics.seeds import choices, same_answer, strip
from vizvi.lessons.topics.tiles import document, pick, tiles
from vizvi.models.bars import bars, corpus
from vizvi.models.inaugural import speeches
from vizvi.models.topics import Topics

DATA = corpus(200, 100, 0.3, 1)


@pytest.fixture(scope="module")
def fitted():
    model = Topics(DATA.counts, 10, 0.3, 0.1)
    return model, model.fit(range(6), 120)


def test_tiles_are_sorted_and_matched(fitted):
    model, fits = fitted
    seen = tiles(pick(fits, strip(model, fits, bars()).best), bars())
    assert seen.found == 10 and sorted(seen.nearest) == list(range(10)) and seen.distance.max() < 0.1
    assert np.all(np.diff(seen.share) <= 0) and seen.share.sum() == pytest.approx(1)
    assert seen.effective == pytest.approx(9.94, abs=0.06)
    # Shares are close to those of the words' true topics.
    true = DATA.shares.mean(axis=0)
    assert seen.share == pytest.approx(true[seen.nearest], abs=0.02)


def test_a_document_is_read_as_it_was_written(fitted):
    model, fits = fitted
    best = pick(fits, int(fits.bound.argmax()))
    seen = tiles(best, bars())
    number = int(np.argmax(DATA.shares.max(axis=1)))
    read = document(model, best, number)
    assert seen.nearest[read.share.argmax()] == DATA.shares[number].argmax() and read.share.max() > 0.9
    assert read.responsibilities.sum(axis=1) == pytest.approx(np.ones(25))
    assert (read.counts @ read.responsibilities).argmax() == read.share.argmax() and 1 <= read.effective < 2


def test_seeds_by_bound_and_bars(fitted):
    model, fits = fitted
    seen = strip(model, fits, bars())
    assert seen.found[seen.best] == 10 and seen.distance[seen.best] == pytest.approx(0, abs=1e-12)
    same = [same_answer(fits, seen.best, r) for r in range(6)]
    assert same[seen.best] and not all(same)
    # One bound, one answer, whatever the order of its topics.
    assert all(seen.distance[r] < 0.02 for r in range(6) if same[r])
    assert all(seen.distance[r] > 0.02 for r in range(6) if seen.found[r] < 10)


def test_the_bound_chooses_ten_topics():
    new = corpus(200, 100, 0.3, 1001).counts
    make = lambda k: Topics(DATA.counts, k, 0.3, 0.1)
    seen = list(choices(make, (6, 10, 20), new, bars(), (0, 1, 2), 100))
    assert [each.value for each in seen] == [6, 10, 20]
    assert seen[1].bound > max(seen[0].bound, seen[2].bound) and seen[1].held_out > max(seen[0].held_out, seen[2].held_out)
    assert seen[0].found <= 4 and seen[1].found == 10


def test_the_race_counts_documents():
    data, new = corpus(400, 100, 0.3, 2), corpus(60, 100, 0.3, 3).counts
    model = Topics(data.counts, 10, 0.3, 0.1)
    quick = minibatches(model, new, 2, touched=800, looks=3, delay=1.0, decay=0.51)
    slow = line(passes(model, new, 2, sweeps=2, local=5))
    assert quick.touched.tolist() == [0, 400, 800] and slow.touched.tolist() == [0, 400, 800]
    assert quick.held_out[-1] > slow.held_out[-1] + 0.1


def test_eras_that_nobody_told():
    data = speeches()
    fits = Topics(data.counts, 3, 0.3, 0.1).fit(range(6), 150)
    old, _, new = eras(data, pick(fits, int(fits.bound.argmax())))
    assert "constitution" in old.words and {"america", "today"} & set(new.words)
    early, late = data.year < 1839, data.year > 1989
    assert old.share[early].mean() > 0.7 > 0.2 > old.share[late].mean()
    assert new.share[late].mean() > 0.7 > 0.2 > new.share[early].mean()
