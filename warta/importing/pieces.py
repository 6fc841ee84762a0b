"""An article's text, given as plain paragraphs or as HTML, taken apart into pieces of data. Pure.

HTML goes through nh3 first, so that what is read here is what a browser would read; what comes out is data and marked
letters, never a tag that was in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import nh3

from warta.articles.text.inline import Mark, Run, Runs, links_in, stripped, text_of
from warta.articles.text.recognise import read_also_line
from warta.importing.records import Link, PictureAt
from warta.lib.text import tidy, tidy_lines

INLINE = {"b": "b", "strong": "b", "i": "i", "em": "i", "a": "a"}
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
RICH = frozenset({"ul", "ol", "blockquote"})
BLOCKS = frozenset(
    {"p", "div", "section", "article", "header", "footer", "aside", "main", "pre", "figure", "hr", "dl", "dt", "dd"}
)
TABLE = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th"})
OTHERS = frozenset({"br", "li", "figcaption", "caption", "img", "iframe"})
TAGS = INLINE.keys() | HEADINGS | RICH | BLOCKS | TABLE | OTHERS
DROPPED_WHOLE = {"script", "style", "template", "noscript", "object", "title", "textarea", "svg", "math", "select"}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "data-src"}, "iframe": {"src", "title"}}
LINK_SCHEMES = ("http", "https", "mailto", "tel")
# A tag that says that the text is HTML. Anything else in angle brackets is text and is shown as it stands.
_IS_HTML = re.compile(rf"(?i)</?(?:{'|'.join(sorted(TAGS | DROPPED_WHOLE | {'span'}))})(?:\s[^<>]*)?/?>")


@dataclass(frozen=True)
class Words:
    runs: Runs


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Rich:
    """A list or a quotation, as HTML written here."""

    html: str


@dataclass(frozen=True)
class PictureHere:
    at: PictureAt


@dataclass(frozen=True)
class Table:
    rows: tuple[tuple[str, ...], ...]
    has_head: bool


@dataclass(frozen=True)
class Embed:
    address: str
    title: str


@dataclass(frozen=True)
class ReadAlso:
    link: Link


Piece = Words | Heading | Rich | PictureHere | Table | Embed | ReadAlso


def pieces_of(text: str, *, base: str = "") -> list[Piece]:
    """The pieces of one text: paragraphs by line when it is plain, by tag when it is HTML."""
    if _IS_HTML.search(text):
        return list(_html_pieces(text, base))
    lines = tidy_lines(text).split("\n")
    return [_words_or_link((Run(line),)) for line in lines if line]


def _html_pieces(html: str, base: str) -> Iterator[Piece]:
    clean = nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=DROPPED_WHOLE,
        attributes=ATTRIBUTES,
        url_schemes={*LINK_SCHEMES, "data"},
        link_rel=None,
    )
    walker = _Walker(base)
    walker.feed(clean)
    walker.close()
    return walker.finished()


def _words_or_link(runs: Runs) -> Words | ReadAlso:
    found = read_also_line(text_of(runs))
    if found is None:
        return Words(runs)
    return ReadAlso(Link(url=next(iter(links_in(runs)), ""), title=found.title))


class _Walker(HTMLParser):
    """Walks clean HTML and collects pieces. Inside a list or quotation it writes that one's HTML anew."""

    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self._base = base
        self._pieces: list[Piece] = []
        self._runs: list[Run] = []
        self._marks: list[Mark] = []
        self._heading = False
        self._rich: list[str] = []
        self._rich_depth = 0
        self._rows: list[list[str]] = []
        self._has_head = False
        self._is_caption = False

    def finished(self) -> Iterator[Piece]:
        self._end_paragraph()
        return iter(self._pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("img", "iframe"):
            self._put(_picture(given, self._base) if tag == "img" else _embed(given, self._base))
        elif tag in TABLE or self._rows:
            self._open_cell(tag)
        elif self._rich_depth or tag in RICH:
            self._open_rich(tag, given)
        elif tag in INLINE:
            self._marks.append(_mark(tag, given, self._base))
        elif tag == "br":
            self._line_break()
        else:
            self._end_paragraph()
            self._heading = tag in HEADINGS
            self._is_caption = tag == "figcaption"

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._end_table()
        elif self._rows:
            return
        elif self._rich_depth:
            self._close_rich(tag)
        elif tag in INLINE:
            _close(self._marks, INLINE[tag])
        elif tag not in TABLE:
            self._end_paragraph()
            self._heading = self._is_caption = False

    def handle_data(self, data: str) -> None:
        words = re.sub(r"\s+", " ", data)
        if self._rows:
            self._add_to_cell(words)
        elif self._rich_depth:
            self._rich.append(escape(words, quote=False))
        else:
            self._runs.append(Run(words, tuple(self._marks)))

    def _put(self, piece: Piece | None) -> None:
        if piece and not self._rich_depth and not self._rows:
            self._end_paragraph()
        if piece:
            self._pieces.append(piece)

    def _line_break(self) -> None:
        """One break stays a break; two in a row end the paragraph, as in old systems."""
        if text_of(self._runs).rstrip(" ").endswith("\n"):
            self._end_paragraph()
        elif self._runs:
            self._runs.append(Run("\n", tuple(self._marks)))

    def _end_paragraph(self) -> None:
        runs = stripped(tuple(Run(_visible(run.text), run.marks) for run in self._runs))
        self._runs = []
        if not text_of(runs):
            return
        if self._is_caption:
            self._caption(tidy(text_of(runs)))
        elif self._heading:
            self._pieces.append(Heading(tidy(text_of(runs))))
        else:
            self._pieces.append(_words_or_link(runs))

    def _caption(self, words: str) -> None:
        last = self._pieces[-1] if self._pieces else None
        if isinstance(last, PictureHere):
            self._pieces[-1] = PictureHere(PictureAt(last.at.source, last.at.alt, words))
        else:
            self._pieces.append(Words((Run(words),)))

    def _open_rich(self, tag: str, given: dict[str, str]) -> None:
        if tag in RICH:
            if not self._rich_depth:
                self._end_paragraph()
            self._rich_depth += 1
        if tag in RICH or tag == "li":
            self._rich.append(f"<{tag}>")
        elif tag == "a":
            href = _address(given.get("href", ""), self._base)
            self._rich.append(f'<a href="{escape(href)}">' if href else "<a>")
        elif tag in INLINE:
            self._rich.append(f"<{INLINE[tag]}>")
        elif tag == "br" or (tag in BLOCKS and self._rich and not self._rich[-1].startswith("<")):
            self._rich.append("<br/>")

    def _close_rich(self, tag: str) -> None:
        if tag in RICH or tag == "li" or tag in INLINE:
            self._rich.append(f"</{INLINE.get(tag, tag)}>")
        if tag not in RICH:
            return
        self._rich_depth -= 1
        if not self._rich_depth:
            self._pieces += _rich_pieces("".join(self._rich))
            self._rich = []

    def _open_cell(self, tag: str) -> None:
        if tag == "table" and not self._rows:
            self._end_paragraph()
        if tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th"):
            self._rows = self._rows or [[]]
            self._rows[-1].append("")
            self._has_head = self._has_head or (tag == "th" and len(self._rows) == 1)

    def _add_to_cell(self, words: str) -> None:
        if self._rows[-1]:
            self._rows[-1][-1] += words
        elif words.strip():
            self._rows[-1].append(words)

    def _end_table(self) -> None:
        rows = [row for row in self._rows if row]
        width = max((len(row) for row in rows), default=0)
        filled = tuple(tuple(tidy(cell) for cell in [*row, *[""] * (width - len(row))]) for row in rows)
        if width:
            self._pieces.append(Table(filled, self._has_head))
        self._rows, self._has_head = [], False


def _visible(text: str) -> str:
    """Without what can't be seen or stored; single spaces and line breaks at the ends stay."""
    kept = tidy_lines(f".{text}.")[1:-1]
    return "\n" if text == "\n" else kept


def _mark(tag: str, given: dict[str, str], base: str) -> Mark:
    if tag != "a":
        return Mark(INLINE[tag])
    href = _address(given.get("href", ""), base)
    return Mark("a", (("href", href),) if href else ())


def _close(marks: list[Mark], tag: str) -> None:
    for index in range(len(marks) - 1, -1, -1):
        if marks[index].tag == tag:
            del marks[index]
            return


def _address(href: str, base: str) -> str:
    """An absolute address that a link may lead to; empty when it may not."""
    try:
        full = urljoin(base, href.strip()) if base.startswith(("http://", "https://")) else href.strip()
        scheme = urlsplit(full).scheme.lower()
    except ValueError:
        return ""
    return full if scheme in LINK_SCHEMES else ""


def _picture(given: dict[str, str], base: str) -> PictureHere | None:
    source = (given.get("data-src") or given.get("src", "")).strip()
    if not source.startswith("data:") and base:
        source = _address(source, base) or source
    return PictureHere(PictureAt(source, alt=tidy(given.get("alt", "")))) if source else None


def _embed(given: dict[str, str], base: str) -> Embed | None:
    address = _address(given.get("src", ""), base)
    if not address.startswith(("http://", "https://")):
        return None
    return Embed(address, tidy(given.get("title", ""))[:160] or urlsplit(address).hostname or address[:160])


_ITEM = re.compile(r"<li>((?:(?!</?li>|</?[uo]l>).)*)</li>", re.DOTALL)
_LETTERS = re.compile(r"<[^>]+>")


def _rich_pieces(html: str) -> Iterable[Piece]:
    """The list or quotation, and the read-also lines that stood in it as pieces of their own."""
    from warta.articles.text.inline import runs_of

    links: list[Piece] = []

    def taken_out(item: re.Match[str]) -> str:
        piece = _words_or_link(stripped(runs_of(item[1])))
        if isinstance(piece, ReadAlso):
            links.append(piece)
            return ""
        return item[0]

    rest = _ITEM.sub(taken_out, html)
    return ([Rich(rest)] if _LETTERS.sub("", rest).strip() else []) + links
