"""The tagger: what each observed character stands for, and its opinion in the beam."""

import numpy as np
import pytest

from fixers.lookalike import tagger
from fixers.lookalike.decode import FREE, segments
from fixers.lookalike.model import load
from fixers.lookalike.tagger import LANGS, fused, labels_of, network, run, tags

GARBLED = "pa3BUTHe BOeHHO-TexHHYeckoro COTpyAHHYecTBa C ApyrHMH cTpaHaMH"


def test_probabilities_sum_to_one():
    said = tags(GARBLED, "ru")
    assert said.labels.shape == (len(GARBLED), len(network().labels) + 1)
    assert np.exp(said.labels[:, :-1]).sum(axis=1) == pytest.approx(1, abs=0.02)
    assert np.exp(said.capital).sum(axis=1) == pytest.approx(1, abs=0.02)


def test_likeliest_labels_read_most_of_a_line():
    best = tags(GARBLED, "ru").labels.argmax(axis=1)
    read = "".join(network().labels[n] for n in best)
    want = ["развитие", "военно-технического", "сотрудничества", "с", "другими", "странами"]
    got = read.split()
    assert len(got) == len(want)
    right = sum(a == b for w, v in zip(got, want, strict=True) for a, b in zip(w, v, strict=False))
    assert right > 0.75 * sum(map(len, want)), read


def test_a_long_passage_in_parts_is_the_passage_as_a_whole(monkeypatch):
    text = " ".join([GARBLED] * 12)
    net = network()
    ids = np.array([net.chars.get(c, 0) for c in text])
    whole = run(ids, "ru", net)[:, :-1]
    monkeypatch.setattr(tagger, "PART", 200)
    tags.cache_clear()
    parts = tags(text, "ru").labels[:, :-1]
    tags.cache_clear()
    assert (parts.argmax(axis=1) == whole.argmax(axis=1)).all()


@pytest.mark.parametrize("lang", LANGS)
def test_fused_candidates_are_the_channels_in_another_order(lang):
    model = load(lang)
    found = segments(GARBLED, model, np.full(len(GARBLED), FREE))
    own = fused(found, model, tags(GARBLED, lang), np.array([1.0, 0.0, 0.0]))
    for at, width in np.argwhere(found >= 0):
        lo, hi = own.starts[own.segments[at, width]], own.starts[own.segments[at, width] + 1]
        first, last = model.starts[found[at, width]], model.starts[found[at, width] + 1]
        assert (hi > lo) == (last > first)
        if last == first:  # what it stands for has letters of other languages only
            continue
        chosen = own.origin[lo:hi]
        assert (own.logp[lo:hi] == model.cand_logp[chosen]).all()
        assert own.logp[lo] == model.cand_logp[first:last].max()
        assert (own.true[lo:hi] == model.cand_true[chosen]).all()


def test_a_label_that_the_tagger_believes_gains():
    model = load("ru")
    found = segments("H", model, np.full(1, FREE))
    labels = labels_of(model.true)
    said = tags("H", "ru").part(0, 1)
    said.labels[:] = -9.0
    said.labels[0, labels.single[model.true.index("п")]] = -0.01
    own = fused(found, model, said, np.array([0.5, 1.0, 0.0]))
    best = model.texts[own.origin[own.starts[own.segments[0, 0]]]]
    assert best.lower() == "п"
