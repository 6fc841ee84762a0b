"""What the pages of an article with many comments cost: their size, pressing one again, serving it unchanged.

    WARTA_BENCH_COMMENTS=100000 python -m benchmarks.threads

A thread of 200 comments is held against one of as many as asked for. Each page is pressed again in a process that has
drawn its comments before, as a worker has, and in one that has drawn none. What is measured is processor time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import urllib3

from benchmarks.report import Row, close, percentile
from benchmarks.site import environment_of, free_port, running_site, scratch_home, warta

COMMENTS = int(os.environ.get("WARTA_BENCH_COMMENTS", "100000"))
SMALL = 200
REPLIES = 0.2  # of all comments
ROUNDS = 20
ASKED = 300
MEASURE = "--measure"
PAGES = {"best": "", "best, page 20": "best/20/", "newest": "newest/", "oldest": "1/", "under the article": "fragment/"}
TEXT = "Menurut saya anggarannya harus dibuka dahulu, baru kita bicara tentang rencana yang ke-{}. #Anggaran "


def main() -> None:
    if MEASURE in sys.argv:
        print(json.dumps(measured()))
        return
    with scratch_home() as home:
        port = free_port()
        environment = environment_of(home, port, DJANGO_SETTINGS_MODULE="warta.project.settings")
        warta(environment, "prepare")
        warta(environment, "generate", "--articles", "40", "--seed", "7")
        command = [sys.executable, "-m", "benchmarks.threads", MEASURE]
        answer = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
        figures = json.loads(answer.splitlines()[-1])
        with running_site(home, port=port) as site:
            figures["served"] = served(site.address + figures["path"])
            figures["plain"] = served(site.address + figures["article"])
    report(figures)


def report(figures: dict[str, Any]) -> None:
    for name, page in figures["pages"].items():
        print(f"{name:<18} {page['bytes']:>9,} bytes, {page['small']:>9,} with {SMALL}; again {page['again']:6.1f} ms,"
              f" first {page['first']:6.1f} ms, {page['queries']} queries")  # fmt: skip
    pages = figures["pages"].values()
    grown = max(page["bytes"] / page["full"] for page in pages)
    close(
        "threads",
        [
            Row(f"largest page, {COMMENTS:,} to {SMALL} comments", grown, 1.15, "times"),
            Row("pressing a page again, the slowest kind", max(page["again"] for page in pages), 80, "ms"),
            Row("pressing in a process that drew nothing yet", max(page["first"] for page in pages), 240, "ms"),
            Row("unchanged, to an article's page", figures["served"] / figures["plain"], 1.5, "times"),
        ],
    )


def served(address: str) -> float:
    """Milliseconds until a pressed page is there, the median, over one connection."""
    pool = urllib3.PoolManager(maxsize=1)
    pool.request("GET", address)
    times = []
    for _ in range(ASKED):
        began = time.perf_counter()
        pool.request("GET", address, headers={"Accept-Encoding": "gzip"}, decode_content=False)
        times.append((time.perf_counter() - began) * 1000)
    return percentile(times, 0.5)


def measured() -> dict[str, Any]:
    import django

    django.setup()
    from warta.articles.models import ArticlePage

    small, large = ArticlePage.objects.filter(live=True).order_by("pk")[:2]
    fill(small, SMALL)
    fill(large, COMMENTS)
    path = f"{large.address}/comments/"
    pages = {name: page_of(path + below) for name, below in PAGES.items()}
    for name, below in PAGES.items():
        pages[name]["small"] = size_of(f"{small.address}/comments/{below}")
        pages[name]["full"] = pages[name]["small"] or pages["best"]["small"]  # a short thread has no twentieth page
    return {"pages": pages, "path": path, "article": large.address}


def page_of(path: str) -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from warta.comments.templatetags.comment_threads import _drawn
    from warta.press.pressing import press

    press(path)  # what any page loads once: addresses, templates, translations
    _drawn.cache_clear()
    first = processor_time(lambda: press(path))
    again = [processor_time(lambda: press(path)) for _ in range(ROUNDS)]
    with CaptureQueriesContext(connection) as queries:
        size = size_of(path)
    return {"bytes": size, "first": first, "again": percentile(again, 0.95), "queries": len(queries)}


def size_of(path: str) -> int:
    """Bytes of the page; 0 if there is none."""
    from warta.press.rendering import render

    response = render(path).response
    return len(response.content) if response.status_code == 200 else 0


def processor_time(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def fill(article: Any, number: int) -> None:
    """Write so many comments, a fifth of them replies to the first of each ten, some of them liked."""
    from warta.comments.models import Comment, State, Thread
    from warta.lib.clock import now
    from warta.readers.models import User

    people = [User.objects.get_or_create(email=f"p{n}@readers.example", defaults={"display_name": f"Pembaca {n}"})[0]
              for n in range(50)]  # fmt: skip
    Thread.objects.get_or_create(article=article)
    began = now() - timedelta(days=3)
    roots = int(number * (1 - REPLIES))
    made = [
        Comment(
            thread_id=article.pk, author=people[place % 50], text=TEXT.format(place) * (1 + place % 4), place=place,
            state=State.PUBLISHED, written_at=began, published_at=began + timedelta(seconds=place),
            likes=place % 7, best=(place % 700) / 1000 if place % 7 else 0, reply_places=2 if place % 10 == 1 else 0,
        )
        for place in range(1, roots + 1)
    ]  # fmt: skip
    Comment.objects.bulk_create(made, batch_size=2000)
    replies = [
        Comment(
            thread_id=article.pk, author=people[(root.place or 0) % 49], text=TEXT.format(place),
            place=place, root=root, reply_to=root, state=State.PUBLISHED, written_at=began, published_at=began,
        )
        for root in made if root.reply_places for place in (1, 2)
    ]  # fmt: skip
    Comment.objects.bulk_create(replies, batch_size=2000)
    Thread.objects.filter(pk=article.pk).update(places=roots, published=roots + len(replies), likers=number // 3)


if __name__ == "__main__":
    main()
