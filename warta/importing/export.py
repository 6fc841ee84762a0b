"""Writes every article out again as JSON lines, with its pictures beside the file. The way back from `warta import`.

A line written here says what it means ("format"): reading it recognises nothing anew and gives the same article.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from wagtail.images.models import Image

from warta.articles.models import ArticleAuthor, ArticlePage, Citation, Correction, SectionPage
from warta.importing.lines import STANDARD_INPUT as STANDARD_OUTPUT
from warta.importing.models import WantedLink
from warta.importing.records import OWN_FORMAT
from warta.importing.written import clean_stored

CHUNK = 200
PICTURES = "pictures"


class ExportFailed(Exception):
    """The file can't be written. The message is one sentence for the operator."""


@dataclass
class Exported:
    articles: int = 0
    pictures: int = 0
    missing_pictures: list[str] = field(default_factory=list)


def export_articles(path: str, *, progress: Callable[[], object] = lambda: None) -> Exported:
    """Write all articles, drafts and withdrawn ones too. The file appears whole or not at all. Raises ExportFailed."""
    exported = Exported()
    try:
        with _writing(path) as (file, folder):
            pictures = _Pictures(folder, exported)
            for article in exported_articles(pictures):
                file.write(json.dumps(article, ensure_ascii=False, separators=(",", ":")) + "\n")
                exported.articles += 1
                progress()
    except OSError as error:
        raise ExportFailed(_("%(path)s can't be written: %(why)s.") % {"path": path, "why": error.strerror}) from error
    return exported


@contextmanager
def _writing(path: str) -> Iterator[tuple[TextIO, Path | None]]:
    if path == STANDARD_OUTPUT:
        yield sys.stdout, None
        return
    target = Path(path)
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as file:
            yield file, target.parent / PICTURES
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


class _Pictures:
    """The pictures that are referred to, copied once each. Without a folder only their paths are written."""

    def __init__(self, folder: Path | None, exported: Exported) -> None:
        self._folder = folder
        self._exported = exported
        self._names: dict[int, str] = {}

    def path_of(self, image_id: int) -> str:
        """The path of the picture from the file, or nothing when it is gone."""
        if image_id not in self._names:
            image = Image.objects.filter(pk=image_id).first()
            self._names[image_id] = self._copied(image) if image else ""
        return self._names[image_id]

    def _copied(self, image: Image) -> str:
        name = f"{image.get_file_hash()}{Path(image.file.name).suffix.lower()}"
        if self._folder is None:
            return f"{PICTURES}/{name}"
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self._folder / name
        if not target.exists():
            unfinished = target.with_name(f".{name}.unfinished")
            with image.file.open("rb") as source, unfinished.open("wb") as copy:
                shutil.copyfileobj(source, copy)
            unfinished.replace(target)
        self._exported.pictures += 1
        return f"{PICTURES}/{name}"


def exported_articles(pictures: _Pictures) -> Iterator[dict[str, Any]]:
    """One object an article, oldest first, in the order of the tree; memory does not grow with their number."""
    sections = dict(SectionPage.objects.values_list("path", "title"))
    articles = (
        ArticlePage.objects.order_by("pk")
        .select_related("editor", "reply_to", "translation")
        .prefetch_related(
            Prefetch("bylines", ArticleAuthor.objects.select_related("author").order_by("sort_order")),
            Prefetch("citations", Citation.objects.select_related("outlet").order_by("sort_order")),
            Prefetch("corrections", Correction.objects.order_by("sort_order", "pk")),
            "topics",
        )
    )
    for article in articles.iterator(chunk_size=CHUNK):
        section = sections.get(article.path[: -ArticlePage.steplen], "")
        yield {**_fields(article, section, pictures), "format": OWN_FORMAT}


def _fields(article: ArticlePage, section: str, pictures: _Pictures) -> dict[str, Any]:
    kept = article.original
    authors = [byline.author for byline in article.bylines.all()]
    facts = {
        **kept.get("fields", {}),
        "id": exported_id(article),
        "url": kept.get("url") or settings.SITE_URL + article.address,
        "title": article.title,
        "published": _time(article.first_published_at) or kept.get("published") or _time(article.changed_at),
        "updated": _time(article.materially_changed_at),
        "section": section,
        "author": _joined([author.name for author in authors]),
        "authors": [_without_empty({"name": author.name, "role": author.role}) for author in authors],
        "editor": article.editor.name if article.editor else "",
        "summary": article.summary,
        "dateline": article.dateline,
        "agency": kept.get("agency", ""),
        "topics": sorted(topic.name for topic in article.topics.all()),
        "source": kept.get("source", ""),
        "kind": article.kind,
        "language": article.language,
        "sponsor": article.sponsor,
        "slug": article.address_slug,
        **_state(article),
        "images": _images(article, pictures),
        "body": list(_body(article, pictures)),
        "read_also": _read_also(article),
        "citations": [_citation(one) for one in article.citations.all()],
        "corrections": [{"at": _time(one.corrected_at), "text": one.text} for one in article.corrections.all()],
        **_relations(article),
    }
    return _without_empty(facts)


