"""Articles as the index wants them, read from the database many at a time."""

from __future__ import annotations

import html
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from warta.articles.models import ArticleAuthor, ArticlePage
from warta.search.schema import Entry, Position, microseconds

# What a block holds besides words.
WORDLESS = frozenset({"id", "type", "image", "article", "address", "at"})
NEW_LINE = re.compile(r"</?(?:p|li|ul|ol|blockquote|h\d|br|hr)\b[^>]*>")
TAG = re.compile(r"<[^>]+>")
MANY = 1000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIELDS = ("pk", "title", "summary", "language", "address_section", "kind", "first_published_at", "changed_at")


def entries_of(ids: Collection[int]) -> list[Entry]:
    """Those of these articles that a reader may see now."""
    rows = ArticlePage.objects.public().exclude(address_date=None).filter(pk__in=ids)
    # The text as it is stored: made into blocks it would take ten times as long to read.
    found = rows.annotate(stored=Cast("body", TextField())).values_list("stored", *FIELDS)
    authors = _authors_of(ids)
    return [
        Entry(
            article_id=pk, title=title, summary=summary, body=body_text(stored), language=language, section=section,
            kind=kind, author_ids=authors[pk], published_at=published_at, changed_at=changed_at,
        )
        for stored, pk, title, summary, language, section, kind, published_at, changed_at in found
        if published_at is not None
    ]  # fmt: skip


def public_among(ids: Collection[int]) -> set[int]:
    """Those of these articles that a reader may see now."""
    rows = ArticlePage.objects.public().exclude(address_date=None).filter(pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def _authors_of(ids: Collection[int]) -> dict[int, list[int]]:
    authors: dict[int, list[int]] = defaultdict(list)
    for article_id, author_id in ArticleAuthor.objects.filter(article_id__in=ids).values_list(
        "article_id", "author_id"
    ):
        authors[article_id].append(author_id)
    return authors


def body_text(stored: str | None) -> str:
    """What a reader reads of an article's stored blocks, a line for each paragraph."""
    try:
        blocks = json.loads(stored or "[]")
    except ValueError:
        return ""
    if isinstance(blocks, str):  # a database without a type of its own for JSON may wrap it once more
        return body_text(blocks)
    return text_of_blocks(blocks)


def text_of_blocks(blocks: Any) -> str:
    """The same of blocks that were read already."""
    return "\n".join(filter(None, map(_plain, _texts_in(blocks))))


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts_in(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in WORDLESS:
                yield from _texts_in(item)


def _plain(text: str) -> str:
    if "<" in text:
        text = TAG.sub("", NEW_LINE.sub("\n", text))
    return html.unescape(text).strip() if "&" in text else text.strip()


def changes_after(position: Position, *, limit: int) -> list[Position]:
    """The next changes of articles that are or were public, in the order in which they were stamped."""
    after = EPOCH + timedelta(microseconds=position.changed)
    rows = ArticlePage.objects.once_public().filter(changed_at__gte=after).order_by("changed_at", "pk")
    unseen = rows.exclude(changed_at=after, pk__lte=position.article_id)
    return [Position(microseconds(at), pk) for pk, at in unseen.values_list("pk", "changed_at")[:limit]]


def changes_between(begin: Position, end: Position) -> Iterator[Position]:
    """Every change after `begin` up to `end`."""
    while found := changes_after(begin, limit=MANY):
        yield from (change for change in found if change <= end)
        if found[-1] >= end:
            return
        begin = found[-1]


def states_below(article_id: int, *, limit: int) -> list[Position]:
    """The public articles with the next smaller ids, the largest first: newest first, as nearly as ids tell."""
    rows = ArticlePage.objects.public().exclude(address_date=None).filter(pk__lt=article_id).order_by("-pk")
    return [Position(microseconds(at), pk) for pk, at in rows.values_list("pk", "changed_at")[:limit]]


def count_public() -> int:
    """How many articles a reader may see."""
    return ArticlePage.objects.public().exclude(address_date=None).count()
