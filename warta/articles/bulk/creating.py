"""Many articles at once, as import, generated load and demonstration content write them.

Rows go in with computed places in the tree, under a lock on each section, without signals and without revisions:
the editor opens such an article as it stands. Nothing here announces; tell `listing_changed` once per batch.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Locale, Page

from warta.articles.bulk.references import Referring, index_references
from warta.articles.bulk.rows import insert_rows
from warta.articles.models import (
    ArticleAuthor,
    ArticlePage,
    Citation,
    Correction,
    FrontPage,
    Kind,
    Origin,
    Redirect,
    SectionPage,
)
from warta.articles.models.article import SLUG_LENGTH
from warta.lib.clock import now
from warta.lib.ids import opaque_id


class SectionFull(Exception):
    """The tree numbers the children of a section with four characters; this section has used them all."""


@dataclass(frozen=True)
class BulkCitation:
    """`key` is what the mark in the text refers to."""

    key: str
    outlet_id: int
    link: str = ""
    reported_on: date | None = None


@dataclass(frozen=True)
class BulkArticle:
    """An article ready to be stored: everything it refers to exists. `body` is the stored form of the blocks.

    It is public unless `is_draft` or withdrawn.
    """

    section_id: int
    title: str
    published_at: datetime
    body: Sequence[Mapping[str, Any]] = ()
    origin: str = Origin.IMPORT
    original_id: str | None = None
    original: Mapping[str, Any] = field(default_factory=dict)
    summary: str = ""
    dateline: str = ""
    kind: str = Kind.NEWS
    language: str = settings.LANGUAGE_CODE
    sponsor: str = ""
    address_slug: str = ""
    lead_image_id: int | None = None
    lead_caption: str = ""
    lead_credit: str = ""
    editor_id: int | None = None
    changed_materially_at: datetime | None = None
    is_draft: bool = False
    withdrawn_at: datetime | None = None
    withdrawal_reason: str = ""
    author_ids: Sequence[int] = ()
    topic_ids: Sequence[int] = ()
    citations: Sequence[BulkCitation] = ()
    corrections: Sequence[tuple[datetime, str]] = ()
    old_paths: Sequence[str] = ()

    @property
    def is_live(self) -> bool:
        return not self.is_draft and self.withdrawn_at is None


def create_articles(articles: Sequence[BulkArticle]) -> list[int]:
    """Store new articles; their ids in order. One transaction. Raises SectionFull, and IntegrityError for an
    original id that is there already."""
    with transaction.atomic():
        sections = _locked_sections({article.section_id for article in articles})
        rows = _tree_rows(articles, sections)
        ids = insert_rows(Page, rows, returning="id")
        _insert_articles(ids, articles, sections)
        _insert_around(ids, articles)
    return ids


def rewrite_articles(articles: Mapping[int, BulkArticle]) -> None:
    """Replace the public content of existing articles, by id. One transaction; safe to repeat.

    Address, first publication, redirects and place in the tree stay.
    """
    with transaction.atomic():
        for pk, article in articles.items():
            fields = {name: value for name, value in _fields(article).items() if name not in _FIXED}
            ArticlePage.objects.filter(pk=pk).update(
                title=article.title,
                draft_title=article.title,
                live=article.is_live,
                last_published_at=now() if not article.is_draft else None,
                **fields,
            )
        for model in (ArticleAuthor, Citation, Correction):
            model.objects.filter(article_id__in=articles).delete()
        ArticlePage.topics.through.objects.filter(articlepage_id__in=articles).delete()
        _insert_around(list(articles), list(articles.values()))


def _locked_sections(ids: set[int]) -> dict[int, SectionPage]:
    """The sections, locked in one order, so that two imports wait for each other instead of blocking each other."""
    list(Page.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    return SectionPage.objects.in_bulk(ids)


def _tree_rows(articles: Sequence[BulkArticle], sections: Mapping[int, SectionPage]) -> list[dict[str, Any]]:
    """Wagtail's own part of each article, with the next free places in its section."""
    by_section: dict[int, list[int]] = defaultdict(list)
    for index, article in enumerate(articles):
        by_section[article.section_id].append(index)
    paths: dict[int, str] = {}
    for section_id, indexes in by_section.items():
        paths |= zip(indexes, _next_paths(sections[section_id], len(indexes)), strict=True)
        Page.objects.filter(pk=section_id).update(numchild=F("numchild") + len(indexes))
    constants = {
        "content_type_id": ContentType.objects.get_for_model(ArticlePage).pk,
        "locale_id": Locale.get_default().pk,
        "owner_id": None,
    }
    return [
        {**constants, **_page_fields(article, sections[article.section_id]), "path": paths[index]}
        for index, article in enumerate(articles)
    ]


def _next_paths(section: Page, count: int) -> list[str]:
    interval = Page._get_children_path_interval(section.path)
    last = Page.objects.filter(path__range=interval, depth=section.depth + 1).order_by("-path")
    last_path = last.values_list("path", flat=True).first()
    step = Page._str2int(last_path[-Page.steplen :]) if last_path else 0
    if step + count >= len(Page.alphabet) ** Page.steplen:
        raise SectionFull(section.title)
    return [Page._get_path(section.path, section.depth + 1, step + number) for number in range(1, count + 1)]


