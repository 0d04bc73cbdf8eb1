"""One message for the stage: a JSON header and raw little-endian arrays in one `bytes`.

What is only drawn may travel as counts of 16 bits, on an even scale or on one that is finer where values are low."""

import json
import re
import struct

import numpy as np

_CODES = {"f4": "<f4", "f8": "<f8", "u1": "u1", "i4": "<i4", "u2": "<u2"}
NOTHING = 65535  # the count that stands for NaN
BEND = 1e-4  # of a bent scale's range, where its even part ends
COLUMNS = 4  # as many at most have a scale each
LEAST = 256  # numbers: of fewer, nothing is worth shortening
FIELD, SHORTER = 32, 0.9  # rows and columns of a field; what is left of it, if that is worth while
FAR = 64.0  # times what holds nine in ten: beyond lies what would take the whole scale
SEVERAL, NUMBER = 16, re.compile(r"\d+(?:\.\d+)?")  # hints whose common words are worth saying once; what differs in them
LARGEST = 1e6  # that a bent scale goes up to


def _code(array: np.ndarray) -> str:
    """The narrowest of the four transport types that holds this array's kind."""
    if array.dtype == np.float32:
        return "f4"
    if array.dtype.kind == "f":
        return "f8"
    if array.dtype in (np.uint8, np.bool_):
        return "u1"
    if array.dtype.kind in "iu":
        return "i4"
    raise TypeError(f"the stage takes numbers, not {array.dtype}")


def pack(header: dict, arrays: dict[str, np.ndarray], drawn: dict[str, bool] | None = None) -> bytes:
    """Header and arrays as one `bytes`; NaN and inf are welcome in arrays, never in the header.

    drawn: arrays that are only drawn, to 1/65,534 of their range, and whether their scale is bent: then a value is known to
    a part in 14,000 of what it is above the lowest. Fields that repeat rows or columns say each once."""
    table, chunks, offset = {}, [], 0
    for name, values in arrays.items():
        array = np.asarray(values)
        code = _code(array)
        array, entry = _once(np.ascontiguousarray(array, dtype=_CODES[code]))
        if drawn and name in drawn and array.size >= LEAST and (scale := _counted(array, drawn[name])):
            array, code = scale.pop("counts"), "u2"
            entry |= scale
        raw = array.tobytes()
        table[name] = {"dtype": code, "shape": list(array.shape), "offset": offset} | entry
        padding = -len(raw) % 8  # every buffer starts 8-byte aligned
        chunks += [raw, bytes(padding)]
        offset += len(raw) + padding
    return _head({**_hinted(header, _brief), "arrays": table}) + b"".join(chunks)


def _hinted(header: dict, change) -> dict:
    """A header with the hints of its layers changed."""
    if "panels" not in header:
        return header
    layers = lambda some: [each | {"hints": change(each["hints"])} if each.get("hints") else each for each in some]
    return header | {"panels": [each | {"layers": layers(each["layers"])} for each in header["panels"]]}


def _brief(hints):
    """Hints that differ by their numbers alone: the words between these once, and all numbers in a row."""
    if len(hints) < SEVERAL or None in hints:
        return hints
    words = NUMBER.split(hints[0])
    if len(words) == 1 or any(NUMBER.split(each) != words for each in hints):
        return hints
    return {"words": words, "values": " ".join(each for hint in hints for each in NUMBER.findall(hint))}


def _in_words(hints):
    """The inverse."""
    if not isinstance(hints, dict):
        return hints
    first, *words = hints["words"]
    values = iter(hints["values"].split(" "))
    rows = zip(*[values] * len(words))
    return [first + "".join(value + word for value, word in zip(row, words)) for row in rows]


