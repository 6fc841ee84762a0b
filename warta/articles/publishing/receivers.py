"""Hears Wagtail's and Django's signals and tells what is true of the row now. For speed alone; the sweep heals.

Wagtail also signals "published" for what is only scheduled, for copies and for aliases; a receiver that raises would
answer 500 with the article already live. So each re-reads the row, and none raises.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.images.models import Image
from wagtail.signals import page_published, page_unpublished, post_page_move

from warta.articles.events import ArticleFact, article_changed, article_published, article_withdrawn, listing_changed
from warta.articles.models import ArticlePage, Author, FrontPage, Outlet, SectionPage, Topic
from warta.articles.publishing.facts import fact_of, front_tags, places_of_sections, tags_that_show
from warta.lib.events import Event

log = logging.getLogger(__name__)
FEW = 5  # more than these at the same time are pressed by the worker alone; the next ones due shall not wait for it

_held: ContextVar[list[int] | None] = ContextVar("warta_articles_held", default=None)


def connect() -> None:
    """Join the receivers to the signals. Safe to repeat."""
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(_hear_article, sender=ArticlePage, dispatch_uid=f"warta.articles.{id(signal)}")
    for front in (FrontPage, SectionPage):
        post_save.connect(_hear_menu, sender=front, dispatch_uid="warta.articles.menu")
        page_published.connect(_hear_front, sender=front, dispatch_uid="warta.articles.front")
    for named in (Topic, Author, Outlet):
        post_save.connect(_hear_name, sender=named, dispatch_uid="warta.articles.named")
        post_delete.connect(_hear_name, sender=named, dispatch_uid="warta.articles.named.gone")
    post_save.connect(_hear_image, sender=Image, dispatch_uid="warta.articles.image")


def _hear_article(instance: ArticlePage, **_: Any) -> None:
    _soon(partial(_tell_now_or_together, instance.pk))


def _tell_now_or_together(pk: int) -> None:
    held = _held.get()
    if held is None:
        tell_of_article(pk)
    else:
        held.append(pk)


@contextmanager
def telling_together(*, pressed_at_once: int = FEW) -> Iterator[None]:
    """Tell of everything that happens inside the block at its end, with the fronts pressed once instead of each time.

    Up to `pressed_at_once` articles are pressed before it returns, more by the worker. What a kill leaves untold the
    sweep finds.
    """
    held: list[int] = []
    token = _held.set(held)
    try:
        yield
    finally:
        _held.reset(token)
        _tell_together(list(dict.fromkeys(held)), pressed_at_once)


def _tell_together(pks: list[int], pressed_at_once: int) -> None:
    """Each article's event by itself, but what follows for the press once, with the last of them."""
    found = _once_public(pks)
    sections = places_of_sections()
    facts = [(found[pk], fact_of(found[pk], sections)) for pk in pks if pk in found]
    tags = frozenset[str]().union(*(fact.tags for _, fact in facts))
    eager = (
        tuple(dict.fromkeys(path for _, fact in facts for path in fact.eager)) if len(facts) <= pressed_at_once else ()
    )
    for number, (article, fact) in enumerate(facts, start=1):
        is_last = number == len(facts)
        told = replace(fact, tags=tags if is_last else frozenset(), eager=eager if is_last else ())
        _event_of(article).tell(told)


def tell_of_article(pk: int) -> None:
    """Tell what is true of this article now: published for the first time, changed, or withdrawn. A draft is silent.

    Safe to repeat: listeners act by state.
    """
    for article in _once_public([pk]).values():
        _event_of(article).tell(fact_of(article, places_of_sections()))


def _once_public(pks: list[int]) -> dict[int, ArticlePage]:
    articles = ArticlePage.objects.once_public().defer("body", "original")
    return articles.prefetch_related("bylines", "citations", "topics").in_bulk(pks)


def _event_of(article: ArticlePage) -> Event[ArticleFact]:
    if not article.live:
        return article_withdrawn
    is_first = article.last_published_at in (None, article.first_published_at)
    return article_published if is_first else article_changed


def _hear_menu(instance: FrontPage | SectionPage, **_: Any) -> None:
    """A section's name, order or presence stands in the menu of every page."""
    if instance.was_menu_changed:
        _soon(partial(listing_changed.tell, frozenset({"site"})))


def _hear_front(instance: FrontPage | SectionPage, **_: Any) -> None:
    _soon(partial(listing_changed.tell, front_tags(instance)))


def _hear_name(instance: Topic | Author | Outlet, **_: Any) -> None:
    tag = f"{type(instance).__name__.lower()}:{instance.pk}"
    _soon(partial(listing_changed.tell, frozenset({tag})))


def _hear_image(instance: Image, created: bool = False, **_: Any) -> None:
    if not created:
        _soon(lambda: listing_changed.tell(tags_that_show(instance)))


def _soon(tell: Callable[[], object]) -> None:
    """After the commit, since bulk publishing and our own schedule run inside a transaction."""

    def safely() -> None:
        try:
            tell()
        except Exception:
            log.exception("telling of a change failed; the sweep will find it")

    transaction.on_commit(safely, robust=True)
