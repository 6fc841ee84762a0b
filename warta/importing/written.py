"""The form in which `warta export` writes an article's text, read back as it was meant: nothing is recognised in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import nh3

from warta.articles.text.inline import Run, html_of
from warta.importing.built import (
    HEADING_LENGTH,
    LINK_LENGTH,
    PLACE_LENGTH,
    Built,
    Cited,
    picture_value,
    table_value,
)
from warta.importing.records import Record, link_of, picture_at

TEXT_LENGTH = 1_000_000
Part = Mapping[str, Any]
_KEY = re.compile(r"[a-z0-9]{1,12}")


def clean_stored(html: str) -> str:
    """A stored paragraph with the tags and marks it may hold. Cleaning twice changes nothing more."""
    return nh3.clean(
        html,
        tags={"p", "b", "i", "a", "ol", "ul", "li", "blockquote", "br", "strong", "em"},
        clean_content_tags={"script", "style"},
        attributes={"a": {"href", "linktype", "id"}},
        attribute_filter=_stored_attribute,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def _stored_attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "linktype":
        return value if value == "citation" else None
    if name == "id":
        return value if _KEY.fullmatch(value) else None
    return value if value.lower().startswith(("http://", "https://", "mailto:", "tel:")) else None


def built_as_written(record: Record) -> Built:
    """The blocks of an exported article. A block that this version does not know is left out."""
    built = Built(place=record.dateline[:PLACE_LENGTH], agency=record.agency)
    for given in record.citations:
        key = given.key or f"c{len(built.cited) + 1}"
        built.cited.append(Cited(key, given.outlet, _day(given.reported_on), given.link[:LINK_LENGTH]))
    for part in (record.body,) if isinstance(record.body, str) else record.body:
        if isinstance(part, str):
            built.append(record.original_id, "paragraph", f"<p>{html_of((Run(part),))}</p>")
        elif part.get("type") == "read_also":
            built.want(link_of(part))
        elif (read := _READERS.get(str(part.get("type")))) and (value := read(part)):
            built.append(record.original_id, str(part["type"]), value)
    return built


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _text(part: Part, name: str, most: int) -> str:
    value = part.get(name)
    return value[:most] if isinstance(value, str) else ""


def _pull_quote(part: Part) -> Any:
    return {
        "quote": _text(part, "quote", 10_000),
        "speaker": _text(part, "speaker", 120),
        "role": _text(part, "role", 160),
    }


def _embed(part: Part) -> Any:
    address = _text(part, "address", 2000)
    is_web = address.startswith(("http://", "https://"))
    return {"address": address, "title": _text(part, "title", 160)} if is_web else None


def _live_entry(part: Part) -> Any:
    html = clean_stored(_text(part, "html", TEXT_LENGTH))
    return {"at": _text(part, "at", 40), "headline": _text(part, "headline", 160), "text": html}


def _table(part: Part) -> Any:
    rows = part.get("rows")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        return None
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    return table_value(cells, has_head=part.get("head") is True, caption=_text(part, "caption", 250))


_READERS: dict[str, Callable[[Part], Any]] = {
    "paragraph": lambda part: clean_stored(_text(part, "html", TEXT_LENGTH)),
    "heading": lambda part: _text(part, "text", HEADING_LENGTH),
    "picture": lambda part: picture_value(picture_at(part)),
    "pull_quote": _pull_quote,
    "table": _table,
    "embed": _embed,
    "live_entry": _live_entry,
}
