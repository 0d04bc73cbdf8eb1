"""A run as rows: every step with its λ by name, its bound and both divergences, in nats."""

import csv
import io

import numpy as np

from vizvi.exact import Ledger
from vizvi.experiment import Experiment, History

FIELDS = ("elbo", "log_z", "reverse_kl", "forward_kl")


def table(experiment: Experiment, history: History, ledger: Ledger) -> str:
    """The steps of all runs as CSV: run, step, λ by name, loss, then the ledger's fields; a value that is not known is
    empty.

    ledger: of λ (R, T+1, P), so that its fields are (R, T+1). Raises ValueError if the shapes differ."""
    runs, count = checked(history, ledger)
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["run", "step", *experiment.problem.params, "loss", *FIELDS])
    loss = np.concatenate([history.loss, np.full((runs, 1), np.nan)], axis=1)
    for run in range(runs):
        for step in range(count):
            fields = [np.broadcast_to(getattr(ledger, name), (runs, count))[run, step] for name in FIELDS]
            values = [*history.lam[run, step], loss[run, step], *fields]
            rows.writerow([run, step, *("" if np.isnan(each) else repr(float(each)) for each in values)])
    return out.getvalue()


def checked(history: History, ledger: Ledger) -> tuple[int, int]:
    """How many runs, and how many iterates of each; ValueError if the ledger is of others."""
    runs, count, _ = history.lam.shape
    if np.shape(ledger.elbo) != (runs, count):
        raise ValueError(f"The ledger has shape {np.shape(ledger.elbo)}, but the runs have {(runs, count)}.")
    return runs, count


def chart_table(board) -> str:
    """A chart as CSV: panel, mark, x, low, y, high of every point; empty where a mark says nothing."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerows([["" if each is None else each for each in row] for row in board.table()])
    return out.getvalue()
