"""Estimates against the number of draws, as a board: their median and spread beside the exact value."""

import numpy as np

from vizvi.lessons.kl.branch_chart import line, reach


def estimates(draws, spread, exact: float, tone: str, name: str) -> tuple[dict, dict]:
    """draws (N,); spread (N, 3): low, middle and high of the estimates, nats; exact: nats, inf if it is."""
    x = np.log10(draws)
    arrays = {"x": x.astype("f4"), "lo": spread[:, 0].astype("f4"), "hi": spread[:, 2].astype("f4")}
    arrays["middle"] = np.stack([x, spread[:, 1]], axis=-1).astype("f4")
    known = [exact] if np.isfinite(exact) else []
    layers = [
        {"kind": "band", "x": "x", "lo": "lo", "hi": "hi", "tone": tone, "fill": True, "edge": 0},
        line("middle", len(x), tone, arrays) | {"width": 3, "label": "estimate"},
        *({"kind": "rule", "y": each, "tone": "ink", "label": f"exact: {each:.2f}"} for each in known),
    ]
    header = {
        "type": "board",
        "id": name,
        "title": f"From {draws[-1]:,} draws the estimate is {spread[-1, 1]:.2f} nats; exact is {exact:.2f}.".replace(
            "-", "−"
        ),
        "aspect": "free",
        "height": 260,
        "x": {
            "label": "draws from q (band: 90 % of 100 repetitions)",
            "range": [float(x[0]), float(x[-1])],
            "ticks": [
                {"at": float(at), "text": f"{count:,}".replace(",", "\u2009")} for at, count in zip(x, draws, strict=True)
            ],
        },
        "panels": [
            {
                "y": {"label": "KL(p‖q), nats", "range": reach([[0.0], spread.ravel(), known])},
                "share": 1.0,
                "layers": layers,
            }
        ],
        "cursor": None,
        "hover": False,
    }
    return header, arrays
