"""Read-also proposals against the links that editors placed, beside BM25 and TF-IDF × decay in the same run.

    python -m benchmarks.related [--corpus FOLDER] [--home DIR]

The folder holds `articles.jsonl.gz` and `read_also.tsv` (article, linked). All earlier articles are candidates. The
weights were chosen on the first 57 % of the articles by time; the promise is about the rest, "held out" below.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from benchmarks.report import Row, close
from tests.places import ROOT, Place

CORPUS = ROOT.parent / "shared" / "data" / "news_kompas_2020-10"
PROMISE = 1.15
CHOSEN_ON = 0.57
BEST = 10
DAY = 86_400.0
READ = """
import json
from warta.articles.models import ArticlePage
from warta.linking.proposals.texts import texts_of
from warta.linking.ranking.text import Words
names = dict(ArticlePage.objects.values_list("pk", "original_id"))
for pk, text in texts_of(list(names)).items():
    pieces = Words(text).pieces
    print(json.dumps([names[pk], text.published, [term for piece in pieces for term in piece]]))
"""

Ranked = Mapping[str, list[str]]


class Corpus:
    """Each article's terms and time, and what simple methods make of them."""

    def __init__(self, lines: Iterable[str]) -> None:
        rows = [json.loads(line) for line in lines]
        self.at: dict[str, float] = {name: at for name, at, _terms in rows}
        self.counts = {name: Counter(terms) for name, _at, terms in rows}
        having = Counter(term for counts in self.counts.values() for term in counts)
        self._size = len(rows)
        self._rare = {term: math.log((self._size + 1) / (count + 1)) + 1 for term, count in having.items()}
        self._having = having
        self._length = sum(sum(counts.values()) for counts in self.counts.values()) / max(self._size, 1)
        self._bm25 = self._postings(self._saturated)
        self._cosine = self._postings(self._unit)

    def by_bm25(self, name: str) -> list[str]:
        return self._best(name, {term: float(times) for term, times in self.counts[name].items()}, self._bm25)

    def by_tf_idf_with_decay(self, name: str, days: float) -> list[str]:
        now = self.at[name]
        return self._best(
            name, self._unit(name), self._cosine, fading=lambda other: math.exp((self.at[other] - now) / DAY / days)
        )

    def _postings(self, vector: Callable[[str], Mapping[str, float]]) -> dict[str, list[tuple[str, float]]]:
        found: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for name in self.counts:
            for term, value in vector(name).items():
                found[term].append((name, value))
        return found

    def _saturated(self, name: str) -> dict[str, float]:
        """BM25 with its usual parameters, k1 = 1.2 and b = 0.75."""
        counts, length = self.counts[name], sum(self.counts[name].values())
        return {
            term: math.log(1 + (self._size - self._having[term] + 0.5) / (self._having[term] + 0.5))
            * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * length / self._length))
            for term, times in counts.items()
        }  # fmt: skip

    def _unit(self, name: str) -> dict[str, float]:
        vector = {term: (1 + math.log(times)) * self._rare[term] for term, times in self.counts[name].items()}
        length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
        return {term: value / length for term, value in vector.items()}

    def _best(
        self,
        name: str,
        asked: Mapping[str, float],
        postings: Mapping[str, list[tuple[str, float]]],
        fading: Callable[[str], float] = lambda _other: 1.0,
    ) -> list[str]:
        scores: dict[str, float] = defaultdict(float)
        for term, weight in asked.items():
            for other, value in postings[term]:
                scores[other] += weight * value
        earlier = {other: score * fading(other) for other, score in scores.items() if self.at[other] < self.at[name]}
        return sorted(earlier, key=lambda other: -earlier[other])[:BEST]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    if not (options.corpus / "read_also.tsv").is_file():
        print("Name the folder of the corpus with --corpus; it is not part of the project.")
        sys.exit(2)
    with tempfile.TemporaryDirectory() as folder:
        corpus, links, ours = _measured(Place(options.home or Path(folder)), options.corpus)
    _compare(corpus, links, ours)


def _measured(place: Place, folder: Path) -> tuple[Corpus, dict[str, set[str]], Ranked]:
    for arguments in (("prepare",), ("import", "jsonl", str(folder / "articles.jsonl.gz"))):
        done = place.warta(*arguments)
        assert done.returncode == 0, done.stderr
    corpus = Corpus(place.python(READ).splitlines())
    links = _links(folder / "read_also.tsv", corpus.at)
    done = place.warta("related", "--batch", "-", "-n", str(BEST), text="\n".join(links))
    assert done.returncode == 0, done.stderr
    ours = {line["id"]: line["related"] for line in map(json.loads, done.stdout.splitlines())}
    return corpus, links, ours


def _links(path: Path, at: Mapping[str, float]) -> dict[str, set[str]]:
    """What each article's editors linked, of what had come out before it; in the order of time."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        name, linked = line.split("\t")
        if name in at and linked in at and at[linked] < at[name]:
            found[name].add(linked)
    return dict(sorted(found.items(), key=lambda pair: at[pair[0]]))


def _compare(corpus: Corpus, links: dict[str, set[str]], ours: Ranked) -> None:
    methods: dict[str, Ranked] = {
        "BM25": {name: corpus.by_bm25(name) for name in links},
        "TF-IDF, 30 days": {name: corpus.by_tf_idf_with_decay(name, 30) for name in links},
        "TF-IDF, 3 days": {name: corpus.by_tf_idf_with_decay(name, 3) for name in links},
        "Warta": ours,
    }
    rows, at = [], round(len(links) * CHOSEN_ON)
    for part, names in (("held out", list(links)[at:]), ("all", list(links))):
        print(f"\n{part}: {len(names)} articles    recall at 1      at 5     at 10       MRR")
        figures = {name: list(_figures(ranked, links, names)) for name, ranked in methods.items()}
        for name, values in figures.items():
            print(f"  {name:<26}" + "".join(f"{value:>10.4f}" for value in values))
        baseline = max(figures["BM25"][1], figures["TF-IDF, 30 days"][1])
        rows.append(
            Row(f"recall at 5, {part}, over the baseline's", figures["Warta"][1] / baseline, PROMISE, "×", False)
        )
    close("related", rows)


def _figures(ranked: Ranked, links: Mapping[str, set[str]], names: list[str]) -> Iterator[float]:
    for most in (1, 5, 10):
        yield sum(len(links[name] & set(ranked[name][:most])) / len(links[name]) for name in names) / len(names)
    firsts = ([place for place, one in enumerate(ranked[name], 1) if one in links[name]] for name in names)
    yield sum(1 / places[0] for places in firsts if places) / len(names)


if __name__ == "__main__":
    main()
