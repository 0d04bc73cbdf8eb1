"""How many runs leave, against the step size: one line for each number of draws, one panel for each optimizer."""

import math

import numpy as np

from vizvi.lessons.basins.landscape_chart import nats

# From one draw to the exact gradient: each line has a tone and a dash of its own.
LOOKS = (("class1", "solid"), ("class2", "long"), ("class3", "dash"), ("class4", "dot"), ("ink", "solid"))
ABOVE = 1.09  # where crosses stand
NAMES = {"sgd": "gradient descent", "adam": "Adam"}


def escape_board(cells, rates, draws) -> tuple[dict, dict]:
    """Header and arrays of a board. cells: `diagnostics.escape.Cell`s, as many as there are yet."""
    arrays, panels = {}, []
    for optimizer, name in NAMES.items():
        layers = []
        for (tone, dash), count in zip(LOOKS, draws, strict=True):
            mine = [each for each in cells if each.optimizer == optimizer and each.draws == count]
            if not mine:
                continue
            key = f"{optimizer}_{count}"
            # Where most runs blew up, nothing is left to leave.
            stay = [each for each in mine if each.fate.lost <= each.fate.runs / 2]
            blown = [each for each in mine if each not in stay]
            values = [[math.log10(each.rate), each.fate.left if each in stay else math.nan] for each in mine]
            arrays[key] = np.array(values, "f4")
            layers.append({"kind": "lines", "xy": key, "tone": tone, "dash": dash, "width": 3})
            layers += _points(stay, "dot", 7, tone, lambda each: each.fate.left)
            layers += _points(blown, "times", 9, tone, lambda each: ABOVE)
        ticks = [{"at": 0.0, "text": "0"}, {"at": 0.5, "text": "50 %"}, {"at": 1.0, "text": "100 %"}]
        y = {"label": f"runs that leave, {name}", "range": [-0.06, 1.16], "ticks": ticks}
        panels.append({"y": y, "share": 1, "layers": layers})
    header = {
        "type": "board",
        "title": "The share of runs that leave, against step size, for gradient descent and Adam.",
        "aspect": "free",
        "height": 460,
        "x": {
            "label": "step size (log scale)",
            "log": 10,
            "range": [math.log10(rates[0]) - 0.1, math.log10(rates[-1]) + 0.1],
            "ticks": [{"at": math.log10(each), "text": f"{each:g}"} for each in rates],
        },
        "panels": panels,
        "legend": [
            {"text": told(count), "tone": tone, "dash": dash, "mark": "line"}
            for (tone, dash), count in zip(LOOKS, draws, strict=True)
        ]
        + [{"text": "most runs blew up", "tone": "ink", "mark": "times"}],
    }
    return header, arrays


def _points(cells, shape: str, size: float, tone: str, height) -> list[dict]:
    if not cells:
        return []
    xy = [[math.log10(each.rate), height(each)] for each in cells]
    hints = [said(each) for each in cells]
    return [{"kind": "marks", "xy": xy, "shape": shape, "tone": tone, "size": size, "hints": hints}]


def told(draws: int | None) -> str:
    """How a number of draws is called."""
    return "exact gradient" if draws is None else f"{draws} draw{'s' * (draws > 1)}"


def said(cell) -> str:
    """One cell in a sentence."""
    fate = cell.fate
    left = fate.runs - int(fate.count[fate.home]) - fate.lost
    lost = f", {fate.lost} blew up" if fate.lost else ""
    name = NAMES.get(cell.optimizer, cell.optimizer)
    end = "" if math.isnan(fate.kl) else f"; mean KL at the end {nats(fate.kl)}"
    return f"{name}, step {cell.rate:g}, {told(cell.draws)}: {left} of {fate.runs} left{lost}{end}"
