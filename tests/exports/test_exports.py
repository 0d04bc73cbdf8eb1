"""Files to take away: a page that needs nothing else, and a table that says what the ledger says."""

import csv
import io
import re

import numpy as np
import pytest

import vizvi
from vizvi.exports.page import page
from vizvi.exports.table import table
from vizvi.picture import picture
from vizvi.presets import descent


@pytest.fixture(scope="module")
def run():
    experiment = descent("two_bumps", start=(1.5, 0.0), weight=0.7)
    return experiment, vizvi.fit(experiment)


def test_the_page_needs_nothing_else(run):
    text = page(picture(*run), "A run <b>")
    assert "<title>A run &lt;b&gt;</title>" in text
    assert not re.search(r"""(src|href)=["']|url\(|@import|https?://""", text)
    names = set(re.findall(r'"(vizvi/[^"]+\.js)": "data:', text))
    assert "vizvi/stage/main.js" in names and len(names) > 20
    assert not any(name.startswith("vizvi/board/") for name in names)  # only what the stage reaches


def test_the_table_is_the_ledger(run):
    experiment, history = run
    ledger = vizvi.exact(experiment.problem, history.lam)
    rows = list(csv.DictReader(io.StringIO(table(experiment, history, ledger))))
    assert len(rows) == experiment.steps + 1 and rows[0]["run"] == "0" and rows[-1]["step"] == str(experiment.steps)
    for name in ("elbo", "reverse_kl", "forward_kl", "log_z"):
        told = np.broadcast_to(getattr(ledger, name), (1, len(rows)))[0]
        assert [float(row[name]) for row in rows] == pytest.approx(told)
    first, last = experiment.problem.params[0], rows[-1]
    assert float(last[first]) == history.lam[0, -1, 0] and last["loss"] == ""
    with pytest.raises(ValueError, match="ledger has shape"):
        table(experiment, history, vizvi.exact(experiment.problem, history.lam[0]))
