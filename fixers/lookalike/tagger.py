"""The tagger: a small convolutional network that says what each observed character stands for.

For each observed character it gives the probability of every label (no, one or two true
characters, case aside) and of a capital. The network (`training/tagger.py`) is an embedding of
characters and languages, residual blocks ``x + W2 relu(conv3(norm x))`` with growing dilation,
and one output layer; its matrices ship as int8 with one scale per row and run as float32 in numpy.

:func:`fused` brings its opinion into the beam: each candidate of the channel at each place gets
the tagger's probability of the same characters, best way of dividing them over the segment.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numba import njit
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from fixers.lookalike.model import MODELS, Model

#: Languages in the order of the network's table.
LANGS = ("ru", "uk", "be", "bg", "kk")
#: Log probability of a label that the network does not have, and the least of one that it has.
FLOOR = -11.0
#: Candidates of a segment this much worse (nats) than its best one are left out.
SPREAD = 14.0
#: Passages longer than this (characters) go through the network in parts that overlap.
PART, OVERLAP = 2048, 64

F32 = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Network:
    """Weights as float32; ``blocks`` hold (norm weight, norm bias, conv, bias, out, bias)."""

    chars: dict[str, int]
    labels: list[str]
    embedding: F32
    langs: F32
    blocks: tuple[tuple[F32, ...], ...]
    norm: tuple[F32, F32]
    head: tuple[F32, F32]
    dilations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tags:
    """``labels`` (n, labels + 1): log probabilities, the last column :data:`FLOOR`; ``capital``
    (n, 2): log probability of a small and of a capital letter."""

    labels: F32
    capital: F32

    def part(self, start: int, stop: int, extra: int = 0) -> Tags:
        """The tags of a part of the passage and of ``extra`` characters without opinion."""
        none = np.zeros((extra, self.labels.shape[1]), np.float32)
        return Tags(
            np.concatenate((self.labels[start:stop], none)),
            np.concatenate((self.capital[start:stop], none[:, :2])),
        )


@cache
def network() -> Network:
    """The trained network, read once."""
    archive = dict(np.load(MODELS / "tagger.npz"))

    def read(name: str) -> F32:
        value: F32 = archive[name].astype(np.float32)
        scale = archive.get(name + ".scale")
        return value if scale is None else np.asarray(value * scale[:, None], dtype=np.float32)

    def layer(name: str) -> tuple[F32, F32]:
        return np.ascontiguousarray(read(name + ".weight").T), read(name + ".bias")

    dilations = tuple(archive["dilations"].tolist())
    blocks = []
    for n in range(len(dilations)):
        at = f"blocks.{n}."
        norm = read(at + "norm.weight"), read(at + "norm.bias")
        blocks.append((*norm, *layer(at + "conv"), *layer(at + "out")))
    chars = archive["observed"].tobytes().decode()
    return Network(
        chars={c: n + 1 for n, c in enumerate(chars)},
        labels=archive["labels"].tobytes().decode().split("\n"),
        embedding=read("chars.weight"),
        langs=read("langs.weight"),
        blocks=tuple(blocks),
        norm=(read("norm.weight"), read("norm.bias")),
        head=layer("head"),
        dilations=dilations,
    )


def normed(x: F32, weight: F32, bias: F32) -> F32:
    """Layer normalisation of (n, width)."""
    x = x - x.mean(axis=1, keepdims=True)
    deviation = np.sqrt(np.einsum("ij,ij->i", x, x) / x.shape[1] + 1e-5)
    x /= deviation[:, None].astype(np.float32)
    x *= weight
    x += bias
    return x


def run(ids: NDArray[np.int64], lang: str, net: Network) -> F32:
    """Scores (n, labels + 1) of the observed ids."""
    x: F32 = net.embedding[ids] + net.langs[LANGS.index(lang)]
    size, width = x.shape
    wide = np.zeros((size, 3 * width), np.float32)
    for block, reach in zip(net.blocks, net.dilations, strict=True):
        y = normed(x, block[0], block[1])
        wide[:, width : 2 * width] = y
        wide[:reach, :width] = 0
        wide[reach:, :width] = y[: max(0, size - reach)]
        wide[max(0, size - reach) :, 2 * width :] = 0
        wide[: max(0, size - reach), 2 * width :] = y[reach:]
        hidden = wide @ block[2]
        hidden += block[3]
        np.maximum(hidden, 0, out=hidden)
        x = x + hidden @ block[4] + block[5]
    return np.asarray(normed(x, *net.norm) @ net.head[0] + net.head[1], dtype=np.float32)


@cache
def _libraries() -> ThreadpoolController:
    """The matrix libraries of this process."""
    return ThreadpoolController()


@lru_cache(maxsize=16)
def tags(text: str, lang: str) -> Tags:
    """What the network says of each character of a passage."""
    net = network()
    ids = np.array([net.chars.get(c, 0) for c in text], dtype=np.int64)
    parts = []
    for start in range(0, max(1, len(ids)), PART):
        first = max(0, start - OVERLAP)
        # Small matrices on several threads: where the cores are busy, fifty times as slow.
        with _libraries().limit(limits=1, user_api="blas"):
            scores = run(ids[first : start + PART + OVERLAP], lang, net)
        parts.append(scores[start - first : start - first + min(PART, len(ids) - start)])
    scores = np.concatenate(parts)
    own = scores[:, :-1]
    own -= own.max(axis=1, keepdims=True)
    own -= np.log(np.exp(own).sum(axis=1, keepdims=True))
    np.maximum(own, FLOOR, out=own)
    odds = scores[:, -1]
    capital = np.stack((-np.logaddexp(0, odds), -np.logaddexp(0, -odds)), axis=1)
    np.maximum(capital, FLOOR, out=capital)
    missing = np.full((len(own), 1), FLOOR, np.float32)
    return Tags(np.concatenate((own, missing), axis=1), capital.astype(np.float32))


@dataclass(frozen=True, slots=True)
class Labels:
    """Label numbers of a model's true characters: ``single`` (true ids,), ``double`` (true ids,
    true ids), ``empty``; the network's number of labels stands for one that it has not."""

    single: NDArray[np.int64]
    double: NDArray[np.int64]
    empty: int


