"""How good the search is: questions whose answering passage is known, beside plain BM25 over the same passages.

    python -m benchmarks.search_quality [--folder DIR]

The folder holds `passages.jsonl.gz` and `queries.jsonl`. Weights were chosen on one half of the questions (all of a
passage on one side); the promise is measured on the other. Promise: above plain BM25.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.report import Row, close

FOLDER = Path(os.environ.get("WARTA_BENCH_QUESTIONS", "../shared/data/search_id_questions"))
SHOWN = 10
PUBLISHED = datetime(2026, 1, 1, tzinfo=UTC)  # one moment for all: nothing here is newer than another

Search = Callable[[str], list[int]]


@dataclass(frozen=True)
class Asked:
    words: str
    answers: frozenset[int]
    is_measured: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    folder = parser.parse_args().folder
    with gzip.open(folder / "passages.jsonl.gz", "rt", encoding="utf-8") as lines_of_passages:
        passages = [json.loads(line) for line in lines_of_passages]
    numbers = {passage["id"]: number for number, passage in enumerate(passages, start=1)}
    lines = (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [_asked(json.loads(line), numbers) for line in lines]
    with tempfile.TemporaryDirectory() as home:
        ours, plain = _searches(Path(home), passages)
        close("search_quality", _rows(ours, plain, questions))


def _asked(line: dict[str, Any], numbers: dict[str, int]) -> Asked:
    first = hashlib.sha256(str(line["relevant"][0]).encode()).digest()
    return Asked(line["query"], frozenset(numbers[name] for name in line["relevant"]), is_measured=first[-1] % 2 == 1)


def _rows(ours: Search, plain: Search, questions: Sequence[Asked]) -> list[Row]:
    rows = []
    for part, is_measured in (("measured half", True), ("half it was tuned on", False)):
        chosen = [question for question in questions if question.is_measured == is_measured]
        own, bm25 = _figures(ours, chosen), _figures(plain, chosen)
        for name in own:
            rows.append(Row(f"{name}, {len(chosen)} questions, {part}", own[name], bm25[name], "", is_most=False))
    return rows


def _figures(search: Search, questions: Sequence[Asked]) -> dict[str, float]:
    found = [(search(question.words)[:SHOWN], question.answers) for question in questions]
    figures = {
        "nDCG@10": sum(_ndcg(ids, answers) for ids, answers in found),
        "MRR": sum(next((1 / rank for rank, pk in enumerate(ids, 1) if pk in answers), 0.0) for ids, answers in found),
        "recall@10": sum(len(answers.intersection(ids)) / len(answers) for ids, answers in found),
    }
    return {name: total / len(found) for name, total in figures.items()}


def _ndcg(ids: Sequence[int], answers: frozenset[int]) -> float:
    gained = sum(1 / math.log2(rank + 1) for rank, pk in enumerate(ids, 1) if pk in answers)
    return gained / sum(1 / math.log2(rank + 1) for rank in range(1, min(SHOWN, len(answers)) + 1))


def _searches(home: Path, passages: Sequence[dict[str, Any]]) -> tuple[Search, Search]:
    """Our search, and BM25 (k1 1.2, b 0.75) over the words as they stand."""
    os.environ["WARTA_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warta.project.settings")
    import django

    django.setup()
    from warta.search.asking import question_of
    from warta.search.matching import Filters
    from warta.search.queries import found_for, index_root
    from warta.search.schema import Entry, Position
    from warta.search.terms import words_of
    from warta.search.writer import Writer, begun_folder, put_in_place

    texts = [f"{passage['title']}\n{passage['text']}" for passage in passages]
    writer = Writer(begun_folder(index_root()))
    entries = [
        Entry(number, "", "", text, "id", "s", "news", (), PUBLISHED, PUBLISHED)
        for number, text in enumerate(texts, start=1)
    ]
    writer.write(entries, gone=(), position=Position(1, 0))
    writer.close()
    put_in_place(index_root())
    bm25 = _Bm25([words_of(text) for text in texts])

    def ours(question: str) -> list[int]:
        return [hit.article_id for hit in found_for(question_of(question), Filters()).hits]

    return ours, lambda question: bm25.best(words_of(question))


class _Bm25:
    """The textbook's."""

    def __init__(self, texts: Sequence[Sequence[str]], *, k1: float = 1.2, b: float = 0.75) -> None:
        self._lengths = [len(words) for words in texts]
        mean = sum(self._lengths) / len(texts)
        self._postings: dict[str, dict[int, float]] = {}
        for number, words in enumerate(texts, start=1):
            for word in set(words):
                count = words.count(word)
                weight = count * (k1 + 1) / (count + k1 * (1 - b + b * len(words) / mean))
                self._postings.setdefault(word, {})[number] = weight

    def best(self, words: Sequence[str]) -> list[int]:
        scores: dict[int, float] = {}
        for word in dict.fromkeys(words):
            there = self._postings.get(word, {})
            rarity = math.log(1 + (len(self._lengths) - len(there) + 0.5) / (len(there) + 0.5))
            for number, weight in there.items():
                scores[number] = scores.get(number, 0.0) + rarity * weight
        return sorted(scores, key=lambda number: (-scores[number], number))[:SHOWN]


if __name__ == "__main__":
    main()
