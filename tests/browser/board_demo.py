"""The board on made-up data: `streamlit run tests/browser/board_demo.py`, then `?show=landscape` or another of SCENES."""

import sys
from pathlib import Path

import numpy as np
import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from stage_demo import key

from vizvi.figures.board import (
    Axis,
    Board,
    Chip,
    Panel,
    bars,
    dots,
    ellipses,
    field,
    histogram,
    line,
    note,
    rule,
    segments,
    steps,
)
from vizvi.ui.canvas import board, pack

f4 = np.float32


def said():
    """What the browser last said, by kind, and the largest seq."""
    state = st.session_state.get(key("board")) or {}
    kinds = {name: state.get(name) for name in ("cursor", "start", "points", "path") if state.get(name)}
    return kinds, max((each["seq"] for each in kinds.values()), default=0)


def header(scene, seq, x, panels, **more):
    base = {"type": "board", "id": scene, "seq": seq, "title": scene, "present": "present" in st.query_params,
            "aspect": "free", "x": x, "panels": panels}  # fmt: skip
    return {**base, **more}


def branches():
    """A pitchfork of optima: stable and unstable branches, folds, a line to drag."""
    kinds, seq = said()
    d = kinds["cursor"]["value"] if "cursor" in kinds else 3.0
    x = np.linspace(1, 6, 120)
    arm = np.sqrt(np.maximum(x**2 - 1, 0))
    flat = np.linspace(0, 6, 60)
    good = np.concatenate([np.stack([x, arm], 1), np.stack([x, -arm], 1)])
    far = np.stack([x[40:], 0.35 * arm[40:]], 1)
    now = np.sqrt(max(d * d - 1, 0))
    layers = [
        {"kind": "lines", "xy": "far", "tone": "muted", "dash": "dash", "label": "saddles"},
        {"kind": "lines", "xy": "good", "len": [120, 120], "tone": "q", "width": 3, "label": "one bump each"},
        {"kind": "lines", "xy": "cover", "tone": "mix:0.6", "width": 3, "dash": "long", "label": "covers both"},
        {"kind": "rule", "x": 1.0, "tone": "muted", "dash": "dot", "label": "pitchfork"},
        {"kind": "rule", "y": 0, "tone": "muted", "alpha": 0.5},
        {"kind": "marks", "xy": [[1, 0], [float(x[40]), float(0.35 * arm[40])]], "shape": "diamond", "tone": "ink",
         "labels": ["d = 1.00", "fold"], "hints": ["Two optima are born here", "A saddle and a maximum meet"]},
        {"kind": "marks", "xy": [[d, now], [d, -now]], "shape": "dot", "tone": "q", "size": 12},
    ]  # fmt: skip
    kl = {"kind": "lines", "xy": "kl", "tone": "q", "width": 3, "label": "KL(q‖p)"}
    panels = [
        {"y": {"label": "mean of the best q", "range": [-7, 7]}, "share": 2, "layers": layers},
        {"y": {"label": "KL(q‖p), nats", "range": [0, 0.8]}, "share": 1, "layers": [
            kl, {"kind": "rule", "y": float(np.log(2)), "tone": "ink", "dash": "dot", "label": "log 2 = 0.69"}]},
    ]  # fmt: skip
    cursor = {"name": "Half-separation d", "value": d, "min": 0, "max": 6, "step": 0.05, "label": "d = {}"}
    legend = [{"text": "local optimum", "tone": "q"}, {"text": "saddle", "tone": "muted", "dash": "dash"},
              {"text": "covers both", "tone": "mix:0.6", "dash": "long"},
              {"text": "fold", "tone": "ink", "mark": "diamond"}]  # fmt: skip
    kl_xy = np.stack([flat, np.log(2) * (1 - np.exp(-((flat / 1.7) ** 3)))], 1)
    arrays = {
        "good": good.astype(f4),
        "far": far.astype(f4),
        "cover": np.stack([flat, 0 * flat + 0.02], 1).astype(f4),
        "kl": kl_xy.astype(f4),
    }
    return header(
        "branches", seq, {"label": "half-separation d", "range": [0, 6]}, panels, cursor=cursor, legend=legend, height=460
    ), arrays


def surface(n=100):
    m, s = np.meshgrid(np.linspace(-6, 6, n), np.linspace(-2, 2, n))
    return (
        0.6 * np.minimum((np.abs(m) - 3) ** 2 / 4, 2.5) + 1.5 * np.abs(s - 0.15 * np.cos(m)) ** 1.5 + 0.4 * np.exp(-m * m)
    )


