"""Train the tagger: for each observed character what it stands for, and whether in capitals.

    VENV/bin/python training/tagger.py --minutes 60 [--export]

A residual network of dilated convolutions over the observed characters (see
`fixers.lookalike.tagger` for the same network in numpy). It learns from the aligned pairs
(`tagger_data.py`), from running text garbled by `sampler.py`, and from sound text (`genuine.py`)
between and inside it, whose characters stand for themselves. Needs torch, in an environment
of its own. Goes on from ``training/cache/tagger/state.pt`` when that is there, and from the
committed weights when only those are; writes the state every few minutes.
"""

from __future__ import annotations

import argparse
import copy
import json
import pickle
import random
import threading
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from common import MODELS, WORK, paragraphs
from genuine import Genuine
from sampler import Memory, sample
from torch import nn
from torch.nn import functional

FOLDER = WORK / "tagger"
STATE = FOLDER / "state.pt"
#: Seconds between two states written.
WRITTEN = 150
LANGS = ("ru", "uk", "be", "bg", "kk")
#: Share of each language in what is drawn.
SHARES = (0.84, 0.05, 0.03, 0.03, 0.05)
WIDTH, DILATIONS = 192, (1, 2, 4, 8, 1, 2, 4, 8)
LENGTH, BATCH = 160, 16
RATE, DECAYED, EMA = 2e-3, 3e-5, 0.999
#: Share of paragraphs in capitals; of hyphens at line ends that are taken out.
CAPITALS, JOINED = 0.06, 0.85
#: Share of sound passages; of garbled ones with sound stretches inside.
SOUND, MIXED = 0.12, 0.25
#: Lines that the memory of one group is made of at most; paragraphs read of each source.
REMEMBERED, READ = 500, 12_000
IGNORED = -100
OUT = "tagger.npz"

Line = tuple[str, list[str]]


class Block(nn.Module):
    """``x + W2 relu(conv3(norm x))``."""

    def __init__(self, dilation: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.conv = nn.Conv1d(WIDTH, WIDTH, 3, padding=dilation, dilation=dilation)
        self.out = nn.Linear(WIDTH, WIDTH)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Shape (batch, length, width) to the same."""
        y = self.conv(self.norm(x).transpose(1, 2)).transpose(1, 2)
        return x + self.out(functional.relu(y))


class Tagger(nn.Module):
    """Ids of observed characters (batch, length) to scores of labels and of capitals."""

    def __init__(self, chars: int, labels: int) -> None:
        super().__init__()
        self.chars = nn.Embedding(chars, WIDTH)
        self.langs = nn.Embedding(len(LANGS), WIDTH)
        self.blocks = nn.ModuleList(Block(d) for d in DILATIONS)
        self.norm = nn.LayerNorm(WIDTH)
        self.head = nn.Linear(WIDTH, labels + 1)

    def forward(self, ids: torch.Tensor, langs: torch.Tensor) -> torch.Tensor:
        """Shape (batch, length, labels + 1): the last one is the capital's."""
        x = self.chars(ids) + self.langs(langs)[:, None]
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x))


class Vocabulary:
    """Observed characters (0 is anything else) and labels, in lower case."""

    def __init__(self, chars: str, labels: list[str]) -> None:
        self.chars, self.labels = chars, labels
        self.char_ids = {c: n + 1 for n, c in enumerate(chars)}
        self.label_ids = {x: n for n, x in enumerate(labels)}

    @classmethod
    def of(cls, lines: list[Line]) -> Vocabulary:
        """What the lines hold often enough."""
        chars: Counter[str] = Counter()
        labels: Counter[str] = Counter()
        for observed, marks in lines:
            chars.update(observed)
            labels.update(m.lower() for m in marks)
        return cls(
            "".join(sorted(c for c, n in chars.items() if n >= 20)),
            sorted(x for x, n in labels.items() if n >= 20 and len(x) <= 2),
        )

    def grown(self, lines: list[Line], sound: Iterable[str]) -> Vocabulary:
        """The same with what the lines and the sound texts hold often enough beside it."""
        new = Vocabulary.of(lines)
        chars = {c for c, n in Counter(c for t in sound for c in t).items() if n >= 20}
        more = sorted((chars | set(new.chars)) - set(self.chars) - {" "})
        return Vocabulary(
            self.chars + "".join(c for c in more if not "\u0400" <= c <= "\u052f"),
            [*self.labels, *(x for x in new.labels if x not in self.label_ids)],
        )

    def encode(self, line: Line) -> tuple[list[int], list[int], list[float]]:
        """Ids, label ids, and 1 or 0 for capitals (−1 where there is no letter)."""
        ids = [self.char_ids.get(c, 0) for c in line[0]]
        marks = [self.label_ids.get(m.lower(), IGNORED) for m in line[1]]
        upper = [-1.0 if m.lower() == m.upper() else float(m[:1].isupper()) for m in line[1]]
        return ids, marks, upper


