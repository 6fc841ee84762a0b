"""What gathering one published article into stories costs, in a small archive and in a large one: the same.

    WARTA_BENCH_SMALL=10000 WARTA_BENCH_LARGE=1000000 python -m benchmarks.stories

Each archive is generated; all but the newest articles count as gathered already, each by the words of one of some
hundred articles of the same archive. Then the newest are gathered and profiled one by one, as the jobs do it. What the
index takes for an article is in `benchmarks.searching`. What is compared is processor time.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from benchmarks.report import Row, close, percentile
from benchmarks.site import environment_of, free_port, scratch_home, warta

SMALL = int(os.environ.get("WARTA_BENCH_SMALL", "10000"))
LARGE = int(os.environ.get("WARTA_BENCH_LARGE", "100000"))
ROUNDS = 200
POOL = 300  # articles whose words the others are given
MEASURE = "--measure"


def main() -> None:
    if MEASURE in sys.argv:
        print(json.dumps(measured()))
        return
    small, large = figures_of(SMALL), figures_of(LARGE)
    for name, figures in ((SMALL, small), (LARGE, large)):
        median, most = percentile(figures, 0.5), percentile(figures, 0.95)
        print(f"{name:>9,} articles: median {median:.2f} ms, 95th percentile {most:.2f} ms of the processor")
    ratio = percentile(large, 0.5) / percentile(small, 0.5)
    close(
        "stories",
        [
            Row(f"gathering, profiling one of {LARGE:,} to one of {SMALL:,}, median", ratio, 1.5, "times"),
            Row(f"gathering, profiling one of {LARGE:,}, p95", percentile(large, 0.95), 100, "ms"),
        ],
    )


def figures_of(articles: int) -> list[float]:
    """Milliseconds of each gathering in an archive of this size, measured in a process of its own."""
    with scratch_home() as home:
        environment = environment_of(home, free_port(), DJANGO_SETTINGS_MODULE="warta.project.settings")
        warta(environment, "migrate", "-v", "0")
        warta(environment, "site", "setup")
        warta(environment, "generate", "--articles", str(articles), "--seed", "7")
        command = [sys.executable, "-m", "benchmarks.stories", MEASURE]
        answer = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
    figures: list[float] = json.loads(answer.splitlines()[-1])
    return figures


def measured() -> list[float]:
    import django

    django.setup()
    from warta.linking.proposals.profiles import make_stale
    from warta.linking.stories.services import gather
    from warta.search.entries import entries_of

    newest = fill()
    figures = []
    for entry in (entry for pk in newest for entry in entries_of([pk])):
        began = time.process_time()
        gather(entry)
        make_stale([entry.article_id])
        figures.append((time.process_time() - began) * 1000)
    return figures


def fill() -> list[int]:
    """Note all articles but the newest as gathered; those newest come back."""
    from warta.articles.models import ArticlePage
    from warta.linking.models import Gathered

    rows = list(ArticlePage.objects.order_by("-pk").values_list("pk", "first_published_at", "language", "changed_at"))
    pool = words_of([row[0] for row in rows[ROUNDS : ROUNDS + POOL]])
    for batch in in_batches(rows[ROUNDS:], 5000):
        words = random.Random(batch[0][0]).choices(pool, k=len(batch))
        made = [Gathered(article_id=pk, at=at, language=language, weights=weights, article_changed_at=changed)
                for weights, (pk, at, language, changed) in zip(words, batch, strict=True)]  # fmt: skip
        note_terms(Gathered.objects.bulk_create(made), newest=rows[0][1])
    return [row[0] for row in rows[:ROUNDS]]


def note_terms(rows: Sequence[Any], *, newest: datetime) -> None:
    """The words to find by of those that are young enough to be found, as the job that forgets leaves them."""
    from warta.linking.models import FindingTerm
    from warta.linking.stories.gathering import terms_to_find_by

    kept = [row for row in rows if row.at > newest - timedelta(days=45)]
    FindingTerm.objects.bulk_create(
        (
            FindingTerm(gathered=row, language=row.language, term=term, at=row.at)
            for row in kept
            for term in terms_to_find_by(row.weights)
        ),
        batch_size=5000,
    )


def words_of(ids: Sequence[int]) -> list[dict[str, float]]:
    """The weighted words of each of these articles."""
    from warta.linking.stories.gathering import Text, counts_of, weights_of
    from warta.search.entries import entries_of

    texts = (Text(entry.title, entry.summary, entry.body.split("\n"), entry.language) for entry in entries_of(ids))
    counts = [counts_of(text) for text in texts]
    having = Counter(term for one in counts for term in one)
    return [weights_of(one, articles=len(counts), frequencies=having) for one in counts]


def in_batches(rows: Sequence[Any], size: int) -> Iterator[list[Any]]:
    walking = iter(rows)
    while batch := list(islice(walking, size)):
        yield batch


if __name__ == "__main__":
    main()
