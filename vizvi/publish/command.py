"""`vizvi publish FOLDER`: the whole lab as files."""

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from vizvi.lessons import COURSE

MOST_WORKERS = 4
EVERY = 10.0  # seconds between two lines about one lesson


def main(argv: list[str] | None = None) -> int:
    """Write the static edition; 0 once all of it is there."""
    about = "Write the lab as static pages, computed ahead of time."
    parser = argparse.ArgumentParser(prog="vizvi publish", description=about)
    parser.add_argument("folder", type=Path, help="where to write; what is there and has not changed is left alone")
    parser.add_argument("--live", default="", help="address of a live edition, for pages to lead to")
    parser.add_argument("--only", nargs="+", choices=COURSE, metavar="LESSON", help="these lessons alone")
    cores = min(os.cpu_count() or 1, MOST_WORKERS)
    parser.add_argument("--jobs", type=int, default=cores, help="processes (default: the cores, up to 4)")
    parser.add_argument("--no-docs", action="store_true", help="leave out the documentation")
    parser.add_argument("--again", action="store_true", help="compute also what has not changed")
    args = parser.parse_args(argv)
    if args.live and not args.live.startswith(("http://", "https://")):
        parser.error("--live takes an address that begins with http:// or https://")
    if args.folder.exists() and not args.folder.is_dir():
        parser.error(f"{args.folder} is a file, but a folder is wanted")
    failed = publish(args.folder, args.only or list(COURSE), args.live.rstrip("/"), max(1, args.jobs), args.again)
    if not args.no_docs:
        from vizvi.publish.docs import documentation

        print(f"docs: {documentation(args.folder / 'docs') or 'written'}", flush=True)
    size = [each.stat().st_size for each in args.folder.rglob("*") if each.is_file()]
    print(f"{args.folder}: {len(size)} files, {sum(size) / 1e6:.1f} MB", flush=True)
    return failed


def publish(folder: Path, slugs: list[str], live="", jobs=1, again=False, most: int | None = None) -> int:
    """Write lessons into a folder, several at once if there are jobs for it; most: states of each sweep, for a trial."""
    from vizvi.publish.site import recorded, remember, shared, unchanged

    begun, made = time.monotonic(), recorded(folder)
    work = [slug for slug in slugs if again or not unchanged(folder, slug, made, live)]
    for slug in [each for each in slugs if each not in work]:
        print(f"{slug}: unchanged", flush=True)
    shared(folder)
    failed = 0
    for slug, told in _done(folder, work, live, jobs, most):
        if isinstance(told, BaseException):
            failed += 1
            print(f"{slug}: {told}", file=sys.stderr, flush=True)
            continue
        made[slug] = told
        remember(folder, made)
        print(f"{slug}: {told['states']} states, {told['seconds']:.0f} s", flush=True)
    print(f"{len(work)} of {len(slugs)} lessons in {time.monotonic() - begun:.0f} s", flush=True)
    return 1 if failed else 0


def _done(folder: Path, work: list[str], live: str, jobs: int, most: int | None):
    """Each lesson with what its page was made of, or with what went wrong, as they are ready."""
    if jobs == 1 or len(work) < 2:
        for slug in work:
            yield slug, _one(folder, slug, live, most)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        with _this_as_main():
            waiting = {pool.submit(_one, folder, slug, live, most): slug for slug in _slowest_first(work)}
        for each in as_completed(waiting):
            yield waiting[each], each.exception() or each.result()


@contextmanager
def _this_as_main():
    """New processes begin with this module: a page that was run in this one has taken the main program's place."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = sys.modules[__name__]
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _slowest_first(work: list[str]) -> list[str]:
    """Lessons that train and sample begin before the quick ones, so that no core waits at the end."""
    return sorted(work, key=lambda slug: -COURSE.index(slug))


def _one(folder: Path, slug: str, live: str, most: int | None):
    from vizvi.publish.site import digest, write_lesson

    begun = told = time.monotonic()

    def progress(done: int, known: int) -> None:
        nonlocal told
        if (now := time.monotonic()) - told > EVERY:
            told = now
            print(f"{slug}: {done} of {known} states", flush=True)

    try:
        made = write_lesson(folder, slug, live, progress, most)
    except Exception as problem:  # one lesson that fails must not take the others along
        return problem
    return made | {"digest": digest(slug, live), "seconds": round(time.monotonic() - begun, 1)}
