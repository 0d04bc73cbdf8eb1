"""The networks of the digits that are shipped, by name; `python -m vizvi.models.training` makes such a file."""

from functools import lru_cache
from importlib.resources import files
from io import BytesIO

import numpy as np

from vizvi.models.decoder import Decoder
from vizvi.models.encoder import Encoder

DECODERS = ("dec", "exact")  # trained by the bound with mean-field; then on log p(x) itself
FAMILIES, HIDDEN, EPOCHS = {"mean_field": "mf", "full_rank": "fr"}, ("linear", "32", "128"), (10, 100, 1000)


@lru_cache(maxsize=1)
def shipped() -> dict[str, tuple]:
    """Layers ((W, b), …) of every network of `data/amortize_weights.npz`, by name: "dec", "exact", "mf/32/1000", …"""
    return read((files("vizvi") / "data" / "amortize_weights.npz").read_bytes())


def read(source) -> dict[str, tuple]:
    """Networks by name from an .npz file, or from its bytes."""
    with np.load(BytesIO(source) if isinstance(source, bytes) else source, allow_pickle=False) as file:
        arrays = {key: file[key].astype(float) for key in file.files}
    names = dict.fromkeys(key.rsplit("/", 1)[0] for key in arrays)
    depth = {name: sum(key.rsplit("/", 1)[0] == name for key in arrays) // 2 for name in names}
    return {name: tuple((arrays[f"{name}/W{i}"], arrays[f"{name}/b{i}"]) for i in range(depth[name])) for name in names}


@lru_cache(maxsize=4)
def decoder(name: str = "dec") -> Decoder:
    """A shipped decoder, with its table of the latent plane kept."""
    if name not in DECODERS:
        raise ValueError(f"decoder: name is {name!r}, but must be one of {', '.join(DECODERS)}.")
    return Decoder(shipped()[name])


@lru_cache(maxsize=32)
def encoder(family: str = "mean_field", hidden: str = "32", epochs: int = 1000) -> Encoder:
    """A shipped encoder of the decoder "dec"."""
    for what, value, known in (("family", family, FAMILIES), ("hidden", hidden, HIDDEN), ("epochs", epochs, EPOCHS)):
        if value not in known:
            raise ValueError(f"encoder: {what} is {value!r}, but must be one of {', '.join(map(str, known))}.")
    return Encoder(shipped()[f"{FAMILIES[family]}/{hidden}/{epochs}"])