def landscape():
    """A field with iso-lines, optima with values, basins, paths and a start."""
    kinds, seq = said()
    value = kinds["start"]["value"] if "start" in kinds else [0.5, 1.2]
    field = surface()
    extent = [-6, 6, -2, 2]
    m = np.linspace(-6, 6, 100)
    basins = np.where(m[None, :] < -0.4 + 0.5 * np.linspace(-2, 2, 100)[:, None], 1, 2).astype(np.uint8)
    basins[:22, 40:63] = 3
    rng = np.random.default_rng(0)
    start = np.stack([rng.uniform(-5, 5, 25), rng.uniform(-1.6, 1.8, 25)], 1)
    end = np.where(start[:, :1] < 0, [[-3.0, 0.0]], [[3.0, 0.0]])
    share = np.exp(-np.arange(101) / 20)[None, :, None]
    wave = 0.25 * np.sin(np.arange(101) / 9)[None, :, None] * (share - share**2)
    runs = end[:, None] + (start - end)[:, None] * share + wave
    index = kinds["path"]["index"] if "path" in kinds else None
    contours = []
    turn = np.linspace(0, 2 * np.pi, 61)
    for cx in (-3, 3):
        for r in (0.5, 1.0, 1.6):
            contours.append(np.stack([cx + 1.3 * r * np.cos(turn), 0.5 * r * np.sin(turn)], 1))
    layers = [
        {"kind": "field", "array": "field", "extent": extent, "range": [0, 4], "map": "viridis", "name": "KL(q‖p), nats"},
        {"kind": "lines", "xy": "iso", "len": [61] * 6, "tone": "ink", "width": 1, "alpha": 0.7},
        {"kind": "paths", "xy": "runs", "tone": "q", "alpha": 0.7, "cased": True},
        {"kind": "marks", "xy": [[-3, 0], [3, 0], [0, -1.5]], "shape": "plus", "tone": "ink", "size": 14,
         "labels": ["0.69 nats", "0.69 nats", "1.71 nats"], "hints": ["Left bump, KL 0.69 nats", "Right bump", "Saddle"]},
    ]  # fmt: skip
    if "basins" in st.query_params:
        layers[0:2] = [{"kind": "classes", "array": "basins", "extent": extent, "letters": ["A", "B", "C"]}]
    panels = [{"y": {"label": "log sd of q", "range": [-2, 2]}, "layers": layers}]
    pick = next(i for i, layer in enumerate(layers) if layer["kind"] == "paths")
    more = {"start": {"names": ["Start: mean of q", "Start: log sd of q"], "value": value, "label": "start"},
            "select": {"layer": [0, pick], "index": index, "name": "Run"}}  # fmt: skip
    arrays = {
        "field": field.astype(f4),
        "basins": basins,
        "runs": runs.astype(f4),
        "iso": np.concatenate(contours).astype(f4),
    }
    return header("landscape", seq, {"label": "mean of q", "range": [-6, 6]}, panels, height=440, **more), arrays


def regression():
    """Twelve points to drag, a line refitted from them, bands and draws one at a time."""
    kinds, seq = said()
    if key("data") not in st.session_state:
        x = np.linspace(-2, 2, 12)
        st.session_state[key("data")] = np.stack([x, 0.5 + 0.8 * x + np.random.default_rng(3).normal(0, 0.5, 12)], 1)
    data = st.session_state[key("data")]
    if "points" in kinds:
        data[kinds["points"]["index"]] = kinds["points"]["value"]
    design = np.stack([np.ones(12), data[:, 0]], 1)
    cov = np.linalg.inv(design.T @ design / 0.25 + np.eye(2) / 9)
    mean = cov @ design.T @ data[:, 1] / 0.25
    x = np.linspace(-4, 4, 81)
    rows = np.stack([np.ones(81), x], 1)
    middle, sd = rows @ mean, np.sqrt(np.einsum("ij,jk,ik->i", rows, cov, rows))
    draws = np.random.default_rng(1).multivariate_normal(mean, cov, 20) @ rows.T
    layers = [
        {"kind": "band", "x": "x", "lo": "lo", "hi": "hi", "tone": "p", "label": "exact 95 %"},
        {
            "kind": "band",
            "x": "x",
            "lo": "qlo",
            "hi": "qhi",
            "tone": "q",
            "fill": False,
            "edge": 3,
            "label": "mean-field 95 %",
        },
        {"kind": "lines", "xy": "mean", "tone": "ink", "width": 2},
        {"kind": "hops", "x": "x", "y": "draws", "tone": "q", "width": 3, "interval": 400},
    ]
    arrays = {"x": x, "lo": middle - 1.96 * sd, "hi": middle + 1.96 * sd, "qlo": middle - 1.3 * sd,
              "qhi": middle + 1.3 * sd, "mean": np.stack([x, middle], 1), "draws": draws, "data": data}  # fmt: skip
    panels = [{"y": {"label": "response", "range": [-4, 5]}, "layers": layers}]
    points = {"name": "Data point", "array": "data", "drag": st.query_params.get("drag", "xy")}
    return header("regression", seq, {"label": "x", "range": [-4, 4]}, panels, points=points), {
        k: v.astype(f4) for k, v in arrays.items()
    }


