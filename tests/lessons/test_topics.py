"""The lesson on topic models: every number that its words say, and the numbers behind its charts."""

import random

import numpy as np
import pytest
from visit import large, opened, poked, revealed, words

from vizvi.lessons.topics import LESSON, TABS
from vizvi.lessons.topics.document_chart import document_board, lettered
from vizvi.lessons.topics.eras import eras, held_out
from vizvi.lessons.topics.race import climbs, line, minibatches, passes
from vizvi.lessons.topics.run import LOOKS, Setup, at, drawn, frames, judged, last_pass, model, unseen
from vizvi.lessons.topics.seeds import choices, same_answer, strip
from vizvi.lessons.topics.sure import sure
from vizvi.lessons.topics.tiles import document, held, pick, tiles
from vizvi.lessons.topics.tiles_chart import corner, fitting, tiles_board
from vizvi.models.bars import bars, corpus
from vizvi.models.inaugural import speeches
from vizvi.models.topics import Fit, Topics
from vizvi.models.topics_gibbs import chain, gibbs

DATA, TRUE = corpus(200, 100, 0.3, 1), bars()


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


def test_the_bound_chooses_the_alpha_that_wrote_the_corpus():
    new = corpus(200, 100, 0.3, 1001).counts
    seen = list(choices(lambda alpha: Topics(DATA.counts, 10, alpha, 0.1), (0.1, 0.3, 1.0), new, TRUE, (1, 4), 80))
    for name in ("bound", "held_out"):
        assert max(seen, key=lambda each: getattr(each, name)).value == 0.3


@pytest.mark.wide
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


@pytest.mark.wide
@pytest.mark.parametrize("count, crosses, alone", [(4, 4, 0), (6, 4, 2), (10, 0, 10)])
def test_what_too_few_topics_become(count, crosses, alone):
    """The prediction and the first line to notice."""
    setup = Setup(topics=count)
    last = list(frames(setup))[-1]
    numbers, gamma = judged(setup, last)
    seen = tiles(Fit(last.lam, gamma, numbers.bound, None), TRUE)
    parts = held(seen.topics, TRUE).sum(axis=1)
    if count == 4:
        assert sorted((seen.topics > 0.02).sum(axis=1)) == [9, 9, 13, 13] and seen.found == 0
        assert set(parts) <= {2, 3} and LESSON.prediction.answer == "Crosses and blocks"
    assert seen.found == alone and (parts >= 2).sum() == crosses
    assert last.touched == 40_000 and numbers.bound == pytest.approx({4: -3.0528, 6: -2.9764, 10: -2.8375}[count], abs=4e-3)


def test_twenty_topics_are_about_fifteen():
    last = list(frames(Setup(topics=20)))[-1]
    seen = tiles(Fit(last.lam, last.gamma, 0.0, None), TRUE)
    assert 14.5 < seen.effective < 16.5 and seen.found >= 9


def test_frames_and_the_passes_that_are_set():
    some = Setup(4, 50)
    found = list(frames(some))
    assert [each.passes for each in found] == list(LOOKS) and at(found, 7).passes == 5 and at(found, 0).touched == 0
    assert np.all(np.diff([model(some).bound(each.lam, each.gamma) for each in found]) >= 0)
    quick = list(frames(some._replace(by="minibatches")))
    assert quick[-1].passes == last_pass(some._replace(by="minibatches")) and found[-1].passes == last_pass(some)
    assert quick[-1].touched == 8000 and quick[-1].gamma is None and at(quick, 200) is quick[-1]
    numbers, gamma = judged(some, quick[-1])
    assert gamma.shape == (50, 4) and abs(numbers.bound - judged(some, found[-1])[0].bound) < 0.05
    assert unseen(some).shape == (200, 25) and not np.array_equal(unseen(some)[:50], drawn(some).counts)


def test_topics_hold_the_bars_they_are_made_of():
    cross = (TRUE[1] + TRUE[7]) / 2
    assert np.flatnonzero(held(cross[None], TRUE)[0]).tolist() == [1, 7]
    assert not held(np.full((1, 25), 1 / 25), TRUE).any()


