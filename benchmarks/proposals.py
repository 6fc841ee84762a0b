"""Read-also proposals for one article among a million: all that an editor, or `warta related`, waits for.

    python -m benchmarks.proposals [--home DIR]

WARTA_BENCH_ARTICLES says how many (1,000,000). With --home the site is kept: what was generated and indexed is not made
again, and a run that was killed goes on where it was (the first takes about an hour, most of it for the index). A first
round makes the profiles that are not kept yet and warms the disk up.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

from benchmarks.report import Row, close, percentile
from benchmarks.site import environment_of, free_port, scratch_home, warta

ARTICLES = int(os.environ.get("WARTA_BENCH_ARTICLES", "1000000"))
ROUNDS = 200
SEED = 7
PROMISE_MS = 50.0
DONE = "generated"  # a file in the home that says the articles are whole

Figures = tuple[list[float], list[float]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    with _home(options.home) as home:
        environment = environment_of(home, free_port(), DJANGO_SETTINGS_MODULE="warta.project.settings")
        _prepare(home, environment)
        os.environ.update(environment)
        import django

        django.setup()
        close("proposals", list(_measured()))


@contextmanager
def _home(kept: Path | None) -> Iterator[Path]:
    if kept is None:
        with scratch_home() as home:
            yield home
    else:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept


def _prepare(home: Path, environment: dict[str, str]) -> None:
    """Articles, then the index of them. Each goes on where it was; what is whole is left alone."""
    warta(environment, "migrate", "-v", "0")
    if not (home / DONE).exists():
        print(f"generating {ARTICLES:,} articles", flush=True)
        warta(environment, "site", "setup")
        warta(environment, "generate", "--articles", str(ARTICLES), "--seed", str(SEED))
        (home / DONE).touch()
    if not (home / "search" / "current").exists():
        print("indexing them", flush=True)
        warta(environment, "reindex")


def _measured() -> Iterator[Row]:
    from warta.linking.models import ArticleProfile
    from warta.search.queries import index_state

    print(f"{index_state().articles:,} articles in the index")
    chosen = _chosen()
    for what, ask in (
        ("warta related, ten", _related),
        ("the editor's box, eight, for a text being typed", _in_the_box),
    ):
        began = time.monotonic()
        _figures(ask, chosen)
        profiles = ArticleProfile.objects.count()
        print(f"{what}: a first round took {time.monotonic() - began:.0f} s; {profiles:,} profiles are kept")
        clock, processor = _figures(ask, chosen)
        for name, values in (("by the clock", clock), ("processor time", processor)):
            print(f"    {name}: median {percentile(values, 0.5):.1f} ms, longest {max(values):.1f} ms")
            yield Row(f"{what}, {name}, p95", percentile(values, 0.95), PROMISE_MS, "ms")


def _chosen() -> Sequence[int]:
    """Articles of all times, half of them among the newest."""
    from django.db.models import Max, Min

    from warta.articles.queries import public_articles

    newest = list(public_articles().values_list("pk", flat=True)[:1000])
    ends = public_articles().order_by().aggregate(first=Min("pk"), last=Max("pk"))
    chance = Random(SEED)
    of_all = [chance.randint(ends["first"], ends["last"]) for _ in range(ROUNDS // 2)]
    return [*chance.sample(newest, min(ROUNDS // 2, len(newest))), *of_all]


def _figures(ask: Callable[[int], object], ids: Sequence[int]) -> Figures:
    """Milliseconds of each question: by the clock, and of the processor."""
    clock, processor = [], []
    for article_id in ids:
        began, used = time.perf_counter(), time.process_time()
        ask(article_id)
        clock.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - used) * 1000)
    return clock, processor


def _related(article_id: int) -> object:
    from warta.linking.proposals.queries import related_to

    return related_to(article_id, count=10)


def _in_the_box(article_id: int) -> object:
    from dataclasses import replace

    from warta.linking.proposals.queries import proposals_for
    from warta.linking.proposals.texts import texts_of

    text = texts_of([article_id]).get(article_id)
    return text and proposals_for(article_id, replace(text, published=0.0), count=8)


if __name__ == "__main__":
    main()
