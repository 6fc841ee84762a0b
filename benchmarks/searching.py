"""The search over a million generated articles: questions, linking's questions, upkeep of the index and its size.

    python -m benchmarks.searching [--home DIR]

WARTA_BENCH_ARTICLES says how many (1,000,000). Their words go straight into the index, without rows in a database:
what is measured is the index. With --home the index is kept, and a second run need not build it again (20 minutes).
Questions are drawn from the articles' own words, the commonest among them, and from real ones
(WARTA_BENCH_TOPICS, a file of "number<TAB>question").
"""

from __future__ import annotations

import argparse
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from benchmarks.report import Row, close, percentile

if TYPE_CHECKING:
    from warta.search.schema import Entry

ARTICLES = int(os.environ.get("WARTA_BENCH_ARTICLES", "1000000"))
FEW = 10_000  # the small archive with which upkeep is compared
TOPICS = Path(
    os.environ.get("WARTA_BENCH_TOPICS", "../shared/data/search_id_miracl_topics/topics.miracl-v1.0-id-train.tsv")
)
ROUNDS = 200
TERMS = 30
PUBLISHED_ONE_BY_ONE = 60
BUILT_AT_ONCE = 20_000
TAG = re.compile(r"<[^>]+>")
SEED = 7

SEARCH_MS, SIMILAR_MS = 100.0, 25.0
SIZE, UPKEEP = 1.5, 1.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="warta-bench-search-") as scratch:
        _set_up(Path(scratch))
        home = options.home or Path(scratch)
        large, small = home / f"index-{ARTICLES}", Path(scratch) / f"index-{FEW}"
        for root, count in ((large, ARTICLES), (small, FEW)):
            _build(root, count)
        rows = [*_questions(large), *_linking(large), _size(large), *_upkeep(small, large)]
    close("searching", rows)


def _set_up(home: Path) -> None:
    os.environ["WARTA_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warta.project.settings")
    import django

    django.setup()


def _answer_from(root: Path) -> None:
    from django.conf import settings

    settings.SEARCH_ROOT = root


def _entries(numbers: range) -> Iterator[Entry]:
    from warta.importing.synthetic import SECTIONS, synthetic_article
    from warta.search.schema import Entry

    sections, authors, topics = list(range(len(SECTIONS))), list(range(1, 241)), list(range(60))
    for number in numbers:
        made = synthetic_article(SEED, number, sections=sections, authors=authors, topics=topics)
        body = "\n".join(TAG.sub("", str(block["value"])) for block in made.body)
        yield Entry(
            article_id=number + 1, title=made.title, summary=made.summary, body=body, language="id",
            section=SECTIONS[made.section_id].lower().replace(" ", "-"), kind=made.kind, author_ids=made.author_ids,
            published_at=made.published_at, changed_at=made.published_at,
        )  # fmt: skip


def _build(root: Path, count: int) -> None:
    """In numbers of articles that a kill leaves whole; the letters of text are kept beside the index."""
    from warta.search.reader import CURRENT
    from warta.search.schema import Position
    from warta.search.writer import Writer, begun_folder, folder_of, put_in_place

    if folder_of(root, CURRENT):
        return
    writer = Writer(begun_folder(root))
    letters = 0
    for start in range(0, count, BUILT_AT_ONCE):
        batch = list(_entries(range(start, min(start + BUILT_AT_ONCE, count))))
        letters += sum(len((entry.title + entry.summary + entry.body).encode()) for entry in batch)
        writer.write(batch, gone=(), position=Position(1, 0))
        print(f"\rindexed {start + len(batch):,} of {count:,}", end="", flush=True)
    writer.close()
    (root / "text-bytes").write_text(str(letters))
    put_in_place(root)
    print()


