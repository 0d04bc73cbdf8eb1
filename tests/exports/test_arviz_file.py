"""The file for ArviZ: what is in it, read without a library and by the one that ArviZ reads with."""

import io
import json
import zipfile
from dataclasses import replace

import numpy as np
import pytest

import vizvi
from vizvi.exports.arviz import arviz, of_draws, samples
from vizvi.presets import preset
from vizvi.samplers import SAMPLERS


@pytest.fixture(scope="module")
def run():
    experiment = replace(preset("banana", "mixture"), runs=3, steps=12)
    history = vizvi.fit(experiment)
    return experiment, history, vizvi.exact(experiment.problem, history.lam)


def read(data: bytes, name: str) -> np.ndarray:
    """One array by the rules of Zarr's second format."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        about = json.loads(archive.read(f"{name}/.zarray"))
        chunk = archive.read(f"{name}/{'.'.join('0' * len(about['shape']))}")
    return np.frombuffer(chunk, about["dtype"]).reshape(about["shape"])


def test_the_file_is_the_run(run):
    experiment, history, ledger = run
    data = arviz(*run, draws=500)
    assert data == arviz(*run, draws=500)  # equal runs, equal files
    assert (read(data, "run/elbo") == ledger.elbo).all() and (read(data, "run/loss")[:, :-1] == history.loss).all()
    for k, name in enumerate(experiment.problem.params):
        assert (read(data, f"run/{name}") == history.lam[..., k]).all()
    z = np.stack([read(data, f"posterior/{name}") for name in experiment.problem.target.names], axis=-1)
    assert z.shape == (3, 500, 2)
    assert read(data, "sample_stats/lp") == pytest.approx(experiment.problem.target.log_prob(z))
    lam = history.lam[:, -1, None]
    assert read(data, "sample_stats/log_q") == pytest.approx(experiment.problem.family.log_prob(lam, z))
    with pytest.raises(ValueError, match="ledger has shape"):
        arviz(experiment, history, vizvi.exact(experiment.problem, history.lam[0]))


@pytest.mark.parametrize("family", ["mean_field", "full_rank", "student_t", "mixture"])
def test_draws_are_of_q(family):
    """Also those of a mixture whose components weigh 0.9 and 0.1: by q's own moments."""
    problem = preset("banana", family).problem
    lam = problem.family.from_moments(np.array([0.5, -1.0]), np.array([[1.5, 0.4], [0.4, 0.7]]))
    if family == "mixture":
        lam[:2] = np.log([0.9, 0.1])
    z = samples(replace(preset("banana", family), seed=3), lam[None], 40_000)[0]
    mean, cov = problem.family.moments(lam)
    assert z.mean(axis=0) == pytest.approx(mean, abs=0.03)
    assert np.cov(z.T) == pytest.approx(cov, abs=0.08)


def test_arviz_reads_it(run, tmp_path):
    zarr = pytest.importorskip("zarr", reason='zarr is not installed: pip install ".[test]" brings it')
    xarray = pytest.importorskip("xarray", reason='xarray is not installed: pip install ".[test]" brings it')
    arviz_base = pytest.importorskip("arviz_base", reason='arviz-base is not installed: pip install ".[test]" brings it')
    experiment, _, ledger = run
    file = tmp_path / "run.zarr.zip"
    file.write_bytes(arviz(*run, draws=200))
    with zarr.storage.ZipStore(str(file), mode="r") as store:
        tree = arviz_base.convert_to_datatree(xarray.open_datatree(store, engine="zarr"))
        flat = arviz_base.extract(tree)
        assert dict(flat.sizes) == {"sample": 600} and set(flat.data_vars) == set(experiment.problem.target.names)
        assert (tree["run"]["reverse_kl"].values == ledger.reverse_kl).all()
        assert tree["run"]["elbo"].dims == ("chain", "step")


def test_chains_are_read_too(tmp_path):
    zarr = pytest.importorskip("zarr", reason='zarr is not installed: pip install ".[test]" brings it')
    xarray = pytest.importorskip("xarray", reason='xarray is not installed: pip install ".[test]" brings it')
    arviz_base = pytest.importorskip("arviz_base", reason='arviz-base is not installed: pip install ".[test]" brings it')
    target = preset("funnel", "mean_field").problem.target
    chains = vizvi.sample(vizvi.Sampling(target, SAMPLERS["metropolis"](1.0), chains=3, steps=50, seed=2))
    file = tmp_path / "chains.zarr.zip"
    drawn = {name: chains.z[:, 1:, k] for k, name in enumerate(target.names)}
    stats = {"lp": target.log_prob(chains.z[:, 1:]), "accepted": chains.accepted.astype(int)}
    file.write_bytes(of_draws(drawn, stats, "how"))
    with zarr.storage.ZipStore(str(file), mode="r") as store:
        tree = arviz_base.convert_to_datatree(xarray.open_datatree(store, engine="zarr"))
        drawn = tree["posterior"]
        assert dict(drawn.sizes) == {"chain": 3, "draw": 50} and tree.attrs["sampling"] == "how"
        z = np.stack([drawn[name].values for name in target.names], axis=-1)
        assert (z == chains.z[:, 1:]).all()
        assert (tree["sample_stats"]["lp"].values == target.log_prob(chains.z[:, 1:])).all()
        assert (tree["sample_stats"]["accepted"].values == chains.accepted).all()


@pytest.mark.parametrize("steps", [60, 700])
def test_gibbs_chains_are_a_file(steps):
    from vizvi.lessons.coordinate_ascent import script, words
    from vizvi.models.normal_gamma import NormalGamma

    y, prior = (1.0, 2.5, 0.3), NormalGamma()
    data, (mu, tau) = script.file(y, prior, steps, 2, 4), prior.gibbs(y, steps, 2, 4)
    assert (read(data, "posterior/mu") == mu[:, 1:]).all() and (read(data, "posterior/tau") == tau[:, 1:]).all()
    if steps == 60:
        clumps = script.file_of_clumps(steps, 0)
        short, long = (read(clumps, f"posterior/{name}") for name in words.sampling.SHORT_AND_LONG[1::2])
        assert short.shape == (1, 11) and (short < long).all()
