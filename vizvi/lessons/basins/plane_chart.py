"""Starts on the plane by where they end, each optimum as its ellipse; and the fork where a mean-field q parts."""

import math

import numpy as np

from vizvi.figures.style import signed
from vizvi.lessons.basins.landscape_chart import LETTERS, nats, plain, tones

RADIUS = math.sqrt(2 * math.log(2))  # of the ellipse that holds half of q
TURN = np.linspace(0, 2 * np.pi, 73)


def plane_board(plane, moments, p_lines, names) -> tuple[dict, dict]:
    """Header and arrays of a board. plane: `diagnostics.plane.Plane`; moments: mean (K, 2) and covariance (K, 2, 2) of each
    optimum; p_lines: contours of p as (points, lengths); names: of the coordinates."""
    count = len(plane.lam)
    x0, x1, y0, y1 = plane.extent
    half = (x1 - x0) / plane.label.shape[1] / 2
    nodes = [x0 + half, x1 - half, y0 + half, y1 - half]
    means, covs = moments
    circle = RADIUS * np.stack([np.cos(TURN), np.sin(TURN)], axis=-1)
    rings = [mean + circle @ np.linalg.cholesky(cov).T for mean, cov in zip(means, covs, strict=True)]
    ellipses = np.concatenate(rings or [circle[:0]])
    arrays = {
        "basin": (plane.label + 1).astype(np.uint8),
        "p": p_lines[0].astype("f4"),
        "p_len": p_lines[1].astype(np.int32),
        "q": ellipses.astype("f4"),
        "q_len": np.full(count, len(TURN), np.int32),
    }
    hints = [
        signed(f"Optimum {LETTERS[k]}: mean ({plain(mean[0])}, {plain(mean[1])}), KL {nats(plane.value[k])}; ")
        + f"{100 * plane.share[k]:.0f} % of these starts"
        for k, mean in enumerate(means)
    ]
    layers = [
        {"kind": "classes", "array": "basin", "extent": nodes, "tones": tones(count)},
        {"kind": "lines", "xy": "p", "len": "p_len", "tone": "p", "width": 1.5},
        {"kind": "lines", "xy": "q", "len": "q_len", "tone": "q", "width": 3, "cased": True},
    ]
    if count:
        marks = {"xy": np.asarray(means, float).tolist(), "labels": list(LETTERS[:count]), "hints": hints}
        layers.append({"kind": "marks", "shape": "plus", "tone": "ink", "size": 12} | marks)
    told = "; ".join("{} at {}, {}".format(*row) for row in plane_rows(plane, means))
    header = {
        "type": "board",
        "title": f"Starts on the plane, colored by which of {count} optima they end in. {told}.",
        "aspect": "equal",
        "height": 520,
        "x": {"label": f"mean of q at the start, {names[0]}", "range": [x0, x1]},
        "panels": [{"y": {"label": f"mean of q at the start, {names[1]}", "range": [y0, y1]}, "layers": layers}],
        "legend": [
            {"text": "20, 50, 90 % of p", "tone": "p", "mark": "line"},
            {"text": "half of q at an optimum", "tone": "q", "mark": "line"},
        ],
    }
    return header, arrays


def plane_rows(plane, means) -> list[tuple[str, str, str]]:
    """Each optimum's letter, mean (K, 2) and KL(q‖p), the best first."""
    return [
        (LETTERS[k], signed(f"({plain(mean[0])}, {plain(mean[1])})"), nats(plane.value[k])) for k, mean in enumerate(means)
    ]


def fork_board(fork, now: float | None) -> tuple[dict, dict]:
    """Header and arrays of the bifurcation diagram: `diagnostics.pitchfork.Fork`, and the half-separation now."""
    before, after = fork.half <= fork.critical, fork.half >= fork.critical
    edge = [[fork.critical, 0.0]]
    level = np.stack([fork.half, np.zeros_like(fork.half)], axis=-1)
    arm = np.stack([fork.arm_half, fork.arm_mean], axis=-1)
    arrays = {
        "stable": np.concatenate([level[before], edge]).astype("f4"),
        "unstable": np.concatenate([edge, level[after]]).astype("f4"),
        "arms": np.concatenate([arm, arm * [1, -1]]).astype("f4"),
        "arms_len": np.array([len(arm)] * 2, np.int32),
    }
    last = float(fork.half[-1])
    layers = [
        {"kind": "rule", "x": fork.critical, "tone": "muted", "dash": "dot", "label": f"d = {fork.critical:.4f}"},
        {"kind": "lines", "xy": "unstable", "tone": "q", "width": 2, "dash": "dash", "alpha": 0.8},
        {"kind": "lines", "xy": "stable", "tone": "q", "width": 3.5, "label": None},
        {"kind": "lines", "xy": "arms", "len": "arms_len", "tone": "q", "width": 3.5},
    ]
    if now is not None and now <= last:
        layers.append({"kind": "rule", "x": now, "tone": "ink", "label": f"now: d = {now:.2f}"})
    header = {
        "type": "board",
        "title": f"q's mean leaves the middle at d = {fork.critical:.4f}: two optima beyond, one before.",
        "aspect": "free",
        "height": 340,
        "x": {"label": "half-separation d", "range": [0.0, last]},
        "panels": [{"y": {"label": "mean of q, each coordinate", "range": [-last, last]}, "layers": layers}],
        "legend": [
            {"text": "an optimum", "tone": "q", "mark": "line"},
            {"text": "no optimum any more", "tone": "q", "dash": "dash", "mark": "line"},
        ],
    }
    return header, arrays
