"""Hears Wagtail's and Django's signals and tells what is true of the row now. For speed alone; the sweep heals.

Wagtail also signals "published" for what is only scheduled, for copies and for aliases; a receiver that raises would
answer 500 with the article already live. So each re-reads the row, and none raises.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.images.models import Image
from wagtail.signals import page_published, page_unpublished, post_page_move

from warta.articles.events import article_changed, article_published, article_withdrawn, listing_changed
from warta.articles.facts import articles_that_show, fact_of, front_tags
from warta.articles.models import ArticlePage, Author, FrontPage, Outlet, SectionPage, Topic

log = logging.getLogger(__name__)
MENU_FIELDS = ("title", "slug", "live", "position")


def connect() -> None:
    """Join the receivers to the signals. Safe to repeat."""
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(_hear_article, sender=ArticlePage, dispatch_uid=f"warta.articles.{id(signal)}")
    for front in (FrontPage, SectionPage):
        pre_save.connect(_hear_menu, sender=front, dispatch_uid="warta.articles.menu")
        page_published.connect(_hear_front, sender=front, dispatch_uid="warta.articles.front")
    for named in (Topic, Author, Outlet):
        post_save.connect(_hear_name, sender=named, dispatch_uid="warta.articles.named")
        post_delete.connect(_hear_name, sender=named, dispatch_uid="warta.articles.named.gone")
    post_save.connect(_hear_image, sender=Image, dispatch_uid="warta.articles.image")


def _hear_article(instance: ArticlePage, **_: Any) -> None:
    _soon(partial(tell_of_article, instance.pk))


def tell_of_article(pk: int) -> None:
    """Tell what is true of this article now: published for the first time, changed, or withdrawn. A draft is silent.

    Safe to repeat: listeners act by state.
    """
    article = ArticlePage.objects.filter(pk=pk).first()
    if article is None or article.address_date is None:
        return
    if not article.live:
        article_withdrawn.tell(fact_of(article))
    elif article.last_published_at in (None, article.first_published_at):
        article_published.tell(fact_of(article))
    else:
        article_changed.tell(fact_of(article))


def _hear_menu(instance: FrontPage | SectionPage, **_: Any) -> None:
    """A section's name, order or presence stands in the menu of every page."""
    before = type(instance).objects.filter(pk=instance.pk).first() if instance.pk else None
    names = [name for name in MENU_FIELDS if hasattr(instance, name)]
    if before is None or any(getattr(before, name) != getattr(instance, name) for name in names):
        _soon(partial(listing_changed.tell, frozenset({"site"})))


def _hear_front(instance: FrontPage | SectionPage, **_: Any) -> None:
    _soon(partial(listing_changed.tell, front_tags(instance)))


def _hear_name(instance: Topic | Author | Outlet, **_: Any) -> None:
    tag = f"{type(instance).__name__.lower()}:{instance.pk}"
    _soon(partial(listing_changed.tell, frozenset({tag})))


def _hear_image(instance: Image, created: bool = False, **_: Any) -> None:
    if not created:
        _soon(lambda: listing_changed.tell(articles_that_show(instance)))


def _soon(tell: Callable[[], object]) -> None:
    """After the commit, since bulk publishing and our own schedule run inside a transaction."""

    def safely() -> None:
        try:
            tell()
        except Exception:
            log.exception("telling of a change failed; the sweep will find it")

    transaction.on_commit(safely, robust=True)