def histograms():
    """Bars, a rule and a signed field under a second panel."""
    _, seq = said()
    counts, edges = np.histogram(np.random.default_rng(2).gamma(3, 1, 4000), bins=30, range=(0, 12), density=True)
    x = np.linspace(0, 12, 200)
    layers = [
        {"kind": "bars", "x": "edges", "y": "counts", "tone": "prior", "fill": True, "label": "4,000 draws"},
        {"kind": "lines", "xy": "true", "tone": "p", "width": 3, "label": "exact"},
        {"kind": "rule", "x": 3.0, "tone": "ink", "dash": "dash", "label": "mean 3.00"},
    ]
    signed = np.sin(np.linspace(0, 6, 60))[None, :] * np.cos(np.linspace(0, 3, 30))[:, None]
    signed[:5, :10] = np.nan
    second = [
        {"kind": "field", "array": "signed", "extent": [0, 12, 0, 1], "range": [-1, 1], "map": "diverging", "name": "error"}
    ]
    panels = [
        {"y": {"label": "density", "range": [0, 0.35]}, "share": 2, "layers": layers},
        {"y": {"label": "place", "range": [0, 1]}, "share": 1, "layers": second},
    ]
    true = x**2 * np.exp(-x) / 2
    arrays = {"edges": edges, "counts": counts, "true": np.stack([x, true], 1), "signed": signed}
    x_axis = {
        "label": "z",
        "range": [0, 12],
        "ticks": [{"at": 0, "text": "0"}, {"at": 2, "text": "mode"}, {"at": 12, "text": "12"}],
    }
    return header("histograms", seq, x_axis, panels, height=420), {k: v.astype(f4) for k, v in arrays.items()}


def marks():
    """Every shape, dash and tone."""
    _, seq = said()
    shapes = ["dot", "ring", "square", "diamond", "plus", "times", "up"]
    tones = [
        "p",
        "q",
        "forward",
        "elbo",
        "ink",
        "prior",
        "chrome",
        "amber",
        "muted",
        "mix:0.35",
        *(f"class{i}" for i in range(1, 7)),
    ]
    dashes = ["solid", "dash", "long", "dot"]
    layers = [{"kind": "lines", "xy": [[0, i], [6, i]], "tone": tone, "dash": dashes[i % 4], "width": 3, "label": tone}
              for i, tone in enumerate(tones)]  # fmt: skip
    layers += [
        {"kind": "marks", "xy": [[8, 2 * i + 1]], "shape": shape, "tone": "ink", "labels": [shape]}
        for i, shape in enumerate(shapes)
    ]
    rows = np.repeat(np.arange(1, 7), 10)
    classes = np.tile(rows[:, None], (1, 20)).astype(np.uint8)
    layers += [{"kind": "classes", "array": "classes", "extent": [10, 14, 0, 16], "letters": list("ABCDEF")}]
    panels = [{"y": {"label": "", "range": [-1, 16]}, "layers": layers}]
    return header("marks", seq, {"label": "", "range": [0, 14]}, panels, height=520), {"classes": classes}


def values():
    """Charts made as values: groups of bars with a hatched gap and a level, errors on log-log axes, classes, a heat map."""
    return Board("values", Axis("degree", (-0.6, 6.6), ticks=range(7)), [*_grouped(), *_heat()], height=620, legend=[
        Chip("ELBO", "elbo", "fill"), Chip("gap", "q", "hatch")]).message()  # fmt: skip


