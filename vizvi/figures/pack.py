"""One message for the stage: a JSON header and raw little-endian arrays in one `bytes`."""

import json
import struct

import numpy as np

_CODES = {"f4": "<f4", "f8": "<f8", "u1": "u1", "i4": "<i4"}


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


def pack(header: dict, arrays: dict[str, np.ndarray]) -> bytes:
    """Header and arrays as one `bytes`; NaN and inf are welcome in arrays, never in the header."""
    table, chunks, offset = {}, [], 0
    for name, values in arrays.items():
        array = np.asarray(values)
        code = _code(array)
        raw = np.ascontiguousarray(array, dtype=_CODES[code]).tobytes()
        table[name] = {"dtype": code, "shape": list(array.shape), "offset": offset}
        padding = -len(raw) % 8  # every buffer starts 8-byte aligned
        chunks += [raw, bytes(padding)]
        offset += len(raw) + padding
    return _head({**header, "arrays": table}) + b"".join(chunks)


def _head(header: dict) -> bytes:
    """A header with its length in front, padded so that what follows is aligned."""
    text = json.dumps(header, ensure_ascii=False, allow_nan=False).encode()
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
    for name, entry in header.pop("arrays").items():
        count = int(np.prod(entry["shape"]))
        flat = np.frombuffer(message, _CODES[entry["dtype"]], count, 4 + size + entry["offset"])
        arrays[name] = flat.reshape(entry["shape"])
    return header, arrays
