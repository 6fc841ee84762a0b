"""From a record to the stored blocks of an article: recognises datelines, attributions and read-also lines. Pure.

Block ids follow from the article's own id and the place in the text, so that the same line always gives the same text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from warta.articles.text.inline import Run, Runs, html_of, links_in, stretch, stripped, text_of, with_citations
from warta.articles.text.recognise import Dateline, dateline, read_also_inside
from warta.importing.built import (
    HEADING_LENGTH,
    LINK_LENGTH,
    PLACE_LENGTH,
    Built,
    Cited,
    Wanted,
    picture_value,
    table_value,
)
from warta.importing.pieces import Embed, Heading, PictureHere, Piece, ReadAlso, Rich, Table, Words, pieces_of
from warta.importing.records import Link, Record, link_of, picture_at
from warta.importing.written import built_as_written

# Read-also links that came without a place stand after every so many paragraphs.
PARAGRAPHS_BETWEEN_LINKS = 3


def build(record: Record, *, site_name: str) -> Built:
    """Take the record's text apart and put it together as blocks."""
    if record.is_own_format:
        return built_as_written(record)
    pieces = [piece for text in _texts(record) for piece in _pieces(text, record)]
    built = Built()
    _take_dateline(built, pieces, record, site_name)
    for piece in _with_links_taken_out(pieces, record):
        _add(built, piece, record)
    _place_links(built, record)
    return built


def _texts(record: Record) -> Iterable[str | Mapping[str, Any]]:
    return (record.body,) if isinstance(record.body, str) else record.body


def _pieces(text: str | Mapping[str, Any], record: Record) -> list[Piece]:
    """A part of the body; an object in it is a block as `warta export` writes it."""
    if isinstance(text, str):
        return pieces_of(text, base=record.url)
    kind = text.get("type")
    if kind == "read_also":
        return [ReadAlso(link_of(text))]
    if kind == "picture":
        return [PictureHere(picture_at(text))]
    words = text.get("html") or text.get("text") or ""
    return pieces_of(words, base=record.url) if isinstance(words, str) else []


def _take_dateline(built: Built, pieces: list[Piece], record: Record, site_name: str) -> None:
    """The place goes to its field, the agency is kept beside the article, the lead begins with its first word."""
    houses = (record.source, site_name, record.agency)
    given = dateline(f"{record.dateline} - .", houses) if record.dateline else None
    built.place = (given.place if given else record.dateline)[:PLACE_LENGTH]
    built.agency = record.agency or (given.agency if given else "")
    first = next((index for index, piece in enumerate(pieces) if isinstance(piece, Words)), None)
    if first is None:
        return
    runs = pieces[first].runs  # type: ignore[union-attr]
    found = dateline(text_of(runs), houses)
    if found and _fits(found, built):
        built.place, built.agency = found.place or built.place, found.agency
        pieces[first] = Words(stretch(runs, found.end, len(text_of(runs))))


def _fits(found: Dateline, built: Built) -> bool:
    """A dateline in the text that contradicts the field stays text."""
    is_same = not found.place or not built.place or found.place.casefold() == built.place.casefold()
    return is_same and len(found.place) <= PLACE_LENGTH


def _with_links_taken_out(pieces: Iterable[Piece], record: Record) -> Iterable[Piece]:
    headlines = [link.title for link in record.read_also if link.title]
    for piece in pieces:
        found = read_also_inside(text_of(piece.runs), headlines) if isinstance(piece, Words) else None
        if found is None or not isinstance(piece, Words):
            yield piece
            continue
        start, end, headline = found
        rest = (*stretch(piece.runs, 0, start), *stretch(piece.runs, end, len(text_of(piece.runs))))
        url = next(iter(links_in(stretch(piece.runs, start, end))), "")
        yield from (Words(stripped(rest)), ReadAlso(Link(url=url, title=headline)))


def _add(built: Built, piece: Piece, record: Record) -> None:
    if isinstance(piece, ReadAlso):
        built.want(piece.link)
        return
    kind, value = _stored(built, piece, record)
    if value:
        built.append(record.original_id, kind, value)


def _stored(built: Built, piece: Piece, record: Record) -> tuple[str, Any]:
    if isinstance(piece, Heading) and len(piece.text) > HEADING_LENGTH:
        piece = Words((Run(piece.text),))
    if isinstance(piece, Words):
        return "paragraph", _paragraph(built, piece.runs, record)
    return _OTHER_PIECES[type(piece)](piece)


_OTHER_PIECES: dict[type[Any], Callable[[Any], tuple[str, Any]]] = {
    Heading: lambda piece: ("heading", piece.text),
    Rich: lambda piece: ("paragraph", piece.html),
    PictureHere: lambda piece: ("picture", picture_value(piece.at)),
    Table: lambda piece: ("table", table_value(piece.rows, has_head=piece.has_head)),
    Embed: lambda piece: ("embed", {"address": piece.address, "title": piece.title}),
}


def _paragraph(built: Built, runs: Runs, record: Record) -> str:
    def cite(outlet: str, reported_on: date | None, link: str) -> str:
        return _cite(built, outlet=outlet, reported_on=reported_on, link=link)

    html = html_of(stripped(with_citations(runs, timezone.localdate(record.published_at), cite)))
    return f"<p>{html}</p>" if html else ""


def _cite(built: Built, *, outlet: str, reported_on: date | None, link: str) -> str:
    link = link if len(link) <= LINK_LENGTH else ""
    for cited in built.cited:
        if (cited.outlet.casefold(), cited.reported_on, cited.link) == (outlet.casefold(), reported_on, link):
            return cited.key
    key = f"c{len(built.cited) + 1}"
    built.cited.append(Cited(key, outlet, reported_on, link))
    return key


def _place_links(built: Built, record: Record) -> None:
    """Links that the record names apart from the text stand between paragraphs, none next to a heading or picture."""
    already = {(wanted.link.title.casefold(), wanted.link.url) for wanted in built.wanted}
    titles, urls = {title for title, _ in already if title}, {url for _, url in already if url}
    links = [link for link in record.read_also if link.title.casefold() not in titles and link.url not in urls]
    gaps = _gaps(built)
    for number, link in enumerate(links):
        place = PARAGRAPHS_BETWEEN_LINKS * (number + 1) - 1
        built.wanted.append(Wanted(link, gaps[place] if place < len(gaps) else built.last_id))


def _gaps(built: Built) -> list[str]:
    """The blocks that are paragraphs and are followed by one, in order."""
    pairs = zip(built.blocks, built.blocks[1:], strict=False)
    return [before["id"] for before, after in pairs if before["type"] == after["type"] == "paragraph"]
