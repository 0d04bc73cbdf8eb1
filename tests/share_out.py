"""How workers share the collection: each begins with folders of its own, and finds what the others have compiled.

Pytest rewrites each file's asserts before it is imported, and keeps the result beside it. Workers that go through a fresh
checkout in step would each rewrite every file.
"""

from pathlib import Path

TESTS = Path(__file__).parent


def begin_elsewhere(config) -> None:
    """Turn the round of folders to where this worker begins."""
    worker = getattr(config, "workerinput", None)
    if worker and [config.invocation_params.dir / each for each in config.args] == [TESTS]:
        folders = sorted({each.parent for each in TESTS.glob("*/test_*.py")})
        first = len(folders) * int(worker["workerid"].removeprefix("gw")) // worker["workercount"]
        config.args[:] = map(str, folders[first:] + folders[:first])


def in_order(items) -> None:
    """As if all had been collected from the first folder on: workers must agree."""
    items.sort(key=lambda each: each.path.parent)
