"""The README: its Python runs as written, its commands are the ones that CI runs."""

import re
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_python_example_runs_as_written(capsys):
    namespace = {}
    for block in blocks("python")[:3]:
        exec(block, namespace)
    printed = capsys.readouterr().out
    assert "evidence -14.0194" in printed and "q's shape is wrong" in printed
    assert namespace["history"].lam.shape == (8, 301, 5)
    assert namespace["cov"].shape == (2, 2)


def test_the_new_target_works_as_written():
    namespace = {"__name__": "vizvi.targets.plateau"}
    exec(blocks("python")[3], namespace)
    target = namespace["Plateau"](width=1.0)
    # ∫ exp(−z⁸) dz = 2 Γ(9/8)
    assert np.isclose(target.log_z, np.log(2 * 0.9417426998), atol=1e-8)


def test_the_two_commands_are_there():
    assert 'pip install ".[test]" && pytest' in README
    assert "pip install . && vizvi" in README
    assert "pip install" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