@lru_cache(maxsize=8)
def labels_of(true: str) -> Labels:
    """The label numbers of a model's true characters."""
    known = {label: n for n, label in enumerate(network().labels)}
    none = len(known)
    low = [c.lower() for c in true]
    single = np.array([known.get(c, none) for c in low], dtype=np.int64)
    double = np.array([[known.get(a + b, none) for b in low] for a in low], dtype=np.int64)
    return Labels(single, double, known.get("", none))


@dataclass(frozen=True, slots=True)
class Candidates:
    """A passage's own candidates in the form that the beam takes from a model: ``segments``
    (n, 6), ``starts``, ``true`` (candidates, 3), ``logp``; ``origin`` is each one's number in
    the model."""

    segments: NDArray[np.int64]
    starts: NDArray[np.int64]
    true: NDArray[np.uint8]
    logp: NDArray[np.float64]
    origin: NDArray[np.int64]


def fused(
    segments: NDArray[np.int64], model: Model, said: Tags, weights: NDArray[np.float64]
) -> Candidates:
    """The channel's candidates at each place with the tagger's opinion added.

    ``weights``: of the channel, of the labels, of the capitals.
    """
    own = labels_of(model.true)
    return Candidates(*_fuse(
        segments, model.starts, model.cand_true, model.cand_logp, model.kind, model.upper,
        said.labels, said.capital, own.single, own.double, own.empty, weights,
    ))  # fmt: skip


@njit(cache=True)
def _opinion(at, width, true, kind, upper, labels, capital, single, double, empty, weights, best):  # type: ignore[no-untyped-def]
    """Weighted log probability of the true characters for ``width`` observed ones from ``at``.

    ``best[m]`` is that of the first m true characters after the observed ones so far.
    """
    size = 0
    while size < 3 and true[size] != 255:
        size += 1
    best[:] = -1e9
    best[0] = 0.0
    for k in range(at, at + width):
        for m in range(size, -1, -1):
            value = best[m] + weights[1] * labels[k, empty]
            if m >= 1:
                a = true[m - 1]
                cased = weights[2] * capital[k, upper[a]] if kind[a] == 1 else 0.0
                value = max(value, best[m - 1] + weights[1] * labels[k, single[a]] + cased)
            if m >= 2:
                a = true[m - 2]
                cased = weights[2] * capital[k, upper[a]] if kind[a] == 1 else 0.0
                both = double[a, true[m - 1]]
                value = max(value, best[m - 2] + weights[1] * labels[k, both] + cased)
            best[m] = value
    return best[size]


@njit(cache=True)
def _fuse(  # type: ignore[no-untyped-def]
    segments, starts, cand_true, cand_logp, kind, upper, labels, capital, single, double, empty, weights
):  # fmt: skip
    """Arrays of :class:`Candidates`; in each segment the likeliest come first."""
    n, longest = segments.shape
    most = 0
    for i in range(n):
        for w in range(longest):
            if segments[i, w] >= 0:
                most += starts[segments[i, w] + 1] - starts[segments[i, w]]
    own = np.full((n, longest), -1, np.int64)
    bounds = np.zeros(n * longest + 1, np.int64)
    true = np.empty((most, 3), np.uint8)
    logp = np.empty(most)
    origin = np.empty(most, np.int64)
    scores = np.empty(4096)
    best = np.empty(4)
    count = kept = 0
    for i in range(n):
        for w in range(longest):
            segment = segments[i, w]
            if segment < 0:
                continue
            lo, hi = starts[segment], starts[segment + 1]
            top = -1e9
            for c in range(lo, hi):
                said = _opinion(
                    i, w + 1, cand_true[c], kind, upper, labels, capital, single, double, empty,
                    weights, best,
                )  # fmt: skip
                scores[c - lo] = weights[0] * cand_logp[c] + said
                top = max(top, scores[c - lo])
            order = np.argsort(-scores[: hi - lo])
            for c in order:
                if scores[c] < top - SPREAD:
                    break
                true[kept] = cand_true[lo + c]
                logp[kept] = scores[c]
                origin[kept] = lo + c
                kept += 1
            own[i, w] = count
            count += 1
            bounds[count] = kept
    return own, bounds[: count + 1], true[:kept], logp[:kept], origin[:kept]