def _grouped():
    at = np.arange(7.0)
    ceiling = np.array([-40.35, -25.16, -27.64, -21.62, -22.1, -22.81, -23.09])
    bound = np.array([-40.35, -25.85, -30.12, -27.0, -30.77, -34.87, -38.58])
    left, right = at - 0.2, at + 0.2
    marks = [
        bars(left, bound, -45, 0.36, tone="elbo", labels=bound, hints=["ELBO"] * 7),
        bars(left, ceiling, bound, 0.36, tone="q", fill="hatch", hints=["gap"] * 7),
        segments(left - 0.18, ceiling, left + 0.18, ceiling, tone="ink", width=3),
        bars(right, ceiling - 1, -45, 0.36, tone="class3", fill="back"),
        rule(y=-21.62, tone="ink", dash="dot", label="best evidence"),
    ]
    return [Panel(Axis("log p(y), nats", (-45, -17)), marks, share=2)]


def _heat():
    grid = np.sin(np.arange(12))[:, None] * np.cos(np.arange(20))
    heat = field(grid, (-0.5, 6.5, 0.1, 2.9), (-1, 1), "diverging", "weight")
    return [Panel(Axis("row", (0, 3)), [heat, steps(np.arange(7), [1, 2, 2, 2.5, 1, 0.5, 1], tone="ink", cased=True)])]


def loglog():
    """Errors against work on log-log axes, and a scatter of classes with ellipses."""
    n = np.array([10, 100, 1000, 10_000, 100_000])
    x, y = np.log10(n), np.log10(3 / np.sqrt(n))
    marks = [
        segments(x, y - 0.2, x, y + 0.2, tone="class2", width=2),
        dots(x, y, "class2", "square", labels=[None] * 4 + ["chain"]),
        line(x, np.full(5, -1.3), "q", 3, label="VI"),
        note(2, -1.9, "a floor, a slope"),
        rule(x=3.4, tone="muted", dash="dash", label="they cross"),
    ]
    panel = Panel(Axis("error of the mean", log=10), marks)
    return Board("loglog", Axis("evaluations", (0.8, 5.2), log=10), [panel]).message()


def scatter():
    """Three classes of points, their ellipses, and a histogram under them."""
    rng = np.random.default_rng(4)
    means, covs = np.array([[0, 0], [3, 1], [1, 4.0]]), np.array([np.eye(2), [[1, 0.7], [0.7, 1]], 0.3 * np.eye(2)])
    z = np.concatenate([rng.multivariate_normal(mean, cov, 60) for mean, cov in zip(means, covs, strict=True)])
    tones = [f"class{k + 1}" for k in range(3) for _ in range(60)]
    marks = [dots(*z.T, size=6, tones=tones, alpha=0.7), ellipses(means, covs, 0.9, tone="q", width=3, cased=True)]
    counts, edges = np.histogram(z[:, 0], bins=20, range=(-4, 7))
    heights = [histogram(edges, counts, tone="q", label="180 points"), rule(x=float(z[:, 0].mean()), label="mean")]
    panels = [Panel(Axis("z₂"), marks, 2), Panel(Axis("count"), heights)]
    return Board("scatter", Axis("z₁", (-4, 7)), panels, height=560).message()


def ladder():
    """Lying bars that grow toward a ceiling."""
    names, bound, ceiling = ["mean-field", "full-rank", "mixture"], np.array([-14.5, -14.2, -14.05]), -14.0
    at = np.arange(3.0)
    marks = [
        bars(at, bound, -14.8, 0.6, tone="elbo", across=True, labels=bound),
        bars(at, ceiling, bound, 0.6, tone="q", fill="hatch", across=True),
        rule(x=ceiling, tone="ink", width=3, label="ceiling"),
    ]
    y = Axis("", (-0.6, 3.2), ticks=dict(enumerate(names)))
    return Board("ladder", Axis("ELBO, nats", (-14.8, -13.95)), [Panel(y, marks)], height=280).message()


def _valued(scene):
    def made():
        found, arrays = scene()
        return {**found, "id": scene.__name__, "seq": said()[1], "present": "present" in st.query_params}, arrays

    made.__name__ = scene.__name__
    return made


SCENES = {scene.__name__: scene for scene in (branches, landscape, regression, histograms, marks)}
SCENES |= {scene.__name__: _valued(scene) for scene in (values, loglog, scatter, ladder)}


@st.fragment
def show(name):
    result = board(pack(*SCENES[name]()), key=key("board"))
    for kind in ("cursor", "start", "points", "path"):
        if result[kind]:
            st.text(f"{kind} {result[kind]}")


def main():
    st.set_page_config("Board", layout="wide")
    st.markdown("#### What can be grabbed?")
    show(st.query_params.get("show", "branches"))


if __name__ == "__main__":
    main()