def _once(array: np.ndarray) -> tuple[np.ndarray, dict]:
    """A field with equal neighbors among rows and columns said once, and how often each comes, if that is shorter."""
    if array.ndim != 2 or min(array.shape) < FIELD or array.dtype not in (np.float32, np.uint8):
        return array, {}
    bits = array.view(np.uint32) if array.dtype == np.float32 else array  # NaN is NaN
    rows = np.flatnonzero(np.append(True, (bits[1:] != bits[:-1]).any(axis=1)))
    columns = np.flatnonzero(np.append(True, (bits[:, 1:] != bits[:, :-1]).any(axis=0)))
    if len(rows) * len(columns) > SHORTER * array.size:
        return array, {}
    times = [np.diff(np.append(each, size)).tolist() for each, size in zip((rows, columns), array.shape, strict=True)]
    return np.ascontiguousarray(array[np.ix_(rows, columns)]), {"times": times}


def _counted(array: np.ndarray, bent: bool) -> dict:
    """Counts of an array and their scale: value = low + step · count, or low + bend · (exp(step · count) − 1); a scale for
    each of a few columns. Empty where there is an infinity, or something far away from all others."""
    flat = array.reshape(-1, array.shape[-1] if array.shape[-1] <= COLUMNS else 1).astype(float)
    if np.isinf(flat).any() or np.isnan(flat).all(axis=0).any():
        return {}
    low, high = np.nanmin(flat, axis=0), np.nanmax(flat, axis=0)
    room = np.where(high > low, high - low, 1.0)
    usual = LARGEST if bent else FAR * np.ptp(np.nanquantile(flat, (0.05, 0.95), axis=0), axis=0)
    if np.any(room > np.where(high > low, usual, 1.0)):
        return {}
    bend, share = BEND * room, (flat - low) / room
    step = (np.log1p(1 / BEND) if bent else room) / (NOTHING - 1)
    counts = (np.log1p(share / BEND) if bent else share * room) / step
    counts = np.where(np.isnan(counts), NOTHING, np.rint(np.nan_to_num(counts))).astype("<u2").reshape(array.shape)
    step = np.broadcast_to(step, low.shape)
    scale = {"low": low.tolist(), "step": step.tolist(), "counts": counts}
    return scale | ({"bend": bend.tolist()} if bent else {})


def _head(header: dict) -> bytes:
    """A header with its length in front, padded so that what follows is aligned."""
    text = json.dumps(header, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    text += b" " * (-(4 + len(text)) % 8)
    return struct.pack("<I", len(text)) + text


def stamped(message: bytes, **fields) -> bytes:
    """The same message with more in its header; the arrays are not touched, so a cached message serves every session."""
    (size,) = struct.unpack_from("<I", message)
    return _head(json.loads(message[4 : 4 + size]) | fields) + message[4 + size :]


def unpack(message: bytes) -> tuple[dict, dict[str, np.ndarray]]:
    """The inverse of `pack`, for tests."""
    (size,) = struct.unpack_from("<I", message)
    header = json.loads(message[4 : 4 + size])
    arrays = {}
    table, header = header.pop("arrays"), _hinted(header, _in_words)
    for name, entry in table.items():
        count = int(np.prod(entry["shape"]))
        flat = np.frombuffer(message, _CODES[entry["dtype"]], count, 4 + size + entry["offset"])
        arrays[name] = _whole(flat.reshape(entry["shape"]), entry)
    return header, arrays


def _whole(array: np.ndarray, entry: dict) -> np.ndarray:
    """An array as it was before its rows, columns and numbers were shortened."""
    if "low" in entry:
        low, step = np.array(entry["low"]), np.array(entry["step"])
        flat = array.reshape(-1, len(low)).astype(float)
        values = low + (np.array(entry["bend"]) * np.expm1(step * flat) if "bend" in entry else step * flat)
        array = np.where(flat == NOTHING, np.nan, values).astype(np.float32).reshape(array.shape)
    for axis, times in enumerate(entry.get("times", ())):
        array = np.repeat(array, times, axis=axis)
    return array
