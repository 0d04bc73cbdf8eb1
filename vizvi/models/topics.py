"""Topic models: what q says of documents and topics, by coordinate ascent or by stochastic steps, many seeds at once."""

from typing import NamedTuple

import numpy as np

from vizvi.member import whole
from vizvi.models.checks import frozen, positive
from vizvi.models.dirichlet import log_mixed, log_share, minus_kl, scaled, shares_of, words_of

SETTLED = 1e-6  # largest change of a topic's share that ends the search for a document's q
LONGEST = 2000  # steps of that search
LARGEST = 2**32 - 1  # of a seed, and of any count
COMPARED = 10  # of them between two looks


class Fit(NamedTuple):
    """q after the last sweep; for several seeds every field has them as its first axis."""

    lam: np.ndarray  # (K, V) of q(φ_k) = Dirichlet(λ_k): topics
    gamma: np.ndarray  # (D, K) of q(θ_d) = Dirichlet(γ_d): documents
    bound: np.ndarray  # the ELBO, nats, multinomial coefficients left out
    trace: np.ndarray  # (T + 1,) the bound before and after each sweep


class Path(NamedTuple):
    """Topics along stochastic steps; for several seeds every field but `touched` has them as its first axis."""

    lam: np.ndarray  # (C, K, V) at each look
    touched: np.ndarray  # (C,) documents touched until then


