"""Plain text: out of HTML, measured as Telegram measures it, cut where nobody notices, free of what can't be seen."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from typing import Any

ELLIPSIS = "…"
# What a reader never sees of a page.
SILENT = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "head", "textarea"})
# What begins on a new line.
BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "figcaption", "figure",
        "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
        "section", "table", "td", "th", "tr", "ul",
    }
)  # fmt: skip
# White space and format characters that hide in pasted text. Joiners stay: scripts and emoji need them.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0001\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)
# What PostgreSQL's text and JSON refuse, and what XML 1.0 forbids besides.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SPACES = re.compile(r"[^\S\n]+")
LINES = re.compile(r" ?\n[ \n]*")

ZERO_WIDTH_JOINER = "\u200d"
VARIATION = range(0xFE00, 0xFE10)
SKIN_TONES = range(0x1F3FB, 0x1F400)
REGIONAL = range(0x1F1E6, 0x1F200)
TAGS = range(0xE0020, 0xE0080)


def plain_text(html: str) -> str:
    """What a reader reads of HTML: one line per block, spaces single, nothing of scripts. Never raises."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tidy_lines("".join(reader.parts))


def tidy(text: str) -> str:
    """One line: white space single and trimmed, invisible characters gone, composed form (NFC)."""
    return " ".join(_visible(text).split())


def tidy_lines(text: str) -> str:
    """The same, keeping line breaks (several count as one)."""
    return LINES.sub("\n", SPACES.sub(" ", _visible(text))).strip()


def sound(value: Any) -> Any:
    """The value without NUL and lone surrogates, which not every database stores and no page can show. Deep."""
    if isinstance(value, str):
        return UNSTORABLE.sub("", value)
    if isinstance(value, list):
        return [sound(item) for item in value]
    if isinstance(value, dict):
        return {sound(name): sound(item) for name, item in value.items()}
    return value


def for_xml(text: str) -> str:
    """The text without the characters that no XML document may contain, not even escaped."""
    return UNWRITABLE.sub("", text)


def utf16_length(text: str) -> int:
    """The length in UTF-16 units, as Telegram and JavaScript count."""
    return len(text) + sum(ord(letter) > 0xFFFF for letter in text)


def cut(text: str, most: int) -> str:
    """The text, or its beginning and an ellipsis, in at most `most` UTF-16 units.

    Never cuts through a surrogate pair, a letter and its marks, or a joined emoji; ends at a word where one ends in
    the last third.
    """
    if utf16_length(text) <= most:
        return text
    if most < 1:
        return ""
    end = _last_boundary(text, most - utf16_length(ELLIPSIS))
    beginning = text[:end]
    space = beginning.rfind(" ")
    if end < len(text) and not text[end].isspace() and space > len(beginning) * 2 // 3:
        beginning = beginning[:space]
    return beginning.rstrip(" \n\t,;:–—-") + ELLIPSIS


def _visible(text: str) -> str:
    lined = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    sound = lined.encode("utf-8", "ignore").decode("utf-8")  # lone surrogates can't be stored or sent
    return unicodedata.normalize("NFC", INVISIBLE.sub("", sound))


def _last_boundary(text: str, most: int) -> int:
    """The last index at which a new visible character begins with at most `most` units before it."""
    units = boundary = 0
    for position, letter in enumerate(text):
        if units > most:
            break
        if position == 0 or not _belongs_to(text, position):
            boundary = position
        units += 2 if ord(letter) > 0xFFFF else 1
    return boundary


def _belongs_to(text: str, position: int) -> bool:
    """Whether the character continues the one before it (the parts of Unicode's annex 29 that news text meets)."""
    before, here = text[position - 1], ord(text[position])
    if unicodedata.category(text[position]) in ("Mn", "Mc", "Me") or here in VARIATION:
        return True
    if text[position] == ZERO_WIDTH_JOINER or before == ZERO_WIDTH_JOINER:
        return True
    if here in SKIN_TONES or here in TAGS or (before == "\r" and here == 0x0A):
        return True
    return here in REGIONAL and _flags_before(text, position) % 2 == 1


def _flags_before(text: str, position: int) -> int:
    count = 0
    while position - count > 0 and ord(text[position - count - 1]) in REGIONAL:
        count += 1
    return count


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent.append(tag)
        elif tag in BLOCKS:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        elif tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)
