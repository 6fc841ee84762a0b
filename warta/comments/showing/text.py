"""A comment's plain text as HTML: escaped, with its lines, hashtags and web addresses. Nothing else becomes markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString

from warta.comments.reading.hashtags import hashtags_in

FOLD_CHARS = 700  # what is shown of a long comment before "show all": some ten lines on a wide screen
FOLD_LINES = 10
SLACK = 1.3  # what is hardly longer is shown whole: nobody wants to press for one more line
# Readers, moderators and machines are told by `rel` that nobody here vouches for it.
REL = "nofollow ugc noopener"

_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\{}|^]{1,2000}", re.IGNORECASE)
_AFTER = ".,;:!?…)]*_~’”"  # what ends a sentence rather than an address
# What no page may hold as text: controls but tab and newline, half surrogates, and what is no character at all.
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


class Mark(NamedTuple):
    """What becomes a link: from where to where it stands in the text, and its opening tag."""

    start: int
    end: int
    opening: str


def html_of(text: str, path_of_tag: Callable[[str], str]) -> SafeString:
    """Paragraphs of the text. `path_of_tag` says where a hashtag leads. Linear in the length of the text."""
    plain = _NO_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return SafeString("".join(_paragraph(part, path_of_tag) for part in _PARAGRAPHS.split(plain) if part))


def folded(text: str) -> tuple[str, str]:
    """The text in two: what is shown at once, and what is behind "show all"; "" if it is short enough."""
    if len(text) <= FOLD_CHARS * SLACK and text.count("\n") <= FOLD_LINES * SLACK:
        return text, ""
    end = _end_of_lines(text[:FOLD_CHARS])
    before = text[:end]
    if end == FOLD_CHARS and not text[end].isspace():
        gap = max(before.rfind(" "), before.rfind("\n"))
        end = gap if gap > FOLD_CHARS // 2 else end
    return text[:end].rstrip(), text[end:].lstrip()


def _end_of_lines(text: str) -> int:
    """Where its first lines end."""
    ends = [match.start() for match in re.finditer("\n", text)]
    return ends[FOLD_LINES - 1] if len(ends) >= FOLD_LINES else len(text)


def _paragraph(text: str, path_of_tag: Callable[[str], str]) -> str:
    parts, end = [], 0
    for mark in _marks(text, path_of_tag):
        parts += [escape(text[end : mark.start]), mark.opening, escape(text[mark.start : mark.end]), "</a>"]
        end = mark.end
    parts.append(escape(text[end:]))
    return f'<p dir="auto">{"".join(parts)}</p>'.replace("\n", "<br>")


def _marks(text: str, path_of_tag: Callable[[str], str]) -> Iterator[Mark]:
    addresses = list(_addresses(text))
    tags = [
        Mark(tag.start, tag.end, f'<a class="comment__tag" href="{escape(path_of_tag(tag.tag))}">')
        for tag in hashtags_in(text)
    ]
    end = 0
    for mark in sorted([*addresses, *tags]):
        if mark.start >= end:
            yield mark
            end = mark.end


def _addresses(text: str) -> Iterator[Mark]:
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(_AFTER)
        if len(address) > len("https://"):
            yield Mark(match.start(), match.start() + len(address), f'<a href="{escape(address)}" rel="{REL}">')