def _relations(article: ArticlePage) -> dict[str, str]:
    """What it answers and its translation; also one that is not on this site."""
    waiting = WantedLink.objects.filter(article_id=article.pk).exclude(role=WantedLink.Role.READ_ALSO)
    there = {"reply_to": article.reply_to, "translation": article.translation}
    return {link.role: link.original_id for link in waiting} | {
        name: exported_id(other) for name, other in there.items() if other
    }


def exported_id(article: ArticlePage) -> str:
    """The id that an article goes by in files: its original one, or one made from ours."""
    return article.original_id or f"warta-{article.pk}"


def _without_empty(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value not in ("", [], None) or name == "body"}


def _time(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""


def _joined(names: list[str]) -> str:
    return " dan ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _state(article: ArticlePage) -> dict[str, str]:
    if article.withdrawn_at:
        return {
            "status": "withdrawn",
            "withdrawn": _time(article.withdrawn_at),
            "withdrawal_reason": article.withdrawal_reason,
        }
    return {} if article.live else {"status": "draft"}


def _images(article: ArticlePage, pictures: _Pictures) -> list[dict[str, Any]]:
    """The lead picture with its words, and the paths of those in the text."""
    lead = pictures.path_of(article.lead_image_id) if article.lead_image_id else ""
    first = {"src": lead, "caption": article.lead_caption, "credit": article.lead_credit, "lead": True}
    ids = [block["value"]["image"] for block in article.body.raw_data if block["type"] == "picture"]
    paths = dict.fromkeys(filter(None, (pictures.path_of(pk) for pk in ids)))
    return ([_without_empty(first)] if lead else []) + [{"src": path} for path in paths]


def _citation(citation: Citation) -> dict[str, Any]:
    day = citation.reported_on.isoformat() if citation.reported_on else ""
    return _without_empty(
        {"key": citation.key, "outlet": citation.outlet.name, "link": citation.link, "reported_on": day}
    )


def _read_also(article: ArticlePage) -> list[Any]:
    ids = [block["value"]["article"] for block in article.body.raw_data if block["type"] == "read_also"]
    return [exported for pk in ids if (exported := _id_of(pk))]


def _id_of(pk: int | None) -> str:
    row = ArticlePage.objects.filter(pk=pk).values_list("original_id", "pk").first()
    return (row[0] or f"warta-{row[1]}") if row else ""


def _body(article: ArticlePage, pictures: _Pictures) -> Iterator[str | dict[str, Any]]:
    """Blocks in order; a paragraph of plain text is a string. Links that still wait stand where they belong."""
    waiting = list(WantedLink.objects.filter(article_id=article.pk, role=WantedLink.Role.READ_ALSO))
    yield from (_waiting(link) for link in waiting if not link.after)
    for block in article.body.raw_data:
        part = _part(block["type"], block["value"], pictures)
        if part:
            yield part
        yield from (_waiting(link) for link in waiting if link.after == block["id"])


def _waiting(link: WantedLink) -> dict[str, Any]:
    named = {"id": link.original_id, "url": link.url, "title": link.title}
    return {"type": "read_also", **_without_empty(named)}


def _part(kind: str, value: Any, pictures: _Pictures) -> str | dict[str, Any] | None:
    if kind == "paragraph":
        return _paragraph(value)
    if kind == "picture":
        path = pictures.path_of(value["image"]) if value.get("image") else ""
        words = {name: value.get(name) or "" for name in ("alt", "caption", "credit")}
        return {"type": kind, "src": path, **_without_empty(words)} if path else None
    if kind == "read_also":
        target = _id_of(value.get("article"))
        return {"type": kind, "id": target} if target else None
    return {"type": kind, **_OTHER_PARTS[kind](value)} if kind in _OTHER_PARTS else None


_OTHER_PARTS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "heading": lambda value: {"text": value},
    "pull_quote": lambda value: {name: value.get(name) or "" for name in ("quote", "speaker", "role")},
    "embed": lambda value: {"address": value["address"], "title": value.get("title") or ""},
    "live_entry": lambda value: {
        "at": str(value["at"]),
        "headline": value.get("headline") or "",
        "html": _portable(value.get("text") or ""),
    },
    "table": lambda value: {
        "rows": value.get("data") or [],
        "head": bool(value.get("first_row_is_table_header")),
        "caption": value.get("table_caption") or "",
    },
}


def _paragraph(html: str) -> str | dict[str, Any]:
    clean = _portable(html)
    inside = clean.removeprefix("<p>").removesuffix("</p>")
    if "<" not in inside and clean.startswith("<p>"):
        return unescape(inside)
    return {"type": "paragraph", "html": clean}


_PAGE_LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
_PAGE_ID = re.compile(r'\bid="(\d+)"')


def _portable(html: str) -> str:
    """Links to pages of this site become full addresses, which mean something elsewhere."""

    def addressed(link: re.Match[str]) -> str:
        pk = _PAGE_ID.search(link[0])
        article = ArticlePage.objects.filter(pk=pk[1]).first() if pk else None
        return f'<a href="{settings.SITE_URL}{article.address}">' if article else "<a>"

    return clean_stored(_PAGE_LINK.sub(addressed, html))
