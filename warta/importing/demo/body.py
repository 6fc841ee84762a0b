"""The stored form of a demonstration article's blocks."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wagtail.images.models import Image

from warta.importing.demo.written import Content, Piece, Written


@dataclass(frozen=True)
class Named:
    """What the pieces name, as rows."""

    content: Content
    articles: Mapping[str, int]
    images: Mapping[str, Image]
    published_at: datetime
    citation_keys: Mapping[str, str]


def stored_body(written: Written, named: Named) -> list[dict[str, Any]]:
    """The blocks; their ids follow from the article and the place, so that the same content is stored the same way."""
    return [
        {"type": piece.kind, "value": _VALUES[piece.kind](piece, named), "id": _block_id(written.key, place)}
        for place, piece in enumerate(written.pieces)
    ]


def _block_id(key: str, place: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"warta:demo:{key}:{place}"))


def _cited(html: str, keys: Mapping[str, str]) -> str:
    for outlet, key in keys.items():
        html = html.replace(f'linktype="citation" id="{outlet}"', f'linktype="citation" id="{key}"')
    return html


def _paragraph(piece: Piece, named: Named) -> str:
    return _cited(piece.fields["html"], named.citation_keys)


def _picture(piece: Piece, named: Named) -> dict[str, Any]:
    name = piece.fields["picture"]
    record = named.content.pictures[name]
    return {
        "image": named.images[name].pk,
        "alt": record["alt"],
        "caption": piece.fields["caption"],
        "credit": record["credit"],
    }


def _entry(piece: Piece, named: Named) -> dict[str, Any]:
    at = named.published_at + timedelta(minutes=int(piece.fields["minutes"]))
    return {
        "at": at.isoformat(),
        "headline": piece.fields["headline"],
        "text": _cited(piece.fields["html"], named.citation_keys),
    }


def _table(piece: Piece, _named: Named) -> dict[str, Any]:
    rows: Sequence[Sequence[str]] = piece.rows
    return {
        "data": [list(row) for row in rows],
        "cell": [],
        "mergeCells": [],
        "table_caption": piece.fields["caption"],
        "table_header_choice": "row",
        "first_row_is_table_header": True,
        "first_col_is_header": False,
    }


_VALUES: Mapping[str, Callable[[Piece, Named], Any]] = {
    "paragraph": _paragraph,
    "heading": lambda piece, _named: piece.fields["text"],
    "pull_quote": lambda piece, _named: dict(piece.fields),
    "embed": lambda piece, _named: dict(piece.fields),
    "read_also": lambda piece, named: {"article": named.articles[piece.fields["article"]]},
    "picture": _picture,
    "live_entry": _entry,
    "table": _table,
}
