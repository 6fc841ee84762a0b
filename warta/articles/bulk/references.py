"""Wagtail's index of what refers to what, written in bulk.

Wagtail fills it on each save, object by object; pictures, deletions and the "usage" pages of the newsroom rely on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.images.models import Image
from wagtail.models import Page, ReferenceIndex

from warta.articles.bulk.rows import insert_rows
from warta.articles.models import ArticlePage, Author, Outlet

# (article, what is referred to, its id, the path in the model, the path in the content)
Reference = tuple[int, type[models.Model], int, str, str]


@dataclass(frozen=True)
class Referring:
    """An article and what it refers to itself; ids, and the stored blocks of its text."""

    pk: int
    lead_image_id: int | None
    editor_id: int | None
    body: Sequence[Mapping[str, Any]]


def index_references(
    articles: Sequence[Referring],
    *,
    bylines: Iterable[tuple[int, int, int]],
    citations: Iterable[tuple[int, int, int]],
) -> None:
    """Write the references of these articles anew. Safe to repeat.

    `bylines` are (article, byline, author), `citations` (article, citation, outlet), all as ids.
    """
    ids = [str(article.pk) for article in articles]
    ReferenceIndex.objects.filter(base_content_type=_type_of(Page), object_id__in=ids).delete()
    around: list[Reference] = [
        *((pk, Author, author, "bylines.item.author", f"bylines.{own}.author") for pk, own, author in bylines),
        *(
            (pk, Outlet, outlet, "citations.item.outlet", f"citations.{cited}.outlet")
            for pk, cited, outlet in citations
        ),
    ]
    for article in articles:
        pk, image_id, editor_id = article.pk, article.lead_image_id, article.editor_id
        around += [(pk, Image, image_id, "lead_image", "lead_image")] if image_id else []
        around += [(pk, Author, editor_id, "editor", "editor")] if editor_id else []
        around += _in_body(pk, article.body)
    insert_rows(ReferenceIndex, [_row(reference) for reference in around])


def index_read_also(references: Iterable[tuple[int, str, int]]) -> None:
    """Add new read-also lines, given as (article, id of the block, article it leads to). Not to be repeated."""
    path = "body.read_also.article"
    insert_rows(ReferenceIndex, [_row((pk, Page, to, path, f"body.{block}.article")) for pk, block, to in references])


def _in_body(pk: int, blocks: Iterable[Any]) -> Iterator[Reference]:
    for block in blocks:
        value = block["value"]
        if block["type"] == "picture" and value.get("image"):
            yield pk, Image, value["image"], "body.picture.image", f"body.{block['id']}.image"
        elif block["type"] == "read_also" and value.get("article"):
            yield pk, Page, value["article"], "body.read_also.article", f"body.{block['id']}.article"


def _row(reference: Reference) -> dict[str, Any]:
    pk, model, to_id, model_path, content_path = reference
    return {
        "base_content_type_id": _type_of(Page),
        "content_type_id": _type_of(ArticlePage),
        "object_id": str(pk),
        "to_content_type_id": _type_of(model),
        "to_object_id": str(to_id),
        "model_path": model_path,
        "content_path": content_path,
        "content_path_hash": ReferenceIndex._get_content_path_hash(content_path),
    }


def _type_of(model: type[models.Model]) -> int:
    return ContentType.objects.get_for_model(model).pk