def join(lines: list[Line], rng: random.Random) -> Line:
    """Consecutive lines as one passage, most line-end hyphens taken out."""
    observed, labels = "", []
    for text, marks in lines:
        if observed[-1:] == "-" and labels[-1] == "-" and rng.random() < JOINED:
            observed, labels = observed[:-1], labels[:-1]
        elif observed:
            observed, labels = observed + " ", [*labels, " "]
        observed, labels = observed + text, labels + marks
    return observed, labels


def itself(text: str) -> Line:
    """A sound passage: each character stands for itself, without its accent."""
    return text, [unicodedata.normalize("NFKD", c)[0] for c in text]


class Source:
    """Endless passages, real and sampled."""

    def __init__(self, shared: Path, rng: random.Random, sampled: float) -> None:
        self.sampled = sampled
        self.sound = Genuine(shared, rng)
        aligned = pickle.loads((FOLDER / "aligned.pkl").read_bytes())
        self.rng = rng
        self.blocks: dict[str, list[list[Line]]] = {lang: [] for lang in LANGS}
        self.memories: dict[str, list[Memory]] = {lang: [] for lang in LANGS}
        self.weights: dict[str, list[int]] = {lang: [] for lang in LANGS}
        self.lines: list[Line] = []
        for lang, _, blocks in aligned:
            self.blocks[lang] += blocks
            self.lines += [x for b in blocks for x in b]
        if sampled:
            self.remember(aligned)
            self.texts = {lang: self.read(shared / "data" / "text" / lang) for lang in LANGS}

    def remember(self, aligned: list[tuple[str, str, list[list[Line]]]]) -> None:
        """Make the memories that the sampler copies from: of each group, and of the groups of an
        engine that are too small by themselves."""
        groups: dict[tuple[str, str], list[Line]] = defaultdict(list)
        for lang, name, blocks in aligned:
            lines = [x for b in blocks for x in b]
            own = len(lines) > 150 or lang != "ru"
            groups[lang, name if own else name.rpartition("/")[2]] += lines
        for (lang, _), lines in groups.items():
            few = self.rng.sample(lines, min(len(lines), REMEMBERED))
            self.memories[lang].append(Memory(few, self.rng))
            self.weights[lang].append(min(len(lines), 1500))
        few = self.rng.sample(self.lines, min(len(self.lines), 6 * REMEMBERED))
        self.everything = Memory(few, self.rng)

    def fork(self, seed: int) -> Source:
        """The same data with random choices of its own."""
        other = copy.copy(self)
        other.rng = random.Random(self.rng.random() + seed)
        other.sound = copy.copy(self.sound)
        other.sound.rng = other.rng
        return other

    def read(self, folder: Path) -> list[list[str]]:
        """The training paragraphs of each source."""
        found = []
        for path in sorted(folder.glob("*.txt.gz")):
            only = path.name.removesuffix(".txt.gz")
            every = paragraphs(folder, exam=False, only=only)
            kept = list(islice((p for p in every if 40 <= len(p) <= 1500), READ))
            if kept:
                found.append(kept)
        return found

    def truth(self, lang: str) -> str:
        """Running text of about the length of a passage."""
        texts = self.texts[lang]
        source = self.rng.choices(texts, [min(len(t), 6000) ** 0.7 for t in texts])[0]
        text = self.rng.choice(source)
        if len(text) > LENGTH + 20 and self.rng.random() < 0.6:
            at = text.find(" ", self.rng.randrange(len(text) - LENGTH)) + 1
            text = text[at : at + LENGTH + 20]
        return text.upper() if self.rng.random() < CAPITALS else text

    def passage(self, lang: str) -> Line:
        """One passage: sound, or garbled, or garbled with sound stretches inside."""
        dice = self.rng.random()
        if dice < SOUND:
            return itself(self.sound.text(self.rng.randint(20, LENGTH)))
        line = self.garbled(lang)
        return self.mixed(line) if dice < SOUND + MIXED else line

    def garbled(self, lang: str) -> Line:
        """One garbled passage."""
        if self.rng.random() < self.sampled:
            memory = self.rng.choices(self.memories[lang], self.weights[lang])[0]
            return sample(self.truth(lang), memory, self.everything, self.rng)
        block = self.rng.choice(self.blocks[lang])
        first = self.rng.randrange(len(block))
        return join(block[first : first + self.rng.choice([1, 2, 3, 4])], self.rng)

    def mixed(self, line: Line) -> Line:
        """A passage with one to three sound stretches put in at its blanks."""
        observed, labels = line
        for _ in range(self.rng.choice([1, 1, 2, 3])):
            blanks = [k for k, c in enumerate(observed) if c == labels[k] == " "]
            at = self.rng.choice([0, *blanks, len(observed)])
            text, marks = itself(f" {self.sound.stretch()}")
            observed, labels = (
                observed[:at] + text + observed[at:],
                labels[:at] + marks + labels[at:],
            )
        return observed, labels

    def noisy(self, line: Line) -> Line:
        """Some passages with characters misread at random, as on a faint page."""
        share = self.rng.uniform(0, 0.04) if self.rng.random() < 0.25 else 0.0
        chars = list(line[0])
        for at in range(len(chars)):
            if share and chars[at] != " " and self.rng.random() < share:
                chars[at] = self.rng.choice(self.rng.choice(self.lines)[0]).strip() or "."
        return "".join(chars), line[1]

    def batches(self, vocabulary: Vocabulary) -> Iterator[tuple[torch.Tensor, ...]]:
        """``(ids, languages, labels, capitals)``; passages follow each other in a row."""
        while True:
            shape = BATCH, LENGTH
            ids, langs = np.zeros(shape, np.int64), np.zeros(BATCH, np.int64)
            marks, upper = np.full(shape, IGNORED, np.int64), np.full(shape, -1.0, np.float32)
            for row in range(BATCH):
                lang = self.rng.choices(LANGS, SHARES)[0]
                langs[row] = LANGS.index(lang)
                line = self.passage(lang)
                while len(line[0]) < LENGTH and self.rng.random() < 0.85:
                    more = self.passage(lang)
                    line = line[0] + " " + more[0], [*line[1], " ", *more[1]]
                a, b, c = vocabulary.encode(self.noisy(line))
                size = min(LENGTH, len(a))
                ids[row, :size], marks[row, :size], upper[row, :size] = a[:size], b[:size], c[:size]
            yield tuple(torch.from_numpy(x) for x in (ids, langs, marks, upper))


