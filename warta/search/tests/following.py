"""What the tests share: the worker's steps until there is nothing left to do, and what is found then."""

from __future__ import annotations

from warta.search.queries import similar_to
from warta.search.services import follow
from warta.search.terms import terms_of

MANY_STEPS = 50


def follow_all() -> None:
    for _ in range(MANY_STEPS):
        if follow() is None:
            return
    raise AssertionError("the index never catches up")


def found(words: str, language: str = "en") -> list[int]:
    terms = dict.fromkeys(terms_of(words, language), 1.0)
    hits = similar_to(terms, before=None, limit=50, language=None, excluding=())
    return [hit.article_id for hit in hits]
