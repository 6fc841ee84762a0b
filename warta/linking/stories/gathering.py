"""Which articles are one running affair. Pure: features and threads in, the thread an article joins out.

A thread is a story, or a single article that waits for a second one. Articles are looked at once, in the order in which
they come; what has joined stays. After the single-pass clustering of topic detection and tracking (Allan, 1998), with
a centroid of bounded length and a likeness that fades with the days between.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from warta.search.terms import terms_of

# The figures are scalars chosen on the links that editors of a real newsroom placed; see the decision record.
THRESHOLD = 0.26  # likeness from which an article joins
FADES_IN_DAYS = 6.0  # what is as alike a week later is likelier another affair
HEADLINE_WEIGHT = 3.0
SUMMARY_WEIGHT = 1.5
# News says what it is about at its beginning; further down comes what was before.
WORDS_READ = 220
TERMS_KEPT = 40  # of an article and of a thread
TERMS_TO_FIND_BY = 8
MIN_TERMS = 5  # a text of fewer says too little to belong anywhere
AS_A_WHOLE = 1000  # articles: an archive smaller than this one is counted as if it were as large

Weights = Mapping[str, float]


@dataclass(frozen=True)
class Text:
    """An article as it is read for gathering."""

    headline: str
    summary: str
    paragraphs: Sequence[str]
    language: str


@dataclass(frozen=True)
class Thread:
    """`weights` is a unit vector; `first` and `last` are days since the epoch."""

    weights: Weights
    size: int
    first: float
    last: float


def counts_of(text: Text) -> dict[str, float]:
    """How much each term counts, before it is known how common it is."""
    counts: dict[str, float] = defaultdict(float)
    body = islice((word for paragraph in text.paragraphs for word in paragraph.split()), WORDS_READ)
    for part, weight in ((text.headline, HEADLINE_WEIGHT), (text.summary, SUMMARY_WEIGHT), (" ".join(body), 1.0)):
        for term in terms_of(part, text.language):
            if len(term) > 2 and term not in EMPTY and not term.isdigit():
                counts[term] += weight
    return dict(counts)


def weights_of(counts: Mapping[str, float], *, articles: int, frequencies: Mapping[str, int]) -> dict[str, float]:
    """The weightiest terms as a unit vector. `frequencies` says in how many of the `articles` a term stands."""
    total = max(articles, AS_A_WHOLE)
    weighed = {
        term: (1 + math.log(count)) * math.log(1 + total / (1 + frequencies.get(term, 0)))
        for term, count in counts.items()
        if count >= 1
    }
    return unit(weighed)


def unit(weights: Weights) -> dict[str, float]:
    kept = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:TERMS_KEPT]
    length = math.sqrt(sum(weight * weight for _term, weight in kept)) or 1.0
    return {term: round(weight / length, 4) for term, weight in kept}


def terms_to_find_by(weights: Weights) -> list[str]:
    """The few terms by which others of the same affair are looked for."""
    return [term for term, _weight in sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:TERMS_TO_FIND_BY]]


def likeness(weights: Weights, at: float, thread: Thread) -> float:
    """From 0 to 1: how alike they are, less by the days that lie between."""
    days = max(0.0, at - thread.last, thread.first - at)
    return cosine(weights, thread.weights) * math.exp(-days / FADES_IN_DAYS)


def cosine(one: Weights, other: Weights) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def best_thread(weights: Weights, at: float, threads: Iterable[tuple[int, Thread]]) -> tuple[int, float] | None:
    """The key of the thread that the article joins, and how alike they are; None: it waits."""
    if len(weights) < MIN_TERMS:
        return None
    alike = [(likeness(weights, at, thread), -key) for key, thread in threads]
    best = max(alike, default=(0.0, 0))
    return (-best[1], best[0]) if best[0] >= THRESHOLD else None


def joined(thread: Thread, weights: Weights, at: float) -> Thread:
    """The thread with one article more: every article counts the same in its centroid."""
    summed = {term: weight * thread.size for term, weight in thread.weights.items()}
    for term, weight in weights.items():
        summed[term] = summed.get(term, 0.0) + weight
    return Thread(unit(summed), thread.size + 1, min(thread.first, at), max(thread.last, at))


def thread_of(weights: Weights, at: float) -> Thread:
    """A single article as a thread."""
    return Thread(dict(weights), 1, at, at)


# Words that stand everywhere and say nothing of an affair, as stems.
EMPTY = frozenset(
    """
    yang dan di ke dari untuk pada dengan dalam itu ini tidak akan ada juga oleh karena saat bahwa kata sebagai
    adalah atau para telah sudah bisa dapat lebih jadi menjadi saja hal tak agar namun tapi tetapi ketika setelah
    sebelum antara seperti kami kita saya dia ia mereka anda lain masih hingga sampai sejak secara lalu kini pun
    bagi tersebut belum harus maka jika kalau baik banyak beberapa dua tiga satu empat lima hari tahun bulan minggu
    senin selasa rabu kamis jumat sabtu pukul wib januari februari maret april mei juni juli agustus september
    oktober november desember ujar tutur ungkap jelas tambah menurut sebut lanjut terang papar ucap serta orang buat
    usai yakni yaitu nya salah sekitar mulai terhadap tentang kepada kembali sangat hanya baru atas bawah sementara
    selain selama melalui masing the and for that with was were are has have had his her its from they this not but
    said who will would been their which about after also into than more one two new year day monday tuesday
    wednesday thursday friday saturday sunday mr mrs she him you our when what there over out all can could
    """.split()  # noqa: SIM905 - a list of words is read as a list of words
)
