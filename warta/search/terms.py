"""How the index cuts text into words and brings them down to their stems. Values in, values out; no Django.

Each word goes into the index twice: as its stem, by which forms of a word find each other, and as it stands, so that a
name is found as it is written. Letters lose their accents, everything is small.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from warta.search.indonesian import root_of

# Letters of scripts without spaces stand each for themselves: nobody could cut them into words here.
UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+(?:[-'’][^\W_{UNSPACED}]+)*")
PLAIN_WORD = re.compile(r"[a-z0-9]+(?:[-'][a-z0-9]+)*")  # the same for ASCII, four times as fast
JOINTS = re.compile(r"[-'’]")
MARKS = re.compile(r"[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]+")  # of Latin, Greek, Cyrillic; of Arabic
LONGEST_WORD = 60  # characters; what is longer is no word, and would only swell the index
ENGLISH = "en"


def words_of(text: str) -> list[str]:
    """The words in order, small and without accents: "Jum'at" is "jumat", "anak-anak" two words. Never raises."""
    words: list[str] = []
    for found in _found_in(text):
        if found.isalnum() and len(found) <= LONGEST_WORD:
            words.append(found)
        else:
            words += _parts(found)
    return words


def terms_of(text: str, language: str) -> list[str]:
    """The stems in order, as the index holds them for a text in this language. A doubled word counts once."""
    words: list[str] = []
    for found in _found_in(text):
        if found.isalnum() and len(found) <= LONGEST_WORD:
            words.append(found)
        else:
            words += _once(_parts(found))
    return stems_of(words, language)


def _found_in(text: str) -> list[str]:
    small = folded(text)
    return (PLAIN_WORD if small.isascii() else WORD).findall(small)


def stems_of(words: list[str], language: str) -> list[str]:
    """The stem of each word."""
    return _english_stems(words) if language == ENGLISH else [root_of(word) for word in words]


def folded(text: str) -> str:
    """Small letters without accents, compatible forms made one (NFKD)."""
    if text.isascii():
        return text.lower()
    return MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()


def _parts(word: str) -> list[str]:
    parts = JOINTS.split(word)
    if "-" not in word:
        # "qur'an" is one word, and "warta's" is "warta".
        parts = ["".join(parts)] if len(parts[-1]) > 1 else parts[:-1]
    return [part for part in parts if part and len(part) <= LONGEST_WORD]


def _once(parts: list[str]) -> list[str]:
    """A plural by doubling is the one word: "anak-anak" and "berlari-lari" count once."""
    if len(parts) == 2 and parts[0].endswith(parts[1]):
        return parts[:1]
    return parts


@lru_cache(maxsize=1)
def _english() -> Any:
    import tantivy  # only when the first English text is met: most processes never search

    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).filter(tantivy.Filter.stemmer("english")).build()


def _english_stems(words: list[str]) -> list[str]:
    stems: list[str] = _english().analyze(" ".join(words))
    return stems if len(stems) == len(words) else words
