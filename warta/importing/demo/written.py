"""Reads the demonstration content from its files. Values in, values out: no database. The README tells the format."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

FOLDER = Path(__file__).parent
FENCE = "+++\n"
INVENTED = {
    "id": "*Catatan: orang, tempat, dan lembaga dalam artikel contoh ini rekaan.*",
    "en": "*Note: the people, places and organisations in this sample article are invented.*",
}
_AGO = re.compile(r"(\d+) (minutes|hours|days) ago(?: (\d\d):(\d\d))?")
_INLINE = (
    (re.compile(r"\[\[cite:([\w-]+)\|([^\]]+)\]\]"), r'<a linktype="citation" id="\1">\2</a>'),
    (re.compile(r"\[([^\]]+)\]\((https://[^)\s]+)\)"), r'<a href="\2">\1</a>'),
    (re.compile(r"\*\*([^*]+)\*\*"), r"<b>\1</b>"),
    (re.compile(r"\*([^*]+)\*"), r"<i>\1</i>"),
)


class Malformed(ValueError):
    """A file of the content breaks its format."""


@dataclass(frozen=True)
class Piece:
    """One block of a text, before names are resolved to rows: its kind, its words, and what it names."""

    kind: str
    fields: Mapping[str, str] = field(default_factory=dict)
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class Written:
    """One article as its file tells it. `head` is the part in TOML."""

    key: str
    head: Mapping[str, Any]
    pieces: Sequence[Piece]

    @property
    def language(self) -> str:
        return str(self.head.get("language", "id"))

    def named_by(self, kind: str, name: str) -> list[str]:
        """What the pieces of this kind name, such as the articles of all read-also lines."""
        return [piece.fields[name] for piece in self.pieces if piece.kind == kind]


@dataclass(frozen=True)
class Content:
    """Everything there is, in the fixed order in which it is loaded."""

    folder: Path = FOLDER

    @cached_property
    def site(self) -> Mapping[str, Any]:
        return tomllib.loads((self.folder / "site.toml").read_text(encoding="utf-8"))

    @cached_property
    def pictures(self) -> Mapping[str, Mapping[str, Any]]:
        return tomllib.loads((self.folder / "pictures" / "LICENCES.toml").read_text(encoding="utf-8"))

    @cached_property
    def articles(self) -> Sequence[Written]:
        return [article_in(path) for path in sorted((self.folder / "articles").glob("*.md"))]

    def picture_file(self, name: str) -> Path:
        return self.folder / "pictures" / f"{name}.jpg"


def article_in(path: Path) -> Written:
    """Raises Malformed when the file does not begin with a part in TOML between two fences."""
    _, fence, rest = path.read_text(encoding="utf-8").partition(FENCE)
    head, closing, text = rest.partition(FENCE)
    if not fence or not closing:
        raise Malformed(f"{path.name}: put the fields between two lines of +++ at the top.")
    fields = tomllib.loads(head)
    pieces = list(_pieces(text))
    if fields.get("invented"):
        pieces.append(_paragraph(INVENTED[fields.get("language", "id")]))
    # The number before the first hyphen only fixes the order.
    return Written(key=path.stem.partition("-")[2], head=fields, pieces=pieces)


def moment(told: str, *, now: datetime, zone: ZoneInfo) -> datetime:
    """The time told as `3 hours ago`, `2 days ago 06:40` or `2017-12-28 14:05`, in local time. Raises Malformed."""
    found = _AGO.fullmatch(told)
    if found is None:
        try:
            return datetime.fromisoformat(told).replace(tzinfo=zone)
        except ValueError as error:
            raise Malformed(f"“{told}” is no time; write “2 days ago 06:40” or “2017-12-28 14:05”.") from error
    at = now.astimezone(zone) - timedelta(**{found[2]: int(found[1])})
    return at.replace(hour=int(found[3]), minute=int(found[4]), second=0, microsecond=0) if found[3] else at


def rich(text: str) -> str:
    """The words of a paragraph as rich text: **bold**, *italic*, [link](address) and [[cite:outlet|words]]."""
    html = escape(text, quote=False)
    for pattern, replacement in _INLINE:
        html = pattern.sub(replacement, html)
    return html


def _pieces(text: str) -> Iterator[Piece]:
    for chunk in re.split(r"\n{2,}", text.strip()):
        first, _, rest = chunk.partition("\n")
        mark, _, words = first.partition(" ")
        yield _MAKERS[mark](words, rest) if mark in _MAKERS else _unmarked(chunk)


def _unmarked(chunk: str) -> Piece:
    lines = chunk.split("\n")
    if lines[0].startswith("- "):
        return _list("ul", [line.removeprefix("- ") for line in lines])
    if lines[0].startswith("1. "):
        return _list("ol", [line.partition(". ")[2] for line in lines])
    return _paragraph(" ".join(lines))


def _paragraph(text: str) -> Piece:
    return Piece("paragraph", {"html": f"<p>{rich(text)}</p>"})


def _list(tag: str, items: Sequence[str]) -> Piece:
    return Piece("paragraph", {"html": f"<{tag}>{''.join(f'<li>{rich(item)}</li>' for item in items)}</{tag}>"})


def _split(text: str, *names: str) -> dict[str, str]:
    parts = [part.strip() for part in text.split("|")]
    return dict(zip(names, parts + [""] * (len(names) - len(parts)), strict=True))


def _quote(words: str, rest: str) -> Piece:
    return Piece("pull_quote", {"quote": words, **_split(rest.removeprefix("— "), "speaker", "role")})


def _table(words: str, rest: str) -> Piece:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in rest.split("\n")]
    return Piece("table", {"caption": words}, rows)


def _entry(words: str, rest: str) -> Piece:
    text = " ".join(rest.split("\n"))
    return Piece("live_entry", {**_split(words, "minutes", "headline"), "html": f"<p>{rich(text)}</p>"})


def _heading(words: str, _rest: str) -> Piece:
    return Piece("heading", {"text": words})


def _one_line(kind: str, *names: str) -> Callable[[str, str], Piece]:
    return lambda words, _rest: Piece(kind, _split(words, *names))


_MAKERS: Mapping[str, Callable[[str, str], Piece]] = {
    "##": _heading,
    ">": _quote,
    "!table": _table,
    "!live": _entry,
    "!picture": _one_line("picture", "picture", "caption"),
    "!embed": _one_line("embed", "address", "title"),
    "!read-also": _one_line("read_also", "article"),
}
