"""What the templates of threads are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from warta.articles.models import ArticlePage
from warta.articles.reading.contexts import Head
from warta.comments.models import Thread
from warta.comments.showing import queries
from warta.comments.showing.addresses import ORDERS, Spot, fragment_path, thread_path
from warta.comments.showing.faces import Face
from warta.comments.writing.knowledge import read_rules
from warta.comments.writing.situation import Place
from warta.lib.clock import now
from warta.press.marks import shows
from warta.theme.languages import here

RULES = "comment-rules"  # the press tag of what the newsroom chose for all threads


@dataclass(frozen=True)
class Way:
    """A link to another page of the thread, and to the fragment that a script takes instead."""

    path: str
    fragment: str
    is_current: bool = False
    name: str = ""


@dataclass(frozen=True)
class Openness:
    """Whether one may write, since or until when."""

    is_open: bool
    closes_at: datetime | None


def leaf_of(article: ArticlePage, spot: Spot) -> tuple[queries.Leaf | None, Thread]:
    """What stands at a spot, None if nothing does, and the thread it belongs to."""
    thread = queries.thread_of(article.pk)
    if spot.order == "replies":
        return queries.replies_leaf(thread, spot.root or 0, spot.number or 1), thread
    if spot.order == "newest":
        return queries.newest_leaf(thread, spot.number), thread
    leaves = queries.best_leaf if spot.order == "best" else queries.oldest_leaf
    return leaves(thread, spot.number or 1), thread


def thread_context(article: ArticlePage, thread: Thread, spot: Spot, leaf: queries.Leaf) -> dict[str, Any]:
    """`count` is said only where a new comment changes the page anyway, lest each one change them all."""
    is_first = spot in (Spot("best"), Spot("newest", None))
    return {
        "article": article,
        "thread": thread,
        "count": thread.published if is_first else None,
        "openness": openness_of(article, thread),
        "spot": spot,
        "leaf": leaf,
        "orders": _orders(article, spot),
        "earlier": _way(article, spot, leaf.earlier),
        "later": _way(article, spot, leaf.later),
        "home": here(thread_path(article)),
        "newest": here(fragment_path(article, Spot("newest", None))),
        "title": _("Comments: %(headline)s") % {"headline": article.title},
        "description": _("What readers say about: %(headline)s") % {"headline": article.title},
    }


def openness_of(article: ArticlePage, thread: Thread) -> Openness:
    """Asked of the tables each time: what a process remembers may be older than the change that has this pressed."""
    shows(RULES)
    place = Place(article.pk, article.is_public, article.first_published_at, thread.policy, thread.closes_at)
    rules, moment = read_rules(), now()
    is_open, closes = place.is_open(rules, moment), place.closes(rules)
    is_over = closes is not None and closes <= moment
    return Openness(is_open, closes if is_open or is_over else None)


def hashtag_context(tag: str, *, before: int | None) -> dict[str, Any]:
    faces, older = queries.comments_with_tag(tag, before=before)
    articles = _articles_of(faces)
    entries = [(face, articles[face.article_id]) for face in faces if face.article_id in articles]
    return {
        "tag": tag,
        "entries": entries,
        "older": reverse("older_of_hashtag", args=[tag, older]) if older else "",
        "is_first": before is None,
        "head": Head(path=f"/hashtag/{tag}/", title=f"#{tag}", description=_("What readers say with #%s") % tag)
        if before is None and entries
        else None,
    }


def _articles_of(faces: list[Face]) -> dict[int, ArticlePage]:
    """Those that are public, each with its headline and address."""
    wanted = {face.article_id for face in faces}
    found: dict[int, ArticlePage] = (
        ArticlePage.objects.public().filter(pk__in=wanted).defer("body", "original").in_bulk()
    )
    shows(*(f"article:{pk}" for pk in wanted))
    return found


def _orders(article: ArticlePage, spot: Spot) -> list[Way]:
    names = {"best": _("Best"), "newest": _("Newest"), "oldest": _("Oldest")}
    spots = {"best": Spot("best"), "newest": Spot("newest", None), "oldest": Spot("oldest")}
    return [
        Way(
            here(thread_path(article, spots[order])),
            here(fragment_path(article, spots[order])),
            is_current=spot.order == order,
            name=names[order],
        )
        for order in ORDERS
    ]


def _way(article: ArticlePage, spot: Spot, number: int | None) -> Way | None:
    """To the neighbour with this number; 0 is the newest page, which has none."""
    if number is None:
        return None
    target = Spot(spot.order, number or None, spot.root)
    return Way(here(thread_path(article, target)), here(fragment_path(article, target)))
