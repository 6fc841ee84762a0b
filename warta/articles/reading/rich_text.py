"""Turns the stored form of an article's text into what readers see. Pure: text and what it refers to in, HTML out.

Stored text is Wagtail's: `<a linktype="page" id="7">` for a page of the site, `<a linktype="citation" id="KEY">Dikutip
dari</a>` for an inline attribution. It was sanitised when it was saved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape, unescape

from warta.lib.dates import short_date
from warta.lib.ids import number_of_row

_LINK = re.compile(r"<a\b(?P<attributes>[^>]*)>(?P<words>.*?)</a>", re.DOTALL)
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_TAG = re.compile(r"<[^>]+>")
_PARAGRAPH = re.compile(r"<p\b[^>]*>.*?</p>", re.DOTALL)
_FIRST_PARAGRAPH = re.compile(r"<p\b[^>]*>")
_EMPTY = re.compile(r"<p\b[^>]*>(?:\s|&nbsp;|<br\s*/?>)*</p>")

ATTRIBUTION = {"id": "Dikutip dari", "en": "As reported by"}


@dataclass(frozen=True)
class Source:
    """Who reported it first. `page` lists what was taken from the outlet, `link` is the report itself, or nothing."""

    outlet: str
    page: str
    link: str
    reported_on: date | None


def pages_linked_in(texts: Iterable[str]) -> set[int]:
    """The ids of the site's own pages that these texts link to."""
    links = (_attributes(link) for text in texts for link in _LINK.finditer(text))
    ids = (number_of_row(found.get("id", "")) for found in links if found.get("linktype") == "page")
    return {pk for pk in ids if pk is not None}


def rendered(text: str, *, pages: Mapping[int, str], sources: Mapping[str, Source], language: str) -> str:
    """The text with its links and attributions resolved. A page that is not in `pages` leaves only its words."""

    def replaced(link: re.Match[str]) -> str:
        attributes, words = _attributes(link), link["words"]
        kind, key = attributes.get("linktype"), attributes.get("id", "")
        if kind == "citation":
            return attributed(words, sources.get(key), language)
        if kind == "page":
            address = pages.get(number_of_row(key) or 0)
            return f'<a href="{escape(address)}">{words}</a>' if address else words
        return link[0] if not kind and attributes.get("href") else words

    return _LINK.sub(replaced, text)


def attributed(words: str, source: Source | None, language: str) -> str:
    """ "Dikutip dari The Independent, Kamis (28/12/2017)"; only the words when the citation is gone."""
    words = words.strip() or ATTRIBUTION[language]
    if source is None:
        return words
    address = source.link or source.page
    outlet = f'<a href="{escape(address)}">{escape(source.outlet)}</a>'
    day = f", {short_date(source.reported_on, language)}" if source.reported_on else ""
    return f'<span class="cited">{words} {outlet}{day}</span>'


def paragraphs_of(text: str) -> list[str]:
    """The text piece by piece (paragraphs, and what stands between them such as lists), without empty ones."""
    pieces: list[str] = []
    end = 0
    for found in _PARAGRAPH.finditer(text):
        if text.count("<blockquote", end, found.start()) > text.count("</blockquote>", end, found.start()):
            continue  # a paragraph inside a quotation stays there
        pieces += [text[end : found.start()], found[0]]
        end = found.end()
    pieces.append(text[end:])
    return [piece.strip() for piece in pieces if piece.strip() and not _EMPTY.fullmatch(piece.strip())]


def with_dateline(paragraph: str, place: str, agency: str) -> str:
    """WASHINGTON DC, WARTA — before the words of the paragraph."""
    begins = f"{place}, {agency}" if place else agency
    mark = f'<span class="dateline">{escape(begins.upper())}</span> — '
    opening = _FIRST_PARAGRAPH.match(paragraph)
    at = opening.end() if opening else 0
    return paragraph[:at] + mark + paragraph[at:]


def words_in(text: str) -> int:
    return len(unescape(_TAG.sub(" ", text)).split())


def _attributes(link: re.Match[str]) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(link["attributes"])}
