"""The stage on made-up runs: `streamlit run tests/browser/stage_demo.py`, then `?show=plane` or another of MESSAGES."""

import sys
from pathlib import Path

import numpy as np
import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from vizvi.ui.canvas import heard, pack, stage


def key(name):
    """The same on each rerun, but another for each visit to a page that stays open: nothing is left of the last one."""
    return name + st.query_params.get("visit", "")


def card(key, label, unit, tone, toy, kind, hint):
    return {"key": key, "label": label, "unit": unit, "tone": tone, "toy": toy, "kind": kind, "hint": hint}


CARDS = [
    card("elbo", "ELBO", "nats", "elbo", False, "quadrature", "The bound."),
    card("log_z", "log p(x)", "nats", "ink", True, "quadrature", "The ceiling."),
    card("reverse_kl", "KL(q‖p)", "nats", "q", True, "quadrature", "The gap."),
    card("ratio", "sd q / sd p", "", "", True, "ratio", "Too narrow below 1."),
]
TRACE = {"key": "elbo", "ceiling": "log_z", "label": "ELBO", "range": [-6.0, -1.9]}
LOG_Z = -2.27


def normal(z, mean, var):
    return np.exp(-0.5 * (z - mean) ** 2 / var) / np.sqrt(2 * np.pi * var)


def header(kind, run, steps, **more):
    names = ["z"] if kind == "1d" else ["z₁", "z₂"]
    window = [[-8, 8]] if kind == "1d" else [[-4, 4], [-4, 4]]
    base = {
        "type": "run", "kind": kind, "id": run, "seq": 0, "steps": steps, "window": window, "names": names,
        "title": "q climbs onto p", "target": "Two bumps" if kind == "1d" else "Gaussian", "family": "Full-rank",
        "divergence": "KL(q‖p)", "q": "gaussian" if kind == "1d" else "ellipse", "style": "reverse", "normalized": True,
        "radii": [1.1774, 2.4477], "handles": [], "turn": True, "readouts": CARDS, "trace": TRACE, "strip": None,
        "stopped": None, "layers": {"samples": False, "arrows": False, "trail": True, "start": True, "error": False},
    }  # fmt: skip
    return {**base, **more}


def path(start, end, steps):
    """A run that slows down as it arrives, with a little noise."""
    start, end = np.asarray(start, float), np.asarray(end, float)
    share = np.exp(-np.arange(steps + 1) / (0.15 * steps + 1e-9))[:, None]
    noise = np.random.default_rng(1).normal(0, 0.02, (steps + 1, len(start)))
    noise[0] = 0
    return end + (start - end) * share + noise


def ledger(gap):
    gap = np.asarray(gap, float)
    return {
        "elbo": LOG_Z - gap, "log_z": np.array([LOG_Z]), "reverse_kl": gap, "forward_kl": 1.7 * gap,
        "mass": np.ones(len(gap)), "ratio": 0.44 + 0 * gap,
    }  # fmt: skip


def line_arrays(lam):
    mean, var = lam[:, 0], np.exp(2 * lam[:, 1])
    z, fine = np.linspace(-8, 8, 401), np.linspace(-8, 8, 201)
    p = 0.5 * normal(z, -3, 1) + 0.5 * normal(z, 3, 1)
    q = normal(fine, mean[:, None], var[:, None])
    strip = q * np.log(np.maximum(q, 1e-300) / (0.5 * normal(fine, -3, 1) + 0.5 * normal(fine, 3, 1)))
    gap = strip.sum(1) * (fine[1] - fine[0])
    eps = np.random.default_rng(0).normal(size=(len(lam), 24))
    draws = mean[:, None] + np.sqrt(var)[:, None] * eps
    force = (np.tanh(3 * draws) * 3 - draws) + eps / np.sqrt(var)[:, None]
    f4 = np.float32
    return {
        "q_mean": mean[:, None].astype(f4), "q_cov": var[:, None].astype(f4), "p": p.astype(f4),
        "strip": strip.astype(f4),
        "draw_z": draws[..., None].astype(f4), "draw_force": force[..., None].astype(f4), **ledger(gap),
    }  # fmt: skip