def _questions(root: Path) -> list[Row]:
    from warta.importing.synthetic import OBJECTS, PLACES, REASONS, SUBJECTS, TIMES, VERBS
    from warta.search.asking import question_of
    from warta.search.matching import Filters
    from warta.search.queries import found_for

    _answer_from(root)
    chance = Random(SEED)
    words = [word for said in SUBJECTS + VERBS + OBJECTS + PLACES + TIMES + REASONS for word in said.lower().split()]
    asked: dict[str, Sequence[str]] = {
        f"search, {count} of the articles' words": [" ".join(chance.sample(words, count)) for _ in range(ROUNDS)]
        for count in (1, 2, 3, 4)
    }
    asked["search, the commonest word"] = ["di", "hujan"] * (ROUNDS // 2)
    asked["search, in quotation marks"] = [f'"{chance.choice(REASONS)}"' for _ in range(ROUNDS)]
    asked["search, nothing but typing errors"] = [_mistyped(chance, words) for _ in range(ROUNDS)]
    if TOPICS.exists():
        lines = TOPICS.read_text(encoding="utf-8").splitlines()
        asked["search, real questions"] = [line.split("\t")[1] for line in chance.sample(lines, ROUNDS)]
    return [
        Row(f"{name}, p95", _p95([partial(found_for, question_of(text), Filters()) for text in texts]), SEARCH_MS, "ms")
        for name, texts in asked.items()
    ]


def _mistyped(chance: Random, words: Sequence[str]) -> str:
    word = chance.choice([word for word in words if len(word) > 5])
    place = chance.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _linking(root: Path) -> list[Row]:
    from warta.search.queries import similar_to
    from warta.search.terms import terms_of

    _answer_from(root)
    chance = Random(SEED)
    rows = []
    newest = datetime(2026, 1, 31, tzinfo=UTC)
    for name, before in (("of today", None), ("of years ago", newest - timedelta(days=1500))):
        asked = []
        for entry in _entries(range(ARTICLES, ARTICLES + ROUNDS)):
            terms = sorted(set(terms_of(entry.body, "id")))
            weights = {term: chance.random() for term in chance.sample(terms, min(TERMS, len(terms)))}
            asked.append(partial(similar_to, weights, before=before, limit=100, language="id", excluding=()))
        rows.append(Row(f"articles similar to one {name}, {TERMS} terms, p95", _p95(asked), SIMILAR_MS, "ms"))
    return rows


def _p95(questions: Sequence[Callable[[], object]]) -> float:
    """Of the second half; the first warms the disk's pages up."""
    times = []
    for question in questions:
        began = time.perf_counter()
        question()
        times.append((time.perf_counter() - began) * 1000)
    return percentile(times[len(times) // 2 :], 0.95)


def _size(root: Path) -> Row:
    folder = (root / "current").resolve()
    size = sum(path.stat().st_size for path in folder.iterdir())
    return Row("size of the index, per byte of text", size / int((root / "text-bytes").read_text()), SIZE, "")


def _upkeep(small: Path, large: Path) -> list[Row]:
    """What an article costs that is published by itself: processor time over all threads, merging included."""
    one, other = _seconds_for_one(small, FEW), _seconds_for_one(large, ARTICLES)
    return [
        Row(f"keeping the index, per article, of {FEW:,}", one * 1000, 1000.0, "ms"),
        Row(f"keeping the index, per article, of {ARTICLES:,}", other * 1000, 1000.0, "ms"),
        Row(f"the same, {ARTICLES:,} against {FEW:,}", other / one, UPKEEP, ""),
    ]


def _seconds_for_one(root: Path, count: int) -> float:
    from warta.search.reader import CURRENT
    from warta.search.schema import Position
    from warta.search.writer import Writer, folder_of

    folder = folder_of(root, CURRENT)
    assert folder is not None
    writer = Writer(folder)
    moment = datetime.now(UTC)
    fresh = [
        replace(entry, article_id=entry.article_id, changed_at=moment)
        for entry in _entries(range(count, count + PUBLISHED_ONE_BY_ONE))
    ]
    began = time.process_time()
    for entry in fresh:
        writer.write([entry], gone=(), position=Position(1, entry.article_id))
    writer.close()
    return (time.process_time() - began) / len(fresh)


if __name__ == "__main__":
    main()
