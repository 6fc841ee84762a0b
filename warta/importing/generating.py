"""Writes synthetic articles and readers into the site. Repeatable: what a seed made already is not made again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from warta.articles.bulk.creating import create_articles
from warta.articles.bulk.naming import NameBook, SectionBook
from warta.articles.events import listing_changed
from warta.articles.models import ArticlePage, Author, Topic
from warta.articles.site_setup import set_up_site
from warta.importing.synthetic import AUTHORS, SECTIONS, synthetic_article, topics_of

BATCH = 250
Progress = Callable[[int], object]


def generate_articles(count: int, *, seed: int, progress: Progress = lambda _count: None) -> int:
    """Make the first `count` articles of this seed. How many were new."""
    sections, authors, topics = SectionBook(set_up_site()), NameBook(Author), NameBook(Topic)
    sections.ensure(SECTIONS)
    authors.ensure(AUTHORS)
    topics.ensure(topics_of())
    section_ids = [sections.id_of(name) for name in SECTIONS]
    author_ids = [authors.id_of(name) for name in AUTHORS]
    topic_ids = [topics.id_of(name) for name in topics_of()]
    made = 0
    for numbers in _batches(count):
        new = _missing(seed, numbers)
        create_articles(
            [
                synthetic_article(seed, number, sections=section_ids, authors=author_ids, topics=topic_ids)
                for number in new
            ]
        )
        made += len(new)
        progress(len(numbers))
    if made:
        # One word for everything: after this many new articles hardly a page is left that stands.
        listing_changed.tell(frozenset({"site"}))
    return made


def _batches(count: int) -> Iterator[list[int]]:
    numbers = iter(range(count))
    while batch := list(islice(numbers, BATCH)):
        yield batch


def _missing(seed: int, numbers: Sequence[int]) -> list[int]:
    ids = {f"synthetic-{seed}-{number}": number for number in numbers}
    there = ArticlePage.objects.filter(original_id__in=ids).values_list("original_id", flat=True)
    return sorted(ids[name] for name in ids.keys() - set(there))


def generate_readers(count: int, *, seed: int) -> int:
    """Make the first `count` readers of this seed, who can't sign in. How many were new."""
    users = get_user_model()
    names = {users.USERNAME_FIELD: ""}
    before = users.objects.count()
    for numbers in _batches(count):
        users.objects.bulk_create(
            [
                users(**dict.fromkeys(names, f"synthetic-{seed}-{number}@reader.invalid"), password=make_password(None))
                for number in numbers
            ],
            ignore_conflicts=True,
        )
    return users.objects.count() - before