def line(run="line", start=(-0.5, 0.7), end=(3.0, 0.0), steps=200, ground=None, **more):
    arrays = line_arrays(path(start, end, steps)) | (ground or {})
    strip = {"label": "q · log q/p", "range": [-0.2, 0.9], "total": "reverse_kl"}
    return pack(header("1d", run, steps, strip=strip, **more), arrays)


P_COV = np.array([1.0, 0.9, 1.0])


def ellipse(mean, cov, radius, count=80):
    turn = np.linspace(0, 2 * np.pi, count)
    root = np.linalg.cholesky([[cov[0], cov[1]], [cov[1], cov[2]]])
    return mean + radius * np.stack([np.cos(turn), np.sin(turn)], -1) @ root.T


def plane_arrays(mean, cov, p_cov=P_COV):
    f4 = np.float32
    x = np.linspace(-4, 4, 120)
    z1, z2 = np.meshgrid(x, x)
    det = p_cov[0] * p_cov[2] - p_cov[1] ** 2
    p = np.exp(-0.5 * (p_cov[2] * z1**2 - 2 * p_cov[1] * z1 * z2 + p_cov[0] * z2**2) / det)
    levels = [ellipse(np.zeros(2), p_cov, r) for r in (0.668, 1.1774, 2.146)]
    det_q = cov[:, 0] * cov[:, 2] - cov[:, 1] ** 2
    trace = (p_cov[2] * cov[:, 0] - 2 * p_cov[1] * cov[:, 1] + p_cov[0] * cov[:, 2]) / det
    far = (p_cov[2] * mean[:, 0] ** 2 - 2 * p_cov[1] * mean[:, 0] * mean[:, 1] + p_cov[0] * mean[:, 1] ** 2) / det
    outside = np.maximum(np.abs(mean[:, 0]), np.abs(mean[:, 1])) > 3.9
    gap = 0.5 * (trace - 2 + far + np.log(det / det_q))
    margin = normal(np.linspace(-4, 4, 200), 0, 1).astype(f4)
    eps = np.random.default_rng(0).normal(size=(len(mean), 30, 2))
    draws = mean[:, None] + eps * np.sqrt(cov[:, None, ::2])
    return {
        "q_mean": mean.astype(f4), "q_cov": cov.astype(f4), "p_image": (255 * p).astype(np.uint8),
        "p_xy": np.concatenate(levels).astype(f4), "p_len": np.full(3, 80, np.int32),
        "p_level": np.arange(3, dtype=np.int32), "p_margin_1": margin, "p_margin_2": margin,
        "draw_z": draws.astype(f4), "draw_force": (-draws).astype(f4), **ledger(gap),
        "mass": np.where(outside, 0.42, 1.0),
    }  # fmt: skip


def plane(run="plane", start=(-2.2, 2.0, 0.0, 0.0), steps=200, q="ellipse", p_cov=P_COV, **more):
    lam = path(start, (0, 0, np.log(0.44), np.log(0.44)), steps)
    mean, var = lam[:, :2], np.exp(2 * lam[:, 2:])
    cov = np.stack([var[:, 0], 0 * var[:, 0], var[:, 1]], -1)
    arrays = plane_arrays(mean, cov, p_cov)
    if q == "contours":
        lines = [ellipse(m, c, r) + np.array([0, 0.4]) * np.square(ellipse(m, c, r) - m)[:, :1]
                 for m, c in zip(mean, cov, strict=True) for r in (1.1774, 2.4477)]  # fmt: skip
        arrays |= {
            "c_xy": np.concatenate(lines).astype(np.float32), "c_len": np.full(len(lines), 80, np.int32),
            "c_level": np.tile(np.arange(2, dtype=np.int32), steps + 1),
            "c_first": np.arange(0, 2 * steps + 3, 2, dtype=np.int32),
        }  # fmt: skip
    return pack(header("2d", run, steps, q=q, **more), arrays)


