"""Letters as a reader sees them: small, without accents, look-alikes as what they look like, invisible ones gone.

Refuses to guess at words: that a digit stands for a letter is for `words` to say.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

# Letters of other scripts that are drawn like Latin ones (chosen from the Unicode charts, small forms only: a
# capital is made small first), then Latin letters that no decomposition brings down to a plain one.
_ALIKE = dict(zip("авгдезіјкмнопрсѕтухѡԁԛԝһѵьө", "abrgezijkmhonpcstyxwdqwhvbo", strict=True))
_ALIKE |= dict(zip("αβγεηικμνοπρστυχω", "abyenikuvonpotuxw", strict=True))
_ALIKE |= dict(zip("ոսօցհլքզ", "nuoghlqq", strict=True))
_ALIKE |= dict(
    zip("ıłøđħŧƒɡɑɩʟɪʀɴʙɢʜᴀʙᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡʏᴢꜱŋƙɓɗƭƥɠ", "ilodhtfgailirnbghabcdejkmoptuvwyzsnkbdtpg", strict=True)
)
_ALIKE |= {"æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "’": "'", "‘": "'", "ʼ": "'", "`": "'"}
# Fillers that are letters to Unicode and nothing to the eye.
_UNSEEN = frozenset("\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5")
_DROPPED = frozenset({"Cf", "Mn", "Me", "Cs", "Co", "Cn"})
MOST_OF_ONE = 4  # letters: a ligature has three; one Arabic sign stands for eighteen and would swell the text
_SQUARED_A, _SQUARED_END = 0x1F130, 0x1F189


class Folded(NamedTuple):
    """The letters, and for each the place in the written text where it came from; one place more for the end."""

    text: str
    places: Sequence[int]


def folded(text: str) -> Folded:
    """The text in plain small letters. Linear in its length; never raises."""
    if text.isascii():
        return Folded(text.lower(), range(len(text) + 1))
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        plain = letter.lower() if letter.isascii() else _plain(letter)
        if plain:
            letters.append(plain)
            places += [place] * len(plain)
    places.append(len(text))
    return Folded("".join(letters), places)


@lru_cache(maxsize=8192)
def _plain(letter: str) -> str:
    """What one letter looks like; nothing for what can't be seen."""
    if letter in _UNSEEN or unicodedata.category(letter) in _DROPPED:
        return ""
    if _SQUARED_A <= ord(letter) <= _SQUARED_END:
        return _squared(letter)
    parts = unicodedata.normalize("NFKD", letter).casefold()[:MOST_OF_ONE]
    return "".join(_ALIKE.get(part, part) for part in parts if unicodedata.category(part) not in _DROPPED)


def _squared(letter: str) -> str:
    """🄰, 🅐 and 🅰 have no decomposition of their own in every one of their rows."""
    at = (ord(letter) - _SQUARED_A) % 0x20
    return chr(ord("a") + at) if at < 26 else letter