def loss_of(scores: torch.Tensor, marks: torch.Tensor, upper: torch.Tensor) -> torch.Tensor:
    """Cross entropy of the labels plus that of the capitals."""
    scores = scores.float()
    own = functional.cross_entropy(
        scores[..., :-1].flatten(0, 1), marks.flatten(), ignore_index=IGNORED
    )
    known = upper >= 0
    return own + 0.5 * functional.binary_cross_entropy_with_logits(
        scores[..., -1][known], upper[known]
    )


def greedy_error(net: Tagger, vocabulary: Vocabulary, pairs: list[tuple[str, str]]) -> float:
    """Character error rate (%), case aside, of the likeliest labels alone."""
    from rapidfuzz.distance import Levenshtein

    wrong = size = 0
    net.eval()
    with torch.no_grad():
        for observed, truth in pairs:
            ids = torch.tensor([[vocabulary.char_ids.get(c, 0) for c in observed]])
            best = net(ids, torch.zeros(1, dtype=torch.long))[0, :, :-1].argmax(-1)
            read = "".join(vocabulary.labels[n] for n in best.tolist())
            wrong += Levenshtein.distance(read, truth.lower())
            size += len(truth)
    net.train()
    return round(100 * wrong / size, 2)


def grow(
    weights: dict[str, torch.Tensor], old: Vocabulary, new: Vocabulary
) -> dict[str, torch.Tensor]:
    """The weights for a larger vocabulary: a new character begins as the one without its accent,
    a new label as unlikely."""
    chars = [old.char_ids.get(unicodedata.normalize("NFKD", c)[0], 0) for c in new.chars]
    chars[: len(old.chars)] = range(1, len(old.chars) + 1)
    table = weights["chars.weight"]
    more = len(new.labels) - len(old.labels)
    head, bias = weights["head.weight"], weights["head.bias"]
    return weights | {
        "chars.weight": table[torch.tensor([0, *chars])],
        "head.weight": torch.cat((head[:-1], torch.zeros(more, WIDTH), head[-1:])),
        "head.bias": torch.cat((bias[:-1], torch.full((more,), -6.0), bias[-1:])),
    }


