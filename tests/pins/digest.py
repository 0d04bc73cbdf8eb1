"""Pins: what a page shows as plain JSON values, coarse enough that another NumPy or another processor gives the same."""

import json
import re
import zlib
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
LINKS, PICTURES = HERE / "links.json", HERE / "pictures.json"
DIGITS = 5  # significant ones that are kept
OF_A_SESSION = ("id", "seq", "token")  # counters and hashes: another in every session


def rounded(value):
    """A JSON value with its floats to some digits."""
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, float | np.floating):
        return float(f"{value:.{DIGITS}g}") if np.isfinite(value) else str(float(value))
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(each) for each in value]
    return value


def of_link(shown) -> dict:
    """What a link opens: the settings, what Share and the address bar say of them, read-outs at the last step."""
    readouts = {
        key: {each["key"]: last(arrays[each["key"]]) for each in header["readouts"] if each["key"] in arrays}
        for key, (header, arrays) in shown.pictures.items()
        if header.get("readouts")
    }
    found = {"settings": shown.settings, "shared": shown.shared, "address": shown.address, "large": shown.large}
    return rounded(found | {"readouts": readouts})


def last(values: np.ndarray) -> float:
    """A read-out where a run ends."""
    return float(np.ravel(values)[-1])


def of_pictures(shown) -> dict:
    """Headers without what differs from session to session, and a digest of each array but stated errors, which may
    shrink, by the picture's key."""
    return {
        key: {
            "header": rounded({name: value for name, value in header.items() if name not in OF_A_SESSION}),
            "arrays": {name: of_array(values) for name, values in arrays.items() if not name.startswith("off.")},
        }
        for key, (header, arrays) in shown.pictures.items()
    }


def of_array(values: np.ndarray) -> list:
    """Kind, shape, how many are finite, and of those the least, the greatest, the mean, and one that feels the order."""
    flat = np.ravel(values).astype(float)
    kept = np.isfinite(flat)
    wave = np.cos(np.arange(flat.size))[kept]
    flat = flat[kept]
    sums = [flat.min(), flat.max(), flat.mean(), (flat * wave).mean()] if flat.size else []
    return [values.dtype.kind, list(values.shape), int(kept.sum()), rounded([float(each) for each in sums])]


def differences(want, got, where: str = "") -> list[str]:
    """Where values differ by more than the last digits; what was not there when `want` was recorded is no difference."""
    if isinstance(want, dict) and isinstance(got, dict):
        gone = [f"{where}.{key} is gone" for key in want if key not in got]
        return gone + [each for key in want if key in got for each in differences(want[key], got[key], f"{where}.{key}")]
    if isinstance(want, list) and isinstance(got, list) and len(want) == len(got):
        if is_digest(want):
            return [] if same_digest(want, got) else [f"{where}: {want} -> {got}"]
        return [each for i, pair in enumerate(zip(want, got)) for each in differences(*pair, f"{where}[{i}]")]
    if is_number(want) and is_number(got):
        return [] if abs(want - got) <= 1e-4 * abs(want) + 1e-7 else [f"{where}: {want} -> {got}"]
    return [] if unsigned(want) == unsigned(got) else [f"{where}: {want!r} -> {got!r}"]


def unsigned(value):
    """A text with −0.00 as 0.00: the sign of nothing is another on another processor."""
    return re.sub(r"[-−](?=0\.0+(?!\d))", "", value) if isinstance(value, str) else value


def is_number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_digest(value: list) -> bool:
    return len(value) == 4 and value[0] in ("f", "i", "u")


def same_digest(want: list, got: list) -> bool:
    """Floats to some digits of the greatest; maps of whole numbers may have a few other pixels on an edge."""
    if want[:3] != got[:3] or len(want[3]) != len(got[3]):
        return False
    part = 1e-4 if want[0] == "f" else 2e-3
    size = max((abs(each) for each in want[3][:2]), default=0.0)
    return all(abs(a - b) <= part * size + 1e-6 for a, b in zip(want[3], got[3]))


def packed(pictures: dict) -> dict:
    """All cases' pictures with each distinct header value stored once, by a short name."""
    store = {}

    def kept(value) -> str:
        name = f"{zlib.crc32(json.dumps(value, ensure_ascii=False).encode()):08x}"
        assert store.setdefault(name, value) == value, name
        return name

    return {
        "pictures": {
            case: {
                key: {"header": {name: kept(value) for name, value in each["header"].items()}, "arrays": each["arrays"]}
                for key, each in found.items()
            }
            for case, found in pictures.items()
        },
        "values": store,
    }


def unpacked(stored: dict) -> dict:
    """The inverse of `packed`."""
    values = stored["values"]
    return {
        case: {
            key: {"header": {name: values[it] for name, it in each["header"].items()}, "arrays": each["arrays"]}
            for key, each in found.items()
        }
        for case, found in stored["pictures"].items()
    }
