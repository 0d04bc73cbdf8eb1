"""Outlines: p as a ground and q as lines, in arrays that a canvas draws."""


import numpy as np

from vizvi.integrate.truth import truth
from vizvi.lru import by_bytes
from vizvi.polyline import thinned

CELLS = {1: 401, 2: 201}  # resolution of p's curve and of the plane where its lines are found
PIXEL = 2  # cells of the plane along a pixel of p's image
CONTOUR_CELLS = 81
LEVELS = (0.2, 0.5, 0.9)  # mass inside p's lines
SEEN = 1500  # of a window's width, what can be told apart
INSIDE = (0.5, 0.95)  # mass inside q's lines


@by_bytes(16, 64)
def ground(target, window=None) -> dict:
    """p as a curve, or as an image with lines at fixed mass and two margins; on its own window or on the one shown."""
    log_z = np.nan_to_num(truth(target).log_z)
    axes = [np.linspace(lo, hi, CELLS[target.dim]) for lo, hi in window or target.window]
    with np.errstate(all="ignore"):
        log_p = target.log_prob(np.stack(np.meshgrid(*axes), axis=-1)) - log_z
        density = np.nan_to_num(np.exp(log_p))
    if target.dim == 1:
        return {"p": f4(density), "log_p": f4(log_p[::2]), **_curves(target, axes[0][:, None], density.max())}
    image = density[::PIXEL, ::PIXEL]
    top, image = image.max(), np.round(255 * image / image.max()).astype(np.uint8)
    cells = [axis[1] - axis[0] for axis in axes]
    margins = {"p_margin_1": f4(density.sum(axis=0) * cells[1]), "p_margin_2": f4(density.sum(axis=1) * cells[0])}
    levels = mass_levels(density * cells[0] * cells[1], LEVELS) / (cells[0] * cells[1])
    xy, lengths, level = polylines(axes, density, levels)
    xy, lengths = thinned(xy, lengths, [(axis[-1] - axis[0]) / SEEN for axis in axes])
    lengths = lengths.astype(np.int32)
    return {"p_image": image, "p_xy": xy, "p_len": lengths, "p_level": level, **margins, "p_top": f4(top[None])}


def top_density(target, window=None) -> float:
    """The density that the brightest pixel of p's image stands for; 0 in 1-D, where p is a curve."""
    return 0.0 if target.dim == 1 else float(ground(target, window)["p_top"][0])


def outline(family, lam, window, whole: bool = True) -> tuple[dict, dict]:
    """How q is drawn at λ (T+1, P): from its moments if it is Gaussian, else as curves or lines around 50 % and 95 %.

    Without `whole`, what the browser can draw from q's kernels itself is left to it."""
    if family.gaussian:
        radii = [float(np.sqrt(-2 * np.log(1 - share))) for share in INSIDE]
        return ({"q": "gaussian"}, {}) if len(window) == 1 else ({"q": "ellipse", "radii": radii}, {})
    parts = {"parts": family.components} if hasattr(family, "of_kernels") else {}  # a hand can hold each by itself
    kernels = family.kernels(lam)
    if not whole and kernels is not None:
        shape = {"q": "curve" if len(window) == 1 else "contours", "df": getattr(family, "df", 0), **parts}
        return shape, {"q_kernels": f4(kernels)}
    if len(window) == 1:
        z = np.linspace(*window[0], CELLS[1])[:, None]
        curve = {"q": f4(np.exp(family.log_prob(lam[:, None], z)))}
        return {"q": "curve", **parts}, curve | ({"q_kernels": f4(kernels)} if parts else {})
    axes = [np.linspace(lo, hi, CONTOUR_CELLS) for lo, hi in window]
    cell = np.prod([axis[1] - axis[0] for axis in axes])
    z = np.stack(np.meshgrid(*axes), axis=-1)
    frames, margins = [], ([], [])
    for each in lam:
        density = np.exp(family.log_prob(each, z))
        frames.append(polylines(axes, density, mass_levels(density * cell, INSIDE) / cell))
        margins[0].append(density.sum(axis=0) * (axes[1][1] - axes[1][0]))
        margins[1].append(density.sum(axis=1) * (axes[0][1] - axes[0][0]))
    xy, lengths, level = (np.concatenate(each) for each in zip(*frames, strict=True))
    first = np.cumsum([0, *(len(frame[1]) for frame in frames)]).astype(np.int32)
    arrays = {"c_xy": xy, "c_len": lengths, "c_level": level, "c_first": first}
    if kernels is not None:
        arrays["q_kernels"] = f4(kernels)
    # The kernels are Gaussian, or t with `df`: enough for the browser to shade what q misses and invents.
    arrays |= {f"q_margin_{i + 1}": f4(np.stack(each)) for i, each in enumerate(margins)}
    return {"q": "contours", "df": getattr(family, "df", 0), **parts}, arrays


def _curves(target, z, top: float) -> dict:
    """The joint under its own height, and what it is the product of; a likelihood has no height of its own in z."""
    found = {name: np.exp(log_f) for name, log_f in target.parts(z).items()}
    if not found:
        return {}
    found["likelihood"] *= 0.8 * top / found["likelihood"].max()
    return {name: f4(each) for name, each in (found | {"joint": np.exp(target.log_prob(z))}).items()}


def mass_levels(mass, shares) -> np.ndarray:
    """The heights above which the given shares of mass lie, for cells of a grid."""
    falling = np.sort(mass, axis=None)[::-1]
    held = np.cumsum(falling)
    return np.array([falling[min(np.searchsorted(held, share), len(falling) - 1)] for share in shares])


def polylines(axes, density, levels):
    """Contours of a density (H, W) as points (M, 2), points in each line (K,), and which level each line is at (K,)."""
    from contourpy import contour_generator

    generator = contour_generator(axes[0], axes[1], density)
    lines = [(line, i) for i, height in enumerate(levels) for line in generator.lines(height)]
    points = np.concatenate([line for line, _ in lines]) if lines else np.empty((0, 2))
    return f4(points), np.array([len(line) for line, _ in lines], np.int32), np.array([i for _, i in lines], np.int32)


def f4(values) -> np.ndarray:
    """float32 within its range: what is beyond the picture need not overflow."""
    return np.clip(np.nan_to_num(values, posinf=1e30, neginf=-1e30), -1e30, 1e30).astype(np.float32)