def exam(count: int) -> list[tuple[str, str]]:
    """Lines of fonts never trained on."""
    rows = [json.loads(x) for x in (WORK / "exam.jsonl").read_text(encoding="utf-8").splitlines()]
    return [(r["observed"], r["truth"]) for r in rows[-count:]]


def export(weights: dict[str, torch.Tensor], vocabulary: Vocabulary) -> None:
    """Write ``tagger.npz``: matrices as int8 with one scale per row, the rest as float16."""
    arrays = {
        "observed": np.frombuffer(vocabulary.chars.encode(), np.uint8),
        "labels": np.frombuffer("\n".join(vocabulary.labels).encode(), np.uint8),
        "dilations": np.array(DILATIONS, np.uint8),
    }
    for name, tensor in weights.items():
        value = tensor.float().numpy()
        if value.ndim == 3:  # a convolution: (out, in, 3) to (out, 3 * in), tap by tap
            value = value.transpose(0, 2, 1).reshape(len(value), -1)
        if value.ndim == 2:
            scale = np.maximum(np.abs(value).max(axis=1), 1e-8) / 127
            arrays[name] = np.round(value / scale[:, None]).astype(np.int8)
            arrays[name + ".scale"] = scale.astype(np.float32)
        else:
            arrays[name] = value.astype(np.float16)
    np.savez_compressed(MODELS / OUT, **arrays)
    print("written", (MODELS / OUT).stat().st_size, flush=True)


def committed() -> tuple[dict[str, torch.Tensor], Vocabulary] | None:
    """The weights that ship, as far as they are there."""
    path = MODELS / OUT
    if not path.exists():
        return None
    arrays = dict(np.load(path))
    labels = arrays.pop("labels").tobytes().decode().split("\n")
    vocabulary = Vocabulary(arrays.pop("observed").tobytes().decode(), labels)
    weights = {}
    for name, value in arrays.items():
        if name == "dilations" or name.endswith(".scale"):
            continue
        if value.dtype == np.int8:
            value = value.astype(np.float32) * arrays[name + ".scale"][:, None]
        if name.endswith("conv.weight"):
            value = value.reshape(len(value), 3, -1).transpose(0, 2, 1)
        weights[name] = torch.from_numpy(np.ascontiguousarray(value, dtype=np.float32))
    return weights, vocabulary


