"""Publish or correct an article in an archive of 10,000: how soon the pages that show it say so.

    python -m benchmarks.publishing [--home DIR]

The archive is one that the site has indexed, gathered and linked, as it has after an import; that takes longer than the
measurement, and with --home it is kept for the next time. The site runs as `warta up` runs it. This program stands in
for the web process of the editor: it publishes through Wagtail's own revision, and asks the site over HTTP, as a reader
would, until every page has the new words.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.report import Row, close, percentile
from benchmarks.site import Site, environment_of, free_port, running_site, scratch_home, warta

if TYPE_CHECKING:
    from warta.articles.models import ArticlePage

ARCHIVE = int(os.environ.get("WARTA_BENCH_ARTICLES", "10000"))
ROUNDS = int(os.environ.get("WARTA_BENCH_ROUNDS", "60"))
LOOK_SECONDS = 0.003
LONGEST_SECONDS = 30
SEED = 7


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--home", type=Path)
    with archive(parser.parse_args().home) as home:
        port = free_port()
        os.environ.update(environment_of(home, port))
        with running_site(home, port=port) as site:
            import django

            os.environ["DJANGO_SETTINGS_MODULE"] = "warta.project.settings"
            django.setup()
            round_of(site, ROUNDS, corrects=False)  # what is loaded once, as a web process has loaded it
            gc.collect()
            gc.freeze()  # as `warta web` does
            close("publishing", list(measured(site)))


@contextmanager
def archive(kept: Path | None) -> Iterator[Path]:
    """A home with the articles in it, of which nothing is left to index, gather or link."""
    with scratch_home() as scratch:
        home = kept or scratch
        environment = environment_of(home, free_port())
        warta(environment, "migrate", "-v", "0")
        if not (home / "caught-up").exists():
            warta(environment, "site", "setup")
            warta(environment, "generate", "--articles", str(ARCHIVE), "--seed", str(SEED))
            warta(environment, "reindex")
            warta(environment, "catchup")
            (home / "caught-up").touch()
        yield home


def measured(site: Site) -> Iterable[Row]:
    published = [round_of(site, number, corrects=False) for number in range(ROUNDS)]
    corrected = [round_of(site, number, corrects=True) for number in range(ROUNDS)]
    for what, rounds in (("publish", published), ("correct", corrected)):
        eager, everything, own = zip(*rounds, strict=True)
        yield Row(f"{what}: article, section, home, feeds show it (p95)", percentile(eager, 0.95) * 1000, 300, "ms")
        yield Row(f"{what}: everything that shows it (longest)", max(everything), 5, "s")
        yield Row(f"{what}: what the editor waits for (p95)", percentile(own, 0.95) * 1000, 300, "ms")


def round_of(site: Site, number: int, *, corrects: bool) -> tuple[float, float, float]:
    """Seconds until the near pages show the new words, until all pages do, and until publishing returned."""
    words = f"Kabar uji {'ralat' if corrects else 'terbit'} {number} {random.Random(number).random():.9f}"
    article = old_article(number) if corrects else new_article(number)
    warm(site, pages_of(article))
    article.title = words
    began = time.monotonic()
    article.save_revision().publish()
    own = time.monotonic() - began
    article.refresh_from_db()
    near, all_pages = near_pages(article, is_newest=not corrects), pages_of(article)
    eager = wait_for(site, near, words, began)
    everything = wait_for(site, all_pages if corrects else [*near, *all_pages], words, began)
    return eager, everything, own


def new_article(number: int) -> ArticlePage:
    """A draft with the text, section, topics and authors of an article that lies deeper in the archive.

    Another one each time: were all new articles the same text, no link to one could be proposed on another.
    """
    from warta.articles.models import ArticleAuthor, ArticlePage
    from warta.articles.queries import public_articles

    like = public_articles()[ARCHIVE // 3 + number * 17]
    article = ArticlePage(title=f"Rancangan {number}", live=False, summary=like.summary, body=like.body)
    article.topics.set(like.topics.all())
    article.bylines = [ArticleAuthor(author=byline.author) for byline in like.bylines.all()]
    like.get_parent().add_child(instance=article)
    return ArticlePage.objects.get(pk=article.pk)


def old_article(number: int) -> ArticlePage:
    from warta.articles.queries import public_articles

    # Recent enough to stand on the fronts, as an article that is being corrected does.
    return public_articles()[number % 5]


def near_pages(article: ArticlePage, *, is_newest: bool) -> list[str]:
    section = f"/{article.address_section}/"
    feeds = ["/feed.xml", f"{section}feed.xml"]
    return [article.address, "/", section, *feeds] if is_newest else [article.address, section, f"{section}feed.xml"]


def pages_of(article: ArticlePage) -> list[str]:
    """All kinds of page that show an article, in both languages."""
    paths = [topic.get_absolute_url() for topic in article.topics.all()]
    paths += [byline.author.get_absolute_url() for byline in article.bylines.all()]
    if article.address_date:
        paths += [f"/archive/{article.address_date:%Y/%m/%d}/", article.address]
    return [*paths, *(f"/en{path}" for path in paths)]


def warm(site: Site, paths: Iterable[str]) -> None:
    for path in paths:
        site.get(path)


def wait_for(site: Site, paths: Iterable[str], words: str, began: float) -> float:
    """Seconds since `began` at which the last of the pages had the words. Raises TimeoutError."""
    wanted = words.encode()
    for path in paths:
        while wanted not in site.get(path).data:
            if time.monotonic() - began > LONGEST_SECONDS:
                raise TimeoutError(f"{path} did not show the change after {LONGEST_SECONDS} s")
            time.sleep(LOOK_SECONDS)
    return time.monotonic() - began


if __name__ == "__main__":
    main()
