"""The running text of a paragraph as runs of marked letters, so that a stretch can be cut by its position. Pure.

It reads only HTML that was sanitised before, and writes only the tags a paragraph may hold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from html.parser import HTMLParser

from warta.articles.text.recognise import Attribution, attributions

# Both spellings become the one that the editor's rich text stores.
TAGS = {"b": "b", "strong": "b", "i": "i", "em": "i", "a": "a"}

# (outlet, day, link) → the key that the mark in the text refers to.
Cite = Callable[[str, date | None, str], str]


@dataclass(frozen=True)
class Mark:
    """A tag around letters, with the attributes that stay."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def href(self) -> str:
        return dict(self.attributes).get("href", "")


@dataclass(frozen=True)
class Run:
    """Letters under the same marks, outermost first. A newline is a line break."""

    text: str
    marks: tuple[Mark, ...] = ()


Runs = tuple[Run, ...]


def text_of(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)


def stretch(runs: Sequence[Run], start: int, end: int) -> Runs:
    """The runs of the letters from `start` up to `end`."""
    cut: list[Run] = []
    position = 0
    for run in runs:
        piece = run.text[max(start - position, 0) : max(end - position, 0)]
        if piece:
            cut.append(Run(piece, run.marks))
        position += len(run.text)
    return tuple(cut)


def links_in(runs: Sequence[Run]) -> list[str]:
    """The addresses that the runs link to, each once, in order."""
    return list(dict.fromkeys(mark.href for run in runs for mark in run.marks if mark.href))


def stripped(runs: Sequence[Run]) -> Runs:
    """Without white space at both ends."""
    text = text_of(runs)
    start = len(text) - len(text.lstrip())
    return stretch(runs, start, max(len(text.rstrip()), start))


def html_of(runs: Sequence[Run]) -> str:
    return "".join(_tagged(run) for run in _joined(runs))


def _tagged(run: Run) -> str:
    html = escape(run.text, quote=False).replace("\n", "<br/>")
    for mark in reversed(run.marks):
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in mark.attributes)
        html = f"<{mark.tag}{attributes}>{html}</{mark.tag}>"
    return html


def _joined(runs: Sequence[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in runs:
        if joined and joined[-1].marks == run.marks:
            joined[-1] = Run(joined[-1].text + run.text, run.marks)
        elif run.text:
            joined.append(run)
    return joined


def runs_of(html: str) -> Runs:
    """Read the inside of a paragraph; tags that a paragraph doesn't hold are left out, their letters stay."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.runs)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[Run] = []
        self._open: list[Mark] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.runs.append(Run("\n", tuple(self._open)))
        elif tag in TAGS:
            kept = tuple((name, value or "") for name, value in attrs if name in ("href", "linktype", "id"))
            self._open.append(Mark(TAGS[tag], kept if tag == "a" else ()))

    def handle_endtag(self, tag: str) -> None:
        tag = TAGS.get(tag, tag)
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index].tag == tag:
                del self._open[index]
                return

    def handle_data(self, data: str) -> None:
        self.runs.append(Run(data, tuple(self._open)))


def with_citations(runs: Sequence[Run], published: date | None, cite: Cite) -> Runs:
    """Put the citation mark on each attribution's phrase, and leave out the outlet and the day: the mark shows them.

    A link on the attribution goes to the citation.
    """
    text = text_of(runs)
    marked: list[Run] = []
    position = 0
    for found in attributions(text, published):
        key = cite(found.outlet, found.reported_on, _link(runs, found))
        mark = Mark("a", (("linktype", "citation"), ("id", key)))
        marked += stretch(runs, position, found.start)
        marked.append(Run(text[found.start : found.phrase_end], (mark,)))
        position = found.end
    return (*marked, *stretch(runs, position, len(text))) if marked else tuple(runs)


def _link(runs: Sequence[Run], found: Attribution) -> str:
    links = links_in(stretch(runs, found.outlet_start, found.end)) or links_in(stretch(runs, found.start, found.end))
    return next((link for link in links if link.startswith(("http://", "https://"))), "")