def _page_fields(article: BulkArticle, section: SectionPage) -> dict[str, Any]:
    slug = opaque_id(SLUG_LENGTH)
    published_at = None if article.is_draft else article.published_at
    return {
        "depth": section.depth + 1,
        "numchild": 0,
        "translation_key": uuid.uuid4(),
        "title": article.title,
        "draft_title": article.title,
        "slug": slug,
        "url_path": f"{section.url_path}{slug}/",
        "live": article.is_live,
        "has_unpublished_changes": article.is_draft,
        "first_published_at": published_at,
        "last_published_at": published_at,
    }


# Facts of the first publication, which a later version of the same article does not change.
_FIXED = frozenset({"address_section", "address_date"})


def _fields(article: BulkArticle) -> dict[str, Any]:
    """The article's own columns."""
    return {
        "kind": article.kind,
        "language": article.language,
        "summary": article.summary,
        "dateline": article.dateline,
        "lead_image_id": article.lead_image_id,
        "lead_caption": article.lead_caption,
        "lead_credit": article.lead_credit,
        "body": list(article.body),
        "editor_id": article.editor_id,
        "sponsor": article.sponsor,
        "address_slug": article.address_slug,
        "address_date": None if article.is_draft else timezone.localdate(article.published_at),
        "materially_changed_at": article.changed_materially_at or (None if article.is_draft else article.published_at),
        "changed_at": now(),
        "withdrawn_at": article.withdrawn_at,
        "withdrawal_reason": article.withdrawal_reason,
        "origin": article.origin,
        "original_id": article.original_id,
        "original": dict(article.original),
    }


def _insert_articles(ids: Sequence[int], articles: Sequence[BulkArticle], sections: Mapping[int, SectionPage]) -> None:
    insert_rows(
        ArticlePage,
        [
            {**_fields(article), "page_ptr_id": pk, "address_section": sections[article.section_id].slug}
            for pk, article in zip(ids, articles, strict=True)
        ],
    )


def _insert_around(ids: Sequence[int], articles: Sequence[BulkArticle]) -> None:
    """Bylines, topics, citations, corrections, former addresses, and Wagtail's index of what refers to what."""
    pairs = list(zip(ids, articles, strict=True))
    bylines = [
        {"article_id": pk, "author_id": author_id, "sort_order": order}
        for pk, article in pairs
        for order, author_id in enumerate(dict.fromkeys(article.author_ids))
    ]
    citations = [
        {"article_id": pk, "sort_order": order, **vars(cited)}
        for pk, article in pairs
        for order, cited in enumerate(article.citations)
    ]
    byline_ids = insert_rows(ArticleAuthor, bylines, returning="id")
    citation_ids = insert_rows(Citation, citations, returning="id")
    _insert_topics(pairs)
    corrections = [
        {"article_id": pk, "corrected_at": at, "text": text, "sort_order": order}
        for pk, article in pairs
        for order, (at, text) in enumerate(article.corrections)
    ]
    insert_rows(Correction, corrections)
    _insert_redirects(pairs)
    index_references(
        [Referring(pk, article.lead_image_id, article.editor_id, article.body) for pk, article in pairs],
        bylines=[(row["article_id"], pk, row["author_id"]) for pk, row in zip(byline_ids, bylines, strict=True)],
        citations=[(row["article_id"], pk, row["outlet_id"]) for pk, row in zip(citation_ids, citations, strict=True)],
    )


def _insert_redirects(pairs: Iterable[tuple[int, BulkArticle]]) -> None:
    """An address that leads to an article already goes on leading there."""
    wanted = {path: pk for pk, article in pairs for path in article.old_paths}
    there = set(Redirect.objects.filter(old_path__in=wanted).values_list("old_path", flat=True))
    insert_rows(Redirect, [{"old_path": path, "article_id": pk} for path, pk in wanted.items() if path not in there])


def _insert_topics(pairs: Iterable[tuple[int, BulkArticle]]) -> None:
    rows = [
        {"articlepage_id": pk, "topic_id": topic_id}
        for pk, article in pairs
        for topic_id in dict.fromkeys(article.topic_ids)
    ]
    insert_rows(ArticlePage.topics.through, rows)


def create_sections(front: FrontPage, sections: Sequence[tuple[str, str]]) -> list[int]:
    """Store new live sections, given as (name, slug); their ids in order. The slugs must be free and allowed."""
    with transaction.atomic():
        parent = Page.objects.select_for_update().get(pk=front.pk)
        paths = _next_paths(parent, len(sections))
        Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(sections))
        common = {
            "content_type_id": ContentType.objects.get_for_model(SectionPage).pk,
            "locale_id": Locale.get_default().pk,
            "depth": parent.depth + 1,
            "numchild": 0,
            "live": True,
            "first_published_at": now(),
            "last_published_at": now(),
        }
        rows = [
            {**common, "title": name, "draft_title": name, "slug": slug, "path": path,
             "url_path": f"{parent.url_path}{slug}/", "translation_key": uuid.uuid4()}
            for (name, slug), path in zip(sections, paths, strict=True)
        ]  # fmt: skip
        ids = insert_rows(Page, rows, returning="id")
        insert_rows(SectionPage, [{"page_ptr_id": pk, "changed_at": now()} for pk in ids])
    return ids