def echo(kind, hand):
    """What Python would answer while a handle is dragged."""
    mean = np.array([hand["mean"]])
    live = {"type": "live", "seq": hand["seq"], "kind": kind, "style": "reverse"}
    if kind == "1d":
        arrays = line_arrays(np.array([[mean[0, 0], np.log(hand["sd"][0])]]))
        keep = ("q_mean", "q_cov", "strip")
    else:
        c, s = np.cos(hand["angle"]), np.sin(hand["angle"])
        a, b = np.square(hand["sd"])
        arrays = plane_arrays(mean, np.array([[a * c * c + b * s * s, (a - b) * c * s, a * s * s + b * c * c]]))
        keep = ("q_mean", "q_cov")
    values = ("elbo", "log_z", "reverse_kl", "forward_kl", "mass", "ratio")
    live["q"] = "gaussian" if kind == "1d" else "ellipse"
    return pack(live, {name: arrays[name] for name in keep + values})


def grabbed(kind, make):
    hand = heard(key("stage"), "handles")
    if hand and not hand["released"]:
        return echo(kind, hand)
    more = {"handles": ["mean", "scale"], "seq": hand["seq"] if hand else 0}
    if hand and kind == "1d":
        more |= {"start": (hand["mean"][0], np.log(hand["sd"][0])), "run": f"from {hand['mean']} {hand['sd']}"}
    elif hand:
        more |= {"start": (*hand["mean"], *np.log(hand["sd"])), "run": f"from {hand['mean']} {hand['sd']}"}
    return make(**more)


def still():
    """A q that is no Gaussian, standing still, with numbers that are not known or not finite."""
    z = np.linspace(-8, 8, 401)
    arrays = line_arrays(np.array([[0.0, 0.0]]))
    q = 0.7 * normal(z, -3, 0.5) + 0.3 * normal(z, 2, 2.0)
    arrays |= {"q": q[None].astype(np.float32), "forward_kl": np.array([np.inf]), "reverse_kl": np.array([0.001])}
    arrays |= {"elbo": np.array([np.nan]), "ratio": np.array([12345.6])}
    cards = [*CARDS, card("forward_kl", "KL(p‖q)", "nats", "forward", True, "quadrature", "The other way.")]
    return pack(header("1d", "still", 0, q="curve", readouts=cards), arrays)


def data():
    """A window that is not square, with long names, and the forward style."""
    shown = {"names": ["intercept", "slope"], "window": [[-9, 3], [-4, 4]], "style": "forward", "q": "ellipse"}
    return plane("data", **shown)


MESSAGES = {
    "still": still,
    "data": data,
    "line": lambda: line(),
    "forward": lambda: line("forward", end=(0.0, 1.15), style="forward", divergence="KL(p‖q)"),
    "spike": lambda: line("spike", start=(2.0, -4.0)),
    "bare": lambda: line("bare", normalized=False),
    "stopped": lambda: line(
        "stopped", stopped={"step": 37, "message": "The scale jumped to 4·10⁶. Learning rate 1.0 is too large here."}
    ),
    "plane": lambda: plane(),
    "far": lambda: plane("far", start=(-5.0, 4.6, 0.5, 0.5)),
    "present": lambda: line("present", present=True),
    "contours": lambda: plane("contours", q="contours"),
    "handles": lambda: grabbed("1d", line),
    "grab": lambda: grabbed("2d", plane),
}


@st.fragment
def show(name):
    second = st.checkbox("Another run", key=key("again")) if name in ("line", "plane") else False
    again = {"run": "again", "steps": 120, "start": (-6.0, 0.3) if name == "line" else (2.0, -2.0, 0.0, 0.0)}
    message = {"line": line, "plane": plane}[name](**again) if second else MESSAGES[name]()
    result = stage(message, key=key("stage"))
    st.button("Again")
    for name in ("handles", "grips", "guess"):
        if name == "handles" or result[name]:
            st.text(f"{name} {result[name]}")


def main():
    import stage_demo_more  # imports this module by its name

    MESSAGES.update(stage_demo_more.MESSAGES)
    st.set_page_config("Stage", layout="wide")
    st.markdown("#### Where will q end up?")
    show(st.query_params.get("show", "line"))


if __name__ == "__main__":
    main()
