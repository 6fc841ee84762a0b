"""Articles a reader may see, newest first, by where they belong. Every list here walks an index and stops.

The local date of first publication leads each order because it stands on the article's own row, where an index can
hold it; the exact time, which stands on Wagtail's row, decides only within a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection
from django.db.models import Q

from warta.articles.models import (
    ArticlePage,
    ArticleQuerySet,
    Author,
    Citation,
    Outlet,
    Redirect,
    SectionPage,
    Slot,
    Topic,
)
from warta.lib.clock import now

NEWEST = ("-address_date", "-first_published_at", "-pk")


def public_articles() -> ArticleQuerySet:
    articles: ArticleQuerySet = ArticlePage.objects.all()
    return articles.public().filter(address_date__isnull=False).order_by(*NEWEST)


def articles_of_section(section: SectionPage) -> ArticleQuerySet:
    return public_articles().filter(address_section=section.slug)


def articles_of_topic(topic: Topic) -> ArticleQuerySet:
    return public_articles().filter(topics=topic)


def articles_of_author(author: Author) -> ArticleQuerySet:
    return public_articles().filter(bylines__author=author)


def articles_of_outlet(outlet: Outlet) -> ArticleQuerySet:
    # An article may cite one outlet twice and is listed once.
    return public_articles().filter(pk__in=Citation.objects.filter(outlet=outlet).values("article_id"))


def articles_of_day(day: date) -> ArticleQuerySet:
    return public_articles().filter(address_date=day)


def day_before(day: date, articles: ArticleQuerySet | None = None) -> date | None:
    """The nearest earlier day on which there are articles."""
    within = public_articles() if articles is None else articles
    return within.filter(address_date__lt=day).values_list("address_date", flat=True).first()


def day_after(day: date, articles: ArticleQuerySet | None = None) -> date | None:
    """The nearest later day on which there are articles."""
    within = public_articles() if articles is None else articles
    return within.filter(address_date__gt=day).order_by("address_date").values_list("address_date", flat=True).first()


def newest_ids_by_section(sections: Sequence[SectionPage], *, count: int) -> list[tuple[int, str]]:
    """(article, section slug) of the newest in each section, in one query that takes `count` steps per section."""
    if not sections:
        return []
    # Put together once and asked with each section's slug: Django takes longer over it than the database.
    placeholder = SectionPage(slug="the slug of a section")
    newest = articles_of_section(placeholder).values_list("pk", "address_section")[:count]
    sql, params = newest.query.sql_with_params()
    parts = [f"SELECT * FROM ({sql}) AS newest"] * len(sections)  # noqa: S608 - the values stay apart
    values = [section.slug if value == placeholder.slug else value for section in sections for value in params]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return [(row[0], row[1]) for row in cursor.fetchall()]


def curated_slots(front_id: int) -> list[Slot]:
    """What editors put on a front and has not run out, in their order."""
    open_now = Q(until=None) | Q(until__gt=now())
    public = Q(article__live=True, article__withdrawn_at=None)
    return list(Slot.objects.filter(open_now, public, front_id=front_id).order_by("sort_order"))


def article_at_old_address(path: str) -> ArticlePage | None:
    """Where an address that an article had before leads now, withdrawn or not."""
    found = Redirect.objects.filter(old_path__in=_spellings(path)).select_related("article").first()
    return found.article if found else None


def _spellings(path: str) -> Iterable[str]:
    return {path, path.rstrip("/") or "/", path.rstrip("/") + "/"}


CONSIDERED = 200  # of the newest, among which those of the same topics are looked for


def articles_related_to(article: ArticlePage, *, count: int) -> list[int]:
    """Ids of articles to read next: the same topics first, then the newest of its section from before it.

    Only what was published before it, so that a new article does not change the pages of all older ones.
    """
    before = public_articles().exclude(pk=article.pk).filter(address_date__lte=article.address_date)
    newest = list(before.values_list("pk", flat=True)[:CONSIDERED])
    of_section = before.filter(address_section=article.address_section).values_list("pk", flat=True)[:count]
    ids = [*_sharing_a_topic(newest, article), *of_section]
    return list(dict.fromkeys(ids))[:count]


def _sharing_a_topic(ids: Sequence[int], article: ArticlePage) -> list[int]:
    """Those of `ids` that share a topic with the article, in their order.

    Asked the other way round, all articles of a topic, perhaps a hundred thousand, would have to be put in order.
    """
    topics = [topic.pk for topic in article.topics.all()]
    named = ArticlePage.topics.through.objects.filter(articlepage_id__in=ids, topic_id__in=topics)
    shared = set(named.values_list("articlepage_id", flat=True)) if topics else set()
    return [pk for pk in ids if pk in shared]
