"""Messages of stages and boards on their way to a file: what nobody hears is left out, what is only drawn is shortened."""

import gzip
import hashlib
import json
from itertools import pairwise

import numpy as np

from vizvi.figures.pack import pack, unpack
from vizvi.publish.by_hand import reworded

DRAWN = {"strip": 7, "c_xy": 13, "p_xy": 13}  # arrays that are drawn and never printed: bits of their mantissas that stay
DRAWS = ("draw_", "step_")  # one array of draws for each step: what nobody has switched on
LARGE = 4096  # bytes of an array that is worth a file of its own
ALONE = {"handles": [], "grips": [], "later": [], "report_step": True}  # without Python nothing can be grabbed


def lightened(message: bytes, draws: bool = False) -> tuple[dict, bytes]:
    """A message as it is stored, its header apart from its arrays, which many states share: the same numbers, without marks
    of the session that drew it.

    draws: keep those that each step used, and its slow motion."""
    whole = _run(message, draws) if _apart(message)[0]["type"] == "run" else message
    header, arrays = _apart(whole)
    for name in ("token", "seq", "present", "play"):
        header.pop(name, None)
    if header["type"] != "run":
        header = reworded(header) | {"id": str(header.get("id", "")).rpartition(".")[0]}
    return header, arrays


def pieces(header: dict, arrays: bytes) -> list[bytes]:
    """A message's arrays as pieces that many states may share: each large one alone, small neighbors together."""
    starts = sorted(each["offset"] for each in header["arrays"].values())
    ends = [*starts[1:], len(arrays)]
    large = {at for start, end in zip(starts, ends, strict=True) if end - start >= LARGE for at in (start, end)}
    cuts = sorted({0, len(arrays), *large})
    return [arrays[a:b] for a, b in pairwise(cuts)]


def _run(message: bytes, draws: bool) -> bytes:
    """A stage's run without what nobody hears."""
    header, arrays = unpack(message)
    header |= ALONE
    if not draws:
        arrays = {name: each for name, each in arrays.items() if not name.startswith(DRAWS)}
        header["explain"] = None
        layers = header.get("layers", {}).items()
        header["layers"] = {name: on for name, on in layers if name not in ("samples", "arrows")}
    return pack(header, {name: rounded(each, DRAWN[name]) if name in DRAWN else each for name, each in arrays.items()})


def _apart(message: bytes) -> tuple[dict, bytes]:
    size = 4 + int.from_bytes(message[:4], "little")
    return json.loads(message[4:size]), message[size:]


def rounded(array, bits: int) -> np.ndarray:
    """float32 cut toward zero to so many bits of mantissa, which compresses well; of each row the largest and the smallest
    stay whole, since a picture says how far off it they are."""
    whole = np.ascontiguousarray(array, np.float32)
    short = (whole.view(np.uint32) & np.uint32(0xFFFFFFFF << (23 - bits) & 0xFFFFFFFF)).view(np.float32)
    short = np.where(np.isfinite(whole), short, whole)
    if whole.ndim == 2 and whole.size:
        rows = np.arange(len(whole))
        for pick in (whole.argmax(axis=1), whole.argmin(axis=1)):
            short[rows, pick] = whole[rows, pick]
    return short


def packed(data: bytes) -> bytes:
    """Compressed, the same bytes for the same data."""
    return gzip.compress(data, 9, mtime=0)


def name_of(data: bytes) -> str:
    """A file's name by what is in it."""
    return hashlib.blake2b(data, digest_size=6).hexdigest()
