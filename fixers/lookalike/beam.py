"""The beam search over one garbled passage, compiled with numba and cached on disk.

A hypothesis covers the observed text up to a position. It carries the language model's state
(the last symbols, packed six bits each, and how many of them the model knows), the hash and
probability of the word in progress, the case state, and where it came from. All scores are
natural logarithms: ``channel + weight * (language model + words) + case``.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from fixers.lookalike.alphabet import BITS, BLANK, DIGIT, FIRST_MARK, LATIN, MARKS, OTHER
from fixers.lookalike.classes import COMMA, END, STEP
from fixers.lookalike.classes import OTHER as OTHER_MARK
from fixers.lookalike.classes import UNKNOWN as UNKNOWN_WORD
from fixers.lookalike.table import find, mix

#: Longest observed segment of the channel, and the ring of position buckets it needs.
LONGEST = 6
RING = LONGEST + 1
#: Hypotheses collected per position, and slots of the table that finds equal ones.
CAPACITY, SLOTS = 1024, 4096
#: Hypotheses this much worse than the best of their position are dropped.
WIDTH = 9.0
#: What a word that ends inside a segment may still gain: allowed for before it is known.
MAY_GAIN = 6.0
#: How much likelier (in nats) the whole context may make a character than the one before it does.
SURPRISE = 2.0
ORDERS = 9
#: What a copied symbol means for case (see :func:`search`): a blank (a line's end among them) keeps
#: the place, a mark that ends a sentence lets a capital follow.
COPIED = np.zeros(1 << BITS, np.int64)
COPIED[BLANK] = 3
for _mark in ".!?:":
    COPIED[FIRST_MARK + MARKS.index(_mark)] = 2
#: Class of a symbol that is no letter for the word behind it; −1: the word before it counts.
MARK_CLASS = np.full(1 << BITS, -1, np.int64)
MARK_CLASS[[DIGIT, LATIN, OTHER]] = OTHER_MARK
for _mark in MARKS:
    if _mark not in "-«»\"'":
        _own = END if _mark in ".!?:" else COMMA if _mark in ",;" else OTHER_MARK
        MARK_CLASS[FIRST_MARK + MARKS.index(_mark)] = _own
UNKNOWN = -13.8

# Case states: the word so far (0 no letter, 1 lower, 2 one capital, 3 Title, 4 CAPITALS,
# 5 mixed), times 9: the place (0 inside a sentence, 1 its start, 2 start of the passage) times 3:
# the previous word (0 lower, 1 Title, 2 CAPITALS).
AFTER_LOWER = np.array([1, 1, 3, 3, 5, 5])
AFTER_UPPER = np.array([2, 5, 4, 5, 4, 5])
WORD_CLASS = np.array([0, 0, 1, 1, 2, 0])


#: Cost of a word in capitals that is not usually so: inside a sentence, and at the start of one
#: (each where the word before is not in capitals); and of a word in mixed case.
CAPITALS_INSIDE, CAPITALS_START, MIXED = -9.0, -3.0, -5.0
#: Cost of a word that is not in capitals after one that is (and is no abbreviation).
AFTER_CAPITALS = -4.0


@njit(cache=True)
def backoff(table, state, length):  # type: ignore[no-untyped-def]
    """Log backoff weight of the context of that length."""
    key = (state & ((np.uint64(1) << np.uint64(6 * length)) - np.uint64(1))) | (
        np.uint64(length) << np.uint64(60)
    )
    entry = find(table, key)
    if entry == 0:
        return 0.0
    return (8.0 - np.float64(entry & np.uint32(63))) * 0.125


@njit(cache=True)
def step(table, state, length, symbol, backoffs):  # type: ignore[no-untyped-def]
    """``(log probability, context length afterwards)`` of a symbol after a state.

    ``backoffs[n]`` are the weights of the state's contexts; NaN where not yet looked up.
    """
    spent = 0.0
    n = length
    while n >= 0:
        context = state & ((np.uint64(1) << np.uint64(6 * n)) - np.uint64(1))
        key = (context << np.uint64(6)) | np.uint64(symbol) | (np.uint64(n + 1) << np.uint64(60))
        entry = find(table, key)
        if entry != 0:
            p = -0.1 * np.float64((entry >> np.uint32(6)) & np.uint32(127))
            return spent + p, min(n + 1, ORDERS - 1)
        if n > 0:
            if np.isnan(backoffs[n]):
                backoffs[n] = backoff(table, state, n)
            spent += backoffs[n]
        n -= 1
    return spent + UNKNOWN, 0


@njit(cache=True)
def word_slot(marks, word):  # type: ignore[no-untyped-def]
    """Where a word stands in the word table, −1 if it does not."""
    h = mix(word)
    size = np.uint64(marks.shape[0])
    slot = ((h >> np.uint64(32)) * size) >> np.uint64(32)
    mark = np.uint16(h & np.uint64(0xFFFF)) | np.uint16(1)
    while marks[slot] != 0:
        if marks[slot] == mark:
            return np.int64(slot)
        slot += np.uint64(1)
        if slot == size:
            slot = np.uint64(0)
    return np.int64(-1)


@njit(cache=True)
def word_bonus(marks, values, classes, follows, word, spent, case, before_word, options):  # type: ignore[no-untyped-def]
    """``(gain over the character model, gain of the case, case class, class)`` when a word ends.

    ``options``: 0 weight of the language model, 1 share of the word model, 2 penalty of an
    unknown word, 3 weight of case, 4 weight of the classes. ``before_word``: the class of what
    stands before the word.
    """
    slot = word_slot(marks, word)
    value = np.int64(values[slot]) if slot >= 0 else np.int64(-1)
    usual = value & 3 if value >= 0 else 0
    shape, place, before = case // 9, (case // 3) % 3, case % 3
    cased = 0.0
    if usual == 3:
        cased = 1.5 if shape == 4 else -2.0
    elif shape == 4 and before != 2:
        cased = CAPITALS_INSIDE if place == 0 else CAPITALS_START
    elif shape == 5:
        cased = MIXED
    elif usual == 2:
        cased = -2.5 if shape == 1 else 0.7
    elif usual == 0 and value >= 0 and shape == 3 and place == 0:
        cased = -1.5
    if before == 2 and (shape == 1 or shape == 3):
        cased += AFTER_CAPITALS
    after = WORD_CLASS[shape]
    if shape == 2 and before == 2:
        after = 2
    if usual == 3:
        after = 0
    if value < 0:
        fits = options[4] * STEP * follows[before_word, UNKNOWN_WORD]
        return np.log(1 - options[1]) - options[2] + fits, cased, after, np.int64(UNKNOWN_WORD)
    unigram = (value >> 2) * 0.125 * 2.302585 - 20.72
    gain = np.log((1 - options[1]) + options[1] * np.exp(min(60.0, unigram - spent)))
    own = np.int64(classes[slot])
    return gain + options[4] * STEP * follows[before_word, own], cased, after, own


@njit(cache=True)
def cached_step(table, seen, seen_p, seen_length, state, length, symbol, backoffs):  # type: ignore[no-untyped-def]
    """:func:`step` through a direct-mapped cache (keys 0 are empty): the same few contexts come
    up at neighbouring places, and each costs a dozen random reads of the table."""
    key = (state << np.uint64(10)) | np.uint64(symbol << 4) | np.uint64(length + 1)
    at = np.int64(mix(key) & np.uint64(seen.shape[0] - 1))
    if seen[at] == key:
        return np.float64(seen_p[at]), np.int64(seen_length[at])
    p, known = step(table, state, length, symbol, backoffs)
    seen[at], seen_p[at], seen_length[at] = key, p, known
    return p, known


@njit(cache=True)
def pair_costs(table):  # type: ignore[no-untyped-def]
    """Log probability of each symbol after each other one, shape (64, 64)."""
    backs = np.empty(ORDERS + 1)
    costs = np.empty((64, 64))
    for first in range(64):
        for second in range(64):
            backs[:] = np.nan
            costs[first, second] = step(table, np.uint64(first), 1, np.int64(second), backs)[0]
    return costs


@njit(cache=True)
def best_of(scores, total, beam, least):  # type: ignore[no-untyped-def]
    """Indices of the ``beam`` best of ``scores[:total]`` that reach ``least``, best first."""
    found = np.empty(total, np.int64)
    count = 0
    for at in range(total):
        if scores[at] >= least:
            found[count] = at
            count += 1
    order = np.argsort(-scores[found[:count]])
    return found[order[:beam]]


@njit(cache=True)
def search(  # type: ignore[no-untyped-def]
    segments,
    locks,
    starts,
    cand_true,
    cand_logp,
    sym,
    kind,
    upper,
    table,
    marks,
    values,
    classes,
    follows,
    case_cost,
    seen,
    seen_p,
    seen_length,
    ahead,
    state0,
    length0,
    case0,
    before0,
    options,
    beam,
):
    """The beam's lattice over a passage.

    Shapes: ``segments`` (n, 6) index of the segment of each length at each position or −1;
    ``locks`` (n,) symbol to copy, −1 free, −2 copy in silence; ``starts`` (segments + 1,) into
    ``cand_true`` (candidates, 3) true ids or 255 and ``cand_logp``; ``sym``, ``kind`` (1 letter,
    2 sentence end, 3 keeps the place, 0 other) and ``upper`` per true id; ``seen``, ``seen_p``,
    ``seen_length`` (a power of two) the cache of :func:`cached_step`.
    Returns the hypotheses that went on, position by position, best first: ``parent`` (−1 the
    beginning), ``cand`` (the candidate that led there, −1 a copy), ``score`` (the best of the
    last position is the passage's), ``ending`` (what ending its word here would add); and
    ``firsts`` (n + 2,), where each position begins among them.

    Hypotheses that the models cannot tell apart (same known context, word and case) are merged
    as they come, except at the end; of a position's hypotheses the ``beam`` best go on.
    """
    n = segments.shape[0]
    weight = options[0]
    b_score = np.empty((RING, CAPACITY))
    b_state = np.empty((RING, CAPACITY), np.uint64)
    b_word = np.empty((RING, CAPACITY), np.uint64)
    b_spent = np.empty((RING, CAPACITY))
    b_length = np.empty((RING, CAPACITY), np.int64)
    b_case = np.empty((RING, CAPACITY), np.int64)
    b_before = np.empty((RING, CAPACITY), np.int64)
    b_parent = np.empty((RING, CAPACITY), np.int64)
    b_cand = np.empty((RING, CAPACITY), np.int64)
    b_slots = np.zeros((RING, SLOTS), np.int16)
    b_count = np.zeros(RING, np.int64)
    b_best = np.full(RING, -1e18)
    b_floor = np.full(RING, -1e18)
    k_parent = np.empty((n + 1) * beam, np.int64)
    k_cand = np.empty((n + 1) * beam, np.int64)
    k_score = np.empty((n + 1) * beam)
    k_ending = np.zeros((n + 1) * beam)
    firsts = np.empty(n + 2, np.int64)
    memo = np.empty(64)
    memo_length = np.empty(64, np.int64)
    backs = np.empty(ORDERS + 1)
    backs2 = np.empty(ORDERS + 1)
    kept = 0
    b_score[0, 0], b_state[0, 0], b_word[0, 0], b_spent[0, 0] = 0.0, state0, 0, 0.0
    b_length[0, 0], b_case[0, 0], b_parent[0, 0], b_cand[0, 0] = length0, case0, -1, -1
    b_before[0, 0] = before0
    b_count[0] = 1
    one = np.uint64(1)
    for i in range(n + 1):
        ring = i % RING
        first = kept
        chosen = best_of(b_score[ring], b_count[ring], beam, b_best[ring] - WIDTH)
        for at in chosen:
            k_parent[kept] = b_parent[ring, at]
            k_cand[kept] = b_cand[ring, at]
            k_score[kept] = b_score[ring, at]
            kept += 1
        firsts[i] = first
        if i == n:
            break
        for slot in range(kept - first):
            at = chosen[slot]
            score, state, word = b_score[ring, at], b_state[ring, at], b_word[ring, at]
            spent, length, case = b_spent[ring, at], b_length[ring, at], b_case[ring, at]
            before = b_before[ring, at]
            memo[:] = np.nan
            backs[:] = np.nan
            gain0, cased0, after0, own0 = 0.0, 0.0, case, before
            if word != 0:
                gain0, cased0, after0, own0 = word_bonus(
                    marks, values, classes, follows, word, spent, case, before, options
                )
                k_ending[first + slot] = weight * gain0 + options[3] * cased0
            copied = locks[i] != -1
            for width in range(1, LONGEST + 1):
                if i + width > n:
                    break
                if copied:
                    lo, hi = -1, 0
                    if width > 1:
                        break
                else:
                    segment = segments[i, width - 1]
                    if segment >= 0:
                        lo, hi = starts[segment], starts[segment + 1]
                    elif width == 1:
                        lo, hi = -1, 0
                    else:
                        continue
                to = (i + width) % RING
                last = i + width == n
                for cand in range(lo, hi):
                    if cand >= 0:
                        channel = cand_logp[cand]
                    elif copied:
                        channel = 0.0
                    else:
                        channel = -9.0
                    new = score + channel
                    if new < b_floor[to] - MAY_GAIN:
                        break
                    slack = MAY_GAIN
                    if cand >= 0 and cand_true[cand, 0] != 255:
                        true = cand_true[cand, 0]
                        if kind[true] == 1:
                            plain = not last
                            for k in range(1, 3):
                                if cand_true[cand, k] == 255:
                                    break
                                plain = plain and kind[cand_true[cand, k]] == 1
                            if plain:
                                slack = 0.0
                        reach = new + weight * min(
                            0.0, ahead[state & np.uint64(63), sym[true]] + SURPRISE
                        )
                        if reach < b_floor[to] - slack:
                            continue
                    s_state, s_word, s_spent, s_length, s_case = state, word, spent, length, case
                    s_before = before
                    alive = True
                    for k in range(3):
                        if cand >= 0:
                            true = cand_true[cand, k]
                            if true == 255:
                                break
                            symbol, what, capital = sym[true], kind[true], upper[true]
                        else:
                            if k > 0 or (copied and locks[i] == -2):
                                break
                            symbol = np.int64(locks[i]) if copied else np.int64(4)
                            what = np.int64(COPIED[symbol]) if copied else np.int64(0)
                            capital = np.int64(0)
                        if what == 1:
                            shape = s_case // 9
                            new += options[3] * case_cost[s_case, capital]
                            shape = AFTER_UPPER[shape] if capital else AFTER_LOWER[shape]
                            s_case = shape * 9 + s_case % 9
                        else:
                            if s_word != 0:
                                if k == 0:
                                    gain, cased, after, own = gain0, cased0, after0, own0
                                else:
                                    gain, cased, after, own = word_bonus(
                                        marks, values, classes, follows, s_word, s_spent, s_case,
                                        s_before, options,
                                    )  # fmt: skip
                                new += weight * gain + options[3] * cased
                                s_case, s_before = after, own
                                s_word = np.uint64(0)
                                s_spent = 0.0
                            if MARK_CLASS[symbol] >= 0:
                                s_before = np.int64(MARK_CLASS[symbol])
                            if what == 2:
                                s_case = 3 + s_case % 3
                            elif what == 0:
                                s_case = s_case % 3
                        if new < b_floor[to] - slack:
                            alive = False
                            break
                        if k == 0:
                            if np.isnan(memo[symbol]):
                                memo[symbol], memo_length[symbol] = cached_step(
                                    table, seen, seen_p, seen_length, state, length, symbol, backs
                                )
                            p, s_length = memo[symbol], memo_length[symbol]
                        else:
                            backs2[:] = np.nan
                            p, s_length = cached_step(
                                table, seen, seen_p, seen_length, s_state, s_length, symbol, backs2
                            )
                        new += weight * p
                        # Of the state only what the model knows counts from here on.
                        s_state = (s_state << np.uint64(6)) | np.uint64(symbol)
                        s_state &= (one << np.uint64(6 * s_length)) - one
                        if what == 1:
                            s_word = mix(s_word ^ np.uint64(symbol + 1))
                            s_spent += p
                    if not alive:
                        continue
                    if last and s_word != 0:
                        gain, cased, after, own = word_bonus(
                            marks, values, classes, follows, s_word, s_spent, s_case, s_before,
                            options,
                        )  # fmt: skip
                        new += weight * gain + options[3] * cased
                    if new < b_floor[to]:
                        continue
                    if new > b_best[to]:
                        b_best[to] = new
                        b_floor[to] = max(b_floor[to], new - WIDTH)
                    place = np.int64(0)
                    free = b_count[to]
                    if not last:
                        h = mix(s_state ^ mix(s_word + np.uint64(s_case << 16 | s_before)))
                        place = np.int64(h & np.uint64(SLOTS - 1))
                        while b_slots[to, place] != 0:
                            other = b_slots[to, place] - 1
                            if (
                                b_state[to, other] == s_state
                                and b_word[to, other] == s_word
                                and b_case[to, other] == s_case
                                and b_before[to, other] == s_before
                            ):
                                free = np.int64(other)
                                break
                            place = (place + 1) & (SLOTS - 1)
                    if free == b_count[to]:
                        if free == CAPACITY:
                            continue
                        if not last:
                            b_slots[to, place] = free + 1
                        b_count[to] = free + 1
                        b_state[to, free], b_word[to, free] = s_state, s_word
                        b_case[to, free], b_before[to, free] = s_case, s_before
                        b_score[to, free] = -1e18
                    if new <= b_score[to, free]:
                        continue
                    b_score[to, free], b_spent[to, free] = new, s_spent
                    b_length[to, free] = s_length
                    b_parent[to, free], b_cand[to, free] = first + slot, cand
                    if b_count[to] >= 2 * beam and b_count[to] % beam == 0:
                        total = b_count[to]
                        nth = np.partition(b_score[to, :total], total - beam)[total - beam]
                        b_floor[to] = max(b_floor[to], nth)
        b_count[ring] = 0
        b_slots[ring, :] = 0
        b_best[ring] = -1e18
        b_floor[ring] = -1e18
    firsts[n + 1] = kept
    return k_parent[:kept], k_cand[:kept], k_score[:kept], k_ending[:kept], firsts