def main() -> None:
    """Train, write the state as it goes, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--decay", type=float, default=0.3, help="share of the time, at the end")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--sampled", type=float, default=0.5, help="share of garbled running text")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--export", action="store_true", help="only write the state's weights")
    options = parser.parse_args()
    torch.set_num_threads(1)
    state = torch.load(STATE, weights_only=False) if STATE.exists() else None
    if options.export:
        assert state, "nothing trained yet"
        export(state["mean"], Vocabulary(*state["vocabulary"]))
        return
    source = Source(options.shared, random.Random(options.seed), options.sampled)
    shipped = None if state else committed()
    if state:
        vocabulary = Vocabulary(*state["vocabulary"])
    else:
        vocabulary = shipped[1] if shipped else Vocabulary.of(source.lines)
    if state or shipped:
        larger = vocabulary.grown(source.lines, source.sound.english + source.sound.some_words())
        if larger.chars != vocabulary.chars or larger.labels != vocabulary.labels:
            if state:
                state |= {k: grow(state[k], vocabulary, larger) for k in ("net", "mean")}
                del state["optimiser"]
            if shipped:
                shipped = grow(shipped[0], vocabulary, larger), larger
            vocabulary = larger
    net = Tagger(len(vocabulary.chars) + 1, len(vocabulary.labels))
    if shipped:
        net.load_state_dict(shipped[0])
    run = Run(net, vocabulary, state, options.rate, options.minutes, options.decay)
    print(f"{sum(p.numel() for p in net.parameters()):,} weights, "
          f"{len(vocabulary.labels)} labels, {run.seen:,} characters seen", flush=True)  # fmt: skip
    workers = [
        threading.Thread(target=run.work, args=(source.fork(n),)) for n in range(options.threads)
    ]
    for worker in workers:
        worker.start()
    exam_lines = exam(120)
    judge = Tagger(len(vocabulary.chars) + 1, len(vocabulary.labels))
    while any(w.is_alive() for w in workers):
        for worker in workers:
            worker.join(WRITTEN / len(workers))
        run.save()
        judge.load_state_dict(run.mean)
        print(f"{run.spent() * options.minutes:.0f} min, step {run.steps}, {run.seen:,} characters,"
              f" loss {run.running:.3f}, greedy CER {greedy_error(judge, vocabulary, exam_lines)}",
              flush=True)  # fmt: skip
    export(run.mean, vocabulary)


class Run:
    """One training run: the weights, their running mean, and workers that add gradients."""

    def __init__(
        self, net: Tagger, vocabulary: Vocabulary, state: dict[str, Any] | None,
        rate: float, minutes: float, decay: float,
    ) -> None:  # fmt: skip
        self.net, self.vocabulary = net, vocabulary
        self.rate, self.minutes, self.decay = rate, minutes, decay
        self.optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=0.01)
        self.seen = self.steps = 0
        if state:
            net.load_state_dict(state["net"])
            if "optimiser" in state:
                self.optimiser.load_state_dict(state["optimiser"])
            self.seen, self.steps = state["seen"], state["steps"]
        start = state["mean"] if state else net.state_dict()
        self.mean = {k: v.clone() for k, v in start.items()}
        self.started = time.monotonic()
        self.running = 0.0
        self.lock = threading.Lock()

    def spent(self) -> float:
        """Share of the time that is over."""
        return (time.monotonic() - self.started) / (60 * self.minutes)

    def work(self, source: Source) -> None:
        """Gradients of batches until the time is up, each on the weights as they then are."""
        own = Tagger(len(self.vocabulary.chars) + 1, len(self.vocabulary.labels))
        for ids, langs, marks, upper in source.batches(self.vocabulary):
            if self.spent() >= 1:
                return
            with self.lock:
                own.load_state_dict(self.net.state_dict())
            with torch.autocast("cpu", torch.bfloat16):
                scores = own(ids, langs)
            loss = loss_of(scores, marks, upper)
            gradients = torch.autograd.grad(loss, list(own.parameters()))
            with self.lock:
                self.step(gradients, loss.item(), int((ids > 0).sum()))

    def step(self, gradients: Sequence[torch.Tensor], loss: float, seen: int) -> None:
        """One step of the optimiser, and of the running mean."""
        rate = self.rate * min(1.0, (self.steps + 1) / 150)
        left = max(0.0, 1 - self.spent())
        if left < self.decay:
            rate = DECAYED + (rate - DECAYED) * left / self.decay
        self.optimiser.param_groups[0]["lr"] = rate
        for parameter, gradient in zip(self.net.parameters(), gradients, strict=True):
            parameter.grad = gradient
        nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimiser.step()
        self.steps += 1
        self.seen += seen
        keep = min(EMA, 1 - 6 / (self.steps + 6))
        for name, value in self.net.state_dict().items():
            self.mean[name].lerp_(value, 1 - keep)
        self.running = loss if self.running == 0 else 0.98 * self.running + 0.02 * loss

    def save(self) -> None:
        """Write the state in one piece."""
        with self.lock:
            state = {
                "net": self.net.state_dict(), "optimiser": self.optimiser.state_dict(),
                "mean": self.mean, "vocabulary": (self.vocabulary.chars, self.vocabulary.labels),
                "seen": self.seen, "steps": self.steps,
            }  # fmt: skip
            torch.save(state, STATE.with_suffix(".tmp"))
        STATE.with_suffix(".tmp").replace(STATE)


if __name__ == "__main__":
    main()