class Topics:
    """Latent Dirichlet allocation (Blei, Ng & Jordan, 2003): θ_d ~ Dir(alpha), φ_k ~ Dir(eta), n_d ~ Mult(N_d, θ_d φ).

    counts: (D, V) how often each word occurs in each document; topics: K; alpha, eta: both symmetric. Words are a bag, so
    the multinomial coefficients of `counts`, which depend on no parameter, are left out of every bound. Raises ValueError
    if counts are no table of finite numbers ≥ 0 or a setting is out of range."""

    def __init__(self, counts, topics: int = 10, alpha: float = 0.3, eta: float = 0.1):
        self.counts = _table(counts)
        self.counts.setflags(write=False)
        self.topics = _whole("topics", topics)
        self.alpha, self.eta = positive("Topics", "alpha", alpha), positive("Topics", "eta", eta)

    def start(self, seed=0) -> np.ndarray:
        """λ (K, V), or (R, K, V) for several seeds: Gamma(100, 1/100), topics that differ by a tenth."""
        shape = self.topics, self.counts.shape[1]
        if np.ndim(seed) == 0:
            return np.random.default_rng(_whole("seed", seed, 0)).gamma(100.0, 0.01, shape)
        return np.stack([self.start(each) for each in seed])

    def fit(self, seed=0, sweeps: int = 300, local: int = 1, traced: bool = True) -> Fit:
        """Coordinate ascent from one seed, or from several, all in one array: the last of `ascent`, and every bound.

        Without `traced` the trace is the last bound alone, in half the time."""
        trace, climb, sweeps = [], self._climb(seed, local), _whole("sweeps", sweeps, 0)
        for done, (lam, gamma, *logs) in zip(range(sweeps + 1), climb):
            if traced or done == sweeps:
                trace.append(self._bound(lam, gamma, *logs))
        return Fit(*frozen(lam, gamma, trace[-1], np.stack(trace, axis=-1)))

    def ascent(self, seed=0, local: int = 1):
        """λ, γ and the bound at the start and after each sweep, without end: for who wants to watch or to stop.

        A sweep sets every γ `local` times and then λ, each to its best given the rest, so the bound never falls."""
        for lam, gamma, *logs in self._climb(seed, local):
            yield lam, gamma, self._bound(lam, gamma, *logs)

    def sweeps(self, seed=0, local: int = 1):
        """λ and γ of `ascent`, without the bounds, which take as long as the sweeps: for who looks at few of them."""
        for lam, gamma, *_ in self._climb(seed, local):
            yield lam, gamma

    def _climb(self, seed, local: int):
        """λ, γ and their expected log shares."""
        lam = self.start(seed)
        gamma = np.ones((*lam.shape[:-2], len(self.counts), self.topics))
        log_word, log_topic = log_share(lam), log_share(gamma)
        local = _whole("local", local)
        while True:
            yield lam, gamma, log_word, log_topic
            word = scaled(log_word, -2)
            for _ in range(local):
                gamma = self._documents(word, scaled(log_topic, -1), self.counts)
                log_topic = log_share(gamma)
            lam = self._topics(word, scaled(log_topic, -1), self.counts)
            log_word = log_share(lam)

    def stochastic(self, seed=0, steps: int = 400, looks: int = 40, batch: int = 20, **settings) -> Path:
        """Stochastic steps from one seed or from several: `looks` of them evenly spaced, the start and the last included.

        The other settings are those of `minibatches`."""
        steps = _whole("steps", steps)
        keep = np.unique(np.linspace(0, steps, min(_whole("looks", looks, 2), steps + 1)).round().astype(int))
        seen = set(keep.tolist())
        walk = zip(range(steps + 1), self.minibatches(seed, batch=batch, **settings))
        return Path(*frozen(np.stack([lam for t, lam in walk if t in seen], axis=-3), keep * batch))

    def minibatches(self, seed=0, batch: int = 20, delay: float = 10.0, decay: float = 0.7, local: int = 20):
        """λ at the start and after each natural-gradient step of size (t + delay)^−decay, t = 0, 1, …, without end.

        A step gives `batch` documents `local` updates of γ from 1, then moves λ towards what they would make of it if all
        documents were like them (Hoffman et al., 2013). Documents go by in an order shuffled anew for each pass."""
        size, batch, local, lam = len(self.counts), _whole("batch", batch), _whole("local", local), self.start(seed)
        delay, decay = positive("Topics", "delay", delay), positive("Topics", "decay", decay)
        if batch > size:
            raise ValueError(f"Topics: batch is {batch}, but there are only {size} documents.")
        streams = [np.random.default_rng([int(each), 1]) for each in np.atleast_1d(seed)]
        order, t = np.empty((len(streams), 0), int), 0
        while True:
            yield lam
            while order.shape[1] < batch:
                order = np.concatenate([order, [each.permutation(size) for each in streams]], axis=1)
            rows, order = order[:, :batch], order[:, batch:]
            counts = self.counts[rows if np.ndim(seed) else rows[0]]
            word, gamma = words_of(lam), np.ones((*lam.shape[:-2], batch, self.topics))
            for _ in range(local):
                gamma = self._documents(word, shares_of(gamma), counts)
            rate = float(t + delay) ** -decay
            lam, t = (1 - rate) * lam + rate * self._topics(word, shares_of(gamma), counts, size / batch), t + 1

    def documents(self, lam, counts=None) -> np.ndarray:
        """The best γ (..., D, K) of documents `counts` (D, V; by default the model's own), topics held at λ (..., K, V)."""
        counts = self.counts if counts is None else self._same_words(counts)
        word = words_of(self._checked(lam))
        out = np.ones((*word.shape[:-2], len(counts), self.topics))
        for words, gamma in zip(word.reshape(-1, *word.shape[-2:]), out.reshape(-1, *out.shape[-2:])):
            open_ = np.arange(len(counts))
            for _ in range(LONGEST // COMPARED):
                now = before = gamma[open_]
                for _ in range(COMPARED):
                    now = self._documents(words, shares_of(now), counts[open_])
                gamma[open_] = now
                # A document that has settled takes no part in what follows.
                open_ = open_[np.abs(now - before).max(axis=-1) > SETTLED * now.sum(axis=-1)]
                if not len(open_):
                    break
        return out

    def bound(self, lam, gamma) -> np.ndarray:
        """The ELBO (...), nats, of λ (..., K, V) and γ (..., D, K) at the best responsibilities, complete but for the
        multinomial coefficients: what scikit-learn's `score` says of the training corpus."""
        lam, gamma = self._checked(lam), np.asarray(gamma, float)
        return self._bound(lam, gamma, log_share(lam), log_share(gamma))

    def held_out(self, lam, counts) -> np.ndarray:
        """The ELBO of new documents `counts` (D, V) per word (...), nats, topics held at q(φ) = Dirichlet(λ (..., K, V)).

        E_q[log p(n, θ, z | φ)] + H[q(θ, z)] over the number of words; exp of minus that bounds the perplexity. The topics'
        KL is not charged to new documents; scikit-learn's `score` and `perplexity` charge it, so theirs read worse."""
        counts = self._same_words(counts)
        gamma = self.documents(lam, counts)
        log_topic = log_share(gamma)
        value = log_mixed(log_share(np.asarray(lam, float)), log_topic, counts)
        return (value + minus_kl(gamma, log_topic, self.alpha)) / counts.sum()

    def responsibilities(self, lam, gamma) -> np.ndarray:
        """q(z = k) of each word of the vocabulary in each document, (..., D, V, K)."""
        word, topic = words_of(np.asarray(lam, float)), shares_of(np.asarray(gamma, float))
        out = topic[..., :, None, :] * np.swapaxes(word, -1, -2)[..., None, :, :]
        return out / out.sum(axis=-1, keepdims=True)

    def _documents(self, word, topic, counts):
        """γ from exp E[log φ] (..., K, V) and exp E[log θ] (..., D, K), each up to factors that cancel."""
        return self.alpha + topic * ((counts / (topic @ word)) @ np.swapaxes(word, -1, -2))

    def _topics(self, word, topic, counts, scale=1.0):
        """λ from the same, the documents standing for `scale` times as many."""
        return self.eta + scale * word * (np.swapaxes(topic, -1, -2) @ (counts / (topic @ word)))

    def _bound(self, lam, gamma, log_word, log_topic):
        own = minus_kl(gamma, log_topic, self.alpha) + minus_kl(lam, log_word, self.eta)
        return log_mixed(log_word, log_topic, self.counts) + own

    def _checked(self, lam):
        lam = np.asarray(lam, float)
        if lam.shape[-2:] != (own := (self.topics, self.counts.shape[1])) or not np.all(lam > 0):
            raise ValueError(f"Topics: lam has shape {lam.shape}, but must be (..., {own[0]}, {own[1]}) and positive.")
        return lam

    def _same_words(self, counts):
        counts = _table(counts)
        if counts.shape[1] != self.counts.shape[1]:
            raise ValueError(f"Topics: new counts have {counts.shape[1]} words, but the model has {self.counts.shape[1]}.")
        return counts


def _table(counts) -> np.ndarray:
    try:
        table = np.array(counts, float)
    except (TypeError, ValueError):
        table = np.empty(0)
    if table.ndim != 2 or not table.size or not np.isfinite(table).all() or table.min() < 0 or not table.sum() > 0:
        raise ValueError("Topics: counts must be a table (documents, words) of finite numbers ≥ 0, not all of them 0.")
    return table


def _whole(name: str, value, least: int = 1) -> int:
    return whole("Topics", name, value, least, LARGEST)