def test_the_document_on_the_first_screen():
    setup = Setup()
    made, last = model(setup), list(frames(setup))[-1]
    fit = Fit(last.lam, last.gamma, 0.0, None)
    read = document(made, fit, 10)
    letters = lettered(read.share)
    assert (drawn(setup).shares[10] >= 0.05).sum() == 3 == len(letters) and sorted(letters.values()) == ["A", "B", "C"]
    assert read.effective == pytest.approx(3.47, abs=0.02) and any("3.5 effective" in each.why for each in LESSON.checks)
    shares = drawn(setup).shares[10]
    assert np.exp(-(shares * np.log(shares)).sum()) == pytest.approx(3.25, abs=0.05)
    board = document_board(read, letters, 11)
    boxes = np.concatenate([each.arrays["box"] for each in board.panels[0].marks if each.kind == "boxes"])
    assert boxes.min() >= -0.01 and boxes.max() <= 5.01
    image = tiles_board(tiles(fit, TRUE).topics, tiles(fit, TRUE).share, held(tiles(fit, TRUE).topics, TRUE), TRUE, letters)
    assert "10 of the ten true bars" in image.title


@pytest.mark.parametrize("count", range(1, 21))
def test_every_tile_has_a_place(count):
    columns = fitting(count)
    rows = -(-count // columns)
    places = {corner(k, columns, rows) for k in range(count)}
    assert len(places) == count and min(min(each) for each in places) >= 0


@pytest.mark.wide
def test_q_is_too_sure_by_a_fifth():
    made = model(Setup())
    lam = made.fit(1, 150).lam
    parts = list(chain(made, 0, 300, 100, 100))
    assert [len(each.log_lik) for each in parts] == [200, 300]
    whole = gibbs(made, 0, 300, 100)
    np.testing.assert_array_equal(whole.sd, parts[-1].sd)
    seen = sure(lam, whole, TRUE)
    assert seen.ratio == pytest.approx(0.81, abs=0.05) and seen.distance.max() < 0.04 and len(seen.q) == 50
    with pytest.raises(ValueError, match="No bar"):
        sure(np.ones((10, 25)), whole, TRUE)


@pytest.mark.wide
def test_a_pass_of_minibatches_is_worth_twenty():
    found = list(climbs(10.0, 0.7))
    assert len(found) == 33
    one = next(each for each in found if each.who == "minibatches" and each.touched == 2000)
    ahead = [each.touched for each in found if each.who == "all" and each.held_out >= one.held_out]
    assert one.held_out == pytest.approx(-2.87, abs=0.03) and min(ahead, default=40_000) >= 20_000


def test_addresses_held_out():
    found = dict(held_out(speeches(), (1, 2, 3), 100))
    assert found[1] == pytest.approx(-5.488, abs=2e-3) and found[2] == pytest.approx(-5.373, abs=8e-3)
    assert found[2] > found[3] > found[1]


def test_the_page_turns_to_the_question_once_it_is_answered():
    app = opened("topics")
    assert large(app)["found"] == 10 and app.session_state["topics.k"] == 10
    app = revealed(app)
    assert large(app)["found"] == 0 and app.session_state["topics.k"] == 4 and LESSON.aha in words(app)
    assert large(app)["bound"] == pytest.approx(-3.0528, abs=2e-3)
    app = opened("topics", **{"topics.k": "20"})  # who comes for another has not been asked
    assert app.session_state["topics.k"] == 20 and LESSON.prediction.tell in words(app)


@pytest.mark.parametrize("tab", ["seeds", *(pytest.param(each, marks=pytest.mark.wide) for each in list(TABS)[1:])])
def test_pokes_in_every_tab(tab):
    app = revealed(opened("topics", **{"topics.tab": tab, "topics.documents": "50", "topics.k": "3"}))
    assert len(poked(app, random.Random(3), 6)) == 6
