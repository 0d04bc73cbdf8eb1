"""A run as a file that ArviZ reads: q's draws at the end of every run, and the course of the runs, as Zarr in a zip."""

import io
import json
import zipfile

import numpy as np

from vizvi.exact import Ledger
from vizvi.experiment import Experiment, History
from vizvi.exports.table import FIELDS, checked

DRAWS = 1000
POOL = 8  # draws for each one that is kept, of a family whose draws stand for unequal masses
OLD = (1980, 1, 1, 0, 0, 0)  # the day of every part: equal runs, equal files


def arviz(experiment: Experiment, history: History, ledger: Ledger, draws: int = DRAWS) -> bytes:
    """The bytes of a zip file, Zarr's second format, that opens as the tree of groups which ArviZ works on:

        xarray.open_datatree(zarr.storage.ZipStore(path, mode="r"), engine="zarr")

    "posterior" has draws of q, one chain a run; "sample_stats" their log densities lp and log_q; "run" each run's λ by
    name, loss, bound and divergences at every step, all in nats. ledger: of λ (R, T+1, P); ValueError if shapes differ."""
    runs, count = checked(history, ledger)
    problem, end = experiment.problem, history.lam[:, -1]
    z = samples(experiment, end, draws)
    chain, draw, step = (((name,), np.arange(n)) for name, n in (("chain", runs), ("draw", draws), ("step", count)))
    over, along = ("chain", "draw"), ("chain", "step")
    lp, log_q = problem.target.log_prob(z), problem.family.log_prob(end[:, None], z)
    course = dict(zip(problem.params, np.moveaxis(history.lam, -1, 0), strict=True))
    course["loss"] = np.concatenate([history.loss, np.full((runs, 1), np.nan)], axis=1)
    course |= {name: np.broadcast_to(getattr(ledger, name), (runs, count)) for name in FIELDS}
    drawn = {"chain": chain, "draw": draw}
    groups = {
        "posterior": drawn | {name: (over, z[..., k]) for k, name in enumerate(problem.target.names)},
        "sample_stats": drawn | {"lp": (over, lp), "log_q": (over, log_q)},
        "run": {"chain": chain, "step": step} | {name: (along, values) for name, values in course.items()},
    }
    return _zipped(groups, {"inference_library": "vizvi", "experiment": repr(experiment)})


def of_draws(drawn: dict[str, np.ndarray], stats: dict[str, np.ndarray], about: str) -> bytes:
    """The same for chains: "posterior" has their draws (R, T) by name, "sample_stats" what else is known of each, by name.
    about: what they were made by, kept as an attribute."""
    runs, draws = next(iter(drawn.values())).shape
    places = {"chain": (("chain",), np.arange(runs)), "draw": (("draw",), np.arange(draws))}
    over = lambda values: {name: (("chain", "draw"), each) for name, each in values.items()}
    groups = {"posterior": places | over(drawn), "sample_stats": places | over(stats)}
    return _zipped(groups, {"inference_library": "vizvi", "sampling": about})


def samples(experiment: Experiment, lam, draws: int) -> np.ndarray:
    """Draws of q at λ (R, P), each of the same mass: (R, draws, D). The experiment's seed gives them."""
    problem, rng = experiment.problem, np.random.default_rng(experiment.seed)
    equal = np.ndim(problem.family.log_mass(lam[0], 1)) == 0
    pool = problem.family.round_draws(draws if equal else POOL * draws)
    eps = rng.standard_normal((len(lam), pool, problem.family.noise_dim(problem.target.dim)))
    z = problem.family.transform(lam[:, None], eps)
    if equal:
        return z[:, :draws]
    mass = np.exp(problem.family.log_mass(lam, pool))
    return np.stack([each[rng.choice(pool, draws, p=m / m.sum())] for each, m in zip(z, mass, strict=True)])


def _zipped(groups: dict, said: dict) -> bytes:
    """Groups of named (dimensions, array) as Zarr: one chunk an array, not compressed but by the zip."""
    told = {".zgroup": {"zarr_format": 2}, ".zattrs": said}
    chunks = {}
    for group, arrays in groups.items():
        told |= {f"{group}/.zgroup": {"zarr_format": 2}, f"{group}/.zattrs": said}
        for name, (dimensions, values) in arrays.items():
            values = np.ascontiguousarray(values, "<i8" if np.asarray(values).dtype.kind == "i" else "<f8")
            shape = list(values.shape)
            told[f"{group}/{name}/.zattrs"] = {"_ARRAY_DIMENSIONS": list(dimensions)}
            told[f"{group}/{name}/.zarray"] = {
                "zarr_format": 2, "shape": shape, "chunks": shape, "dtype": values.dtype.str, "compressor": None,
                "fill_value": None, "filters": None, "order": "C",
            }  # fmt: skip
            chunks[f"{group}/{name}/{'.'.join('0' for _ in shape)}"] = values.tobytes()
    told[".zmetadata"] = {"zarr_consolidated_format": 1, "metadata": dict(told)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (told | chunks).items():
            data = content if isinstance(content, bytes) else json.dumps(content)
            archive.writestr(zipfile.ZipInfo(name, OLD), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
