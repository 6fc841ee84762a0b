"""An article's text as the parts that a page shows, made from the stored blocks without a query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from typing import Any
from urllib.parse import urlsplit

from django.utils.dateparse import parse_datetime
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from wagtail.images.models import Image

from warta.articles.pictures.sizes import FULL, Picture, picture
from warta.articles.reading.cards import Card
from warta.articles.reading.embeds import player_of
from warta.articles.reading.rich_text import Source, pages_linked_in, paragraphs_of, rendered, with_dateline, words_in
from warta.lib.clock import now

Block = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """A piece of the text: `kind` names its template, `value` is what that shows."""

    kind: str
    value: Any
    key: str = ""


@dataclass(frozen=True)
class Materials:
    """What the text refers to, fetched beforehand."""

    language: str
    cards: Mapping[int, Card] = field(default_factory=dict)
    images: Mapping[int, Image] = field(default_factory=dict)
    pages: Mapping[int, str] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)


@dataclass(frozen=True)
class LiveEntry:
    at: datetime
    headline: str
    html: str
    anchor: str


@dataclass(frozen=True)
class Figure:
    picture: Picture
    caption: str
    credit: str


@dataclass(frozen=True)
class Table:
    caption: str
    head: list[str]
    rows: list[list[str]]
    first_cell_heads_its_row: bool


def blocks_of(body: Any) -> list[Block]:
    """The stored blocks of a text, published or still being written."""
    return list(body.raw_data) if body else []


def images_in(blocks: Iterable[Block]) -> set[int]:
    return {value["image"] for value in _values(blocks, "picture") if value.get("image")}


def articles_in(blocks: Iterable[Block]) -> set[int]:
    """The articles that read-also lines and links in the text lead to."""
    read_also = {value["article"] for value in _values(blocks, "read_also") if value.get("article")}
    return read_also | pages_linked_in(_texts(blocks))


def word_count(blocks: Iterable[Block]) -> int:
    return sum(words_in(text) for text in _texts(blocks))


def parts_of(blocks: Iterable[Block], materials: Materials, *, place: str, agency: str) -> list[Part]:
    """The parts in order, the dateline before the first words, and a `between` wherever two paragraphs meet."""
    parts = [part for block in blocks for part in _parts_of_block(block, materials)]
    if place:
        _set_dateline(parts, place, agency)
    return _with_between(_newest_entries_first(parts))


def _parts_of_block(block: Block, materials: Materials) -> Iterator[Part]:
    kind, value, key = block["type"], block["value"], block.get("id") or ""
    if kind == "paragraph":
        yield from (Part("paragraph", _safe(html), key) for html in paragraphs_of(_html(value, materials)))
    elif kind == "heading":
        yield Part("heading", {"text": value, "anchor": slugify(value)[:60] or key}, key)
    elif kind == "embed":
        yield Part("embed", _embed(value), key)
    elif kind in _MAKERS:
        made = _MAKERS[kind](value, materials, key)
        if made is not None:
            yield Part(kind, made, key)


def _html(text: str, materials: Materials) -> str:
    return _safe(rendered(text, pages=materials.pages, sources=materials.sources, language=materials.language))


def _safe(html: str) -> str:
    return mark_safe(html)  # noqa: S308 - sanitised when it was saved, and what is put in is escaped there


def _embed(value: Block) -> dict[str, str | None]:
    host = (urlsplit(value["address"]).hostname or "").removeprefix("www.")
    return {**value, "player": player_of(value["address"]), "host": host}


def _figure(value: Block, materials: Materials, _key: str) -> Figure | None:
    image = materials.images.get(value.get("image") or 0)
    shown = picture(image, FULL, alt=value.get("alt") or "")
    return Figure(shown, value.get("caption") or "", value.get("credit") or "") if shown else None


def _pull_quote(value: Block, _materials: Materials, _key: str) -> Block:
    return value


def _read_also(value: Block, materials: Materials, _key: str) -> Card | None:
    return materials.cards.get(value.get("article") or 0)


def _live_entry(value: Block, materials: Materials, key: str) -> LiveEntry:
    at = value["at"] if isinstance(value["at"], datetime) else parse_datetime(value["at"] or "")
    html = _html(value.get("text") or "", materials)
    return LiveEntry(at=at or now(), headline=value.get("headline") or "", html=html, anchor=f"entri-{key[:8]}")


def _table(value: Block, _materials: Materials, _key: str) -> Table | None:
    rows = [["" if cell is None else str(cell) for cell in row] for row in (value or {}).get("data") or []]
    if not rows:
        return None
    has_head = bool(value.get("first_row_is_table_header") or value.get("table_header_choice") in ("row", "both"))
    return Table(
        caption=value.get("table_caption") or "",
        head=rows[0] if has_head else [],
        rows=rows[1:] if has_head else rows,
        first_cell_heads_its_row=bool(value.get("first_col_is_header")),
    )


_MAKERS = {
    "picture": _figure,
    "pull_quote": _pull_quote,
    "read_also": _read_also,
    "live_entry": _live_entry,
    "table": _table,
}


def _set_dateline(parts: list[Part], place: str, agency: str) -> None:
    for index, part in enumerate(parts):
        if part.kind == "paragraph":
            parts[index] = Part("paragraph", _safe(with_dateline(part.value, place, agency)), part.key)
            return


def _newest_entries_first(parts: list[Part]) -> list[Part]:
    """Live entries, wherever editors added them, follow the rest with the newest on top."""
    entries = sorted((p for p in parts if p.kind == "live_entry"), key=lambda part: part.value.at, reverse=True)
    return [part for part in parts if part.kind != "live_entry"] + entries


def _with_between(parts: list[Part]) -> list[Part]:
    """Set a place for other rooms between any two paragraphs; never next to a heading or a picture.

    Its value is the number of paragraphs before it.
    """
    placed, before = [], 0
    for part, following in zip_longest(parts, parts[1:]):
        placed.append(part)
        before += part.kind == "paragraph"
        if following is not None and part.kind == following.kind == "paragraph":
            placed.append(Part("between", before))
    return placed


def _values(blocks: Iterable[Block], kind: str) -> Iterator[Block]:
    return (block["value"] for block in blocks if block["type"] == kind and block["value"])


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if block["type"] == "paragraph":
            yield block["value"] or ""
        elif block["type"] == "live_entry":
            yield block["value"].get("text") or ""
