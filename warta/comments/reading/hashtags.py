"""Hashtags in a text: which, and where, so that they can be made links. Linear in the length of the text."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

LONGEST = 60  # characters; what is longer is no hashtag
MOST = 30  # in one text; those after are left as plain text
# Letters of any script with their marks, digits and "_"; at least one letter or mark among them. Not within a word, an
# address or an entity ("a#b", "x.y/#b", "&#39;").
_TAG = re.compile(r"(?<![\w&/#])[#＃](\w(?:\w|[\u0300-\u036f\u0900-\u0903\u093a-\u094f\u200c\u200d])*)")


class Hashtag(NamedTuple):
    """`tag` is the form under which equal tags meet; `start` to `end` is where it stands, the sign included."""

    tag: str
    start: int
    end: int


def hashtags_in(text: str) -> list[Hashtag]:
    """The hashtags in order, at most 30. Never raises."""
    found: list[Hashtag] = []
    for match in _TAG.finditer(text):
        tag = normalised(match[1])
        if tag and len(found) < MOST:
            found.append(Hashtag(tag, match.start(), match.end()))
    return found


def normalised(tag: str) -> str:
    """The form under which equal tags meet: composed, small. Nothing if it can't be a hashtag."""
    plain = unicodedata.normalize("NFKC", tag[: LONGEST + 1].removeprefix("#")).casefold()
    plain = unicodedata.normalize("NFKC", plain).strip("\u200c\u200d")
    is_tag = 0 < len(plain) <= LONGEST and len(tag) <= LONGEST and not plain.replace("_", "").isdecimal()
    return plain if is_tag and plain.strip("_") else ""
