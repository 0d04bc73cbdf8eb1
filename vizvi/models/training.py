"""Makes a file of networks like the shipped one from nothing: `python -m vizvi.models.training weights.npz`."""

import argparse
import sys

import numpy as np

from vizvi.models.autoencoder import train, train_on_evidence
from vizvi.models.digit_networks import EPOCHS, FAMILIES, HIDDEN
from vizvi.models.digits import digits

JOINT, FURTHER = 300, 60  # epochs of decoder and encoder together, and of the decoder on log p(x) itself


def networks(seed: int = 0, share: float = 1.0, tell=lambda done: None) -> dict[str, np.ndarray]:
    """Weights by name, as in the shipped file; share: of all epochs; tell(done): called with the share that is done."""
    x = digits().pictures[~digits().held_out]
    plan = [(family, hidden, epochs) for family in FAMILIES for hidden in HIDDEN for epochs in EPOCHS]
    # An epoch on log p(x) takes as long as about 50 on the bound.
    work, done = JOINT + 50 * FURTHER + sum(each[2] for each in plan), 0.0
    out = {}

    def run(epochs, weight, walk):
        nonlocal done
        before, last = done, None
        for last in walk:
            done = before + epochs * weight * last.count / _few(epochs, share)
            tell(done / work)
        return last

    decoder = run(JOINT, 1, train(x, 64, _few(JOINT, share), 0.01, seed)).decoder
    out |= named("dec", decoder, np.float32)
    for number, (family, hidden, epochs) in enumerate(plan):
        units, rate = (0, 0.01) if hidden == "linear" else (int(hidden), 0.005)
        walk = train(x, units, _few(epochs, share), rate, [seed, number], family, decoder=decoder)
        out |= named(f"{FAMILIES[family]}/{hidden}/{epochs}", run(epochs, 1, walk).encoder, np.float16)
    exact = run(FURTHER, 50, train_on_evidence(x, decoder, _few(FURTHER, share), seed=seed)).decoder
    return out | named("exact", exact, np.float32)


def named(name: str, layers, kind) -> dict[str, np.ndarray]:
    """A network's arrays by name."""
    pairs = [(f"{name}/{letter}{i}", each) for i, layer in enumerate(layers) for letter, each in zip("Wb", layer)]
    return {key: each.astype(kind) for key, each in pairs}


def _few(epochs: int, share: float) -> int:
    return max(1, round(epochs * share))


def main(arguments=None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m vizvi.models.training", description=__doc__)
    parser.add_argument("file", help="where to write the weights, an .npz")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--share", type=float, default=1.0, help="of all epochs, to try it out")
    chosen = parser.parse_args(arguments)
    if not 0 < chosen.share <= 1:
        parser.error("--share must be above 0 and at most 1")
    last = -1

    def tell(done):
        nonlocal last
        if int(100 * done) > last:
            last = int(100 * done)
            print(f"\r{last:3d} %", end="", file=sys.stderr, flush=True)

    np.savez_compressed(chosen.file, **networks(chosen.seed, chosen.share, tell))
    print(f"\rWrote {chosen.file}", file=sys.stderr)


if __name__ == "__main__":
    main()
