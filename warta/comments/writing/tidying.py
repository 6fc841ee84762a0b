"""A comment's text as it is kept: composed, without what can't be seen or would disturb what stands around it.

It stays plain text: nothing in it is markup, and whoever shows it escapes it.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 2_500  # characters
LONGEST_READ = 4 * LONGEST  # what is longer is cut there before it is looked at, and still found too long
MOST_MARKS = 3  # upon one letter: what no script needs more of, and towers over the lines above otherwise
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
# Controls, what turns the direction of all that follows, fillers, lone halves of letters.
_UNWANTED = re.compile(
    "[\x00-\x09\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
_EMPTY_LINES = re.compile(r"\n[ \t\xa0]*(?:\n[ \t\xa0]*)+")
_LINE_ENDS = re.compile(r"[ \t\xa0]+(?=\n|$)")


def tidied(text: str) -> str:
    """Linear in the length of the text; never raises. Tidying twice changes nothing more."""
    cut = _BREAKS.sub("\n", text[:LONGEST_READ]).replace("\t", " ")
    plain = unicodedata.normalize("NFC", _UNWANTED.sub("", cut))
    if not plain.isascii():
        plain = _with_few_marks(plain)
    return _EMPTY_LINES.sub("\n\n", _LINE_ENDS.sub("", plain)).strip()


def is_readable(text: str) -> bool:
    """Whether anything in it can be seen."""
    return any(unicodedata.category(letter)[0] in "LNPS" for letter in text)


def _with_few_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter) in ("Mn", "Me") else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)
