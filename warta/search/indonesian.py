"""Roots of Indonesian words: "mempermainkan", "dipermainkan" and "permainan" are all "main".

Values in, values out. Candidates come from the rules of affixation, the root words of a dictionary decide between them.
A word in which no root is found keeps all but its clearest affixes, so that names stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOTS_FILE = Path(__file__).parent / "data" / "roots_id.txt"
SHORTEST = 4  # letters: a shorter word has no affix that could be told from the word itself
LONGEST = 40  # nothing longer is a word
SHORTEST_ROOT = 3
MOST_PREFIXES = 3  # mem-per-…, di-ber-…, ke-ber-…: more are not stacked
KEPT_WORDS = 16_384  # a newspaper's words follow Zipf's law: these are 95 in 100 of what is read
SIEVE_BITS = 1 << 19  # about 19 for each root, two of them set: 1 in 100 of other words gets through

PARTICLES = ("lah", "kah", "tah", "pun")
POSSESSIVES = ("nya", "ku", "mu")
# Which suffixes go with the outermost prefix: "mengata-kan" but never "mengatak-an"; no "-i" without a prefix.
SUFFIXES = {"": ("kan", "an"), "m": ("", "kan", "i"), "d": ("", "kan", "i"), "k": ("an",)}
ANY_SUFFIX = ("", "kan", "an", "i")
# What stands before the root, and what the root may have lost to it; by the first letter.
_RULES = (
    (r"d", r"di(?=\w)", ("",)),
    (r"k", r"ke(?=\w)", ("",)),
    (r"s", r"se(?=\w)", ("",)),
    (r"mp", r"[mp]eny(?=[aiueo])", ("s",)),
    (r"mp", r"[mp]eng(?=[aiueo])", ("", "k")),
    (r"mp", r"[mp]enge(?=\w{3,4}$)", ("",)),
    (r"mp", r"[mp]eng(?=[ghkq])", ("",)),
    (r"mp", r"[mp]em(?=[aiueo])", ("p", "m")),
    (r"mp", r"[mp]em(?=[bfvp])", ("",)),
    (r"mp", r"[mp]en(?=[aiueo])", ("t", "n")),
    (r"mp", r"[mp]en(?=[cdjstz])", ("",)),
    (r"m", r"me(?=[lrmnwy])", ("",)),
    (r"btp", r"(?:ber|ter|per)(?=\w)", ("", "r")),
    (r"btp", r"(?:be|te|pe)(?=\w)", ("",)),
    (r"bp", r"[bp]el(?=ajar|unjur)", ("",)),
)
PREFIXES = {
    letter: tuple((re.compile(pattern), lost) for letters, pattern, lost in _RULES if letter in letters)
    for letter in "dksmpbt"
}
# In a word without a known root only what encloses it is taken away, and only from around five letters or more.
ENCLOSED = (
    re.compile(r"(?:ke|per|ber|pe)(\w{5,})an"),
    re.compile(r"(?:di|ter)(\w{5,})(?:kan|i)"),
    re.compile(r"me(?:m(?=[bfvp])|n(?=[cdjstz])|ng(?=[gh]))(\w{5,}?)(?:kan|i)?"),
)


@lru_cache(maxsize=KEPT_WORDS)
def root_of(word: str) -> str:
    """The root of a word in small letters; the word itself where none is found. Never raises."""
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha() or is_root(word):
        return word
    forms = list(_without_endings(word))
    # The fewest letters taken away first: "beruang" is a bear before it is money.
    found = min((root for form in forms for root in _roots_in(form)), key=_preference, default="")
    return found or _without_enclosing(forms[-1])


def forget_words() -> None:
    """Give back the memory of words looked up so far."""
    root_of.cache_clear()
    _roots.cache_clear()
    _sieve.cache_clear()


def is_root(word: str) -> bool:
    """Whether the dictionary has it as a root."""
    sieve, one, other = _sieve(), *_bits_of(word)
    return bool(sieve[one >> 3] & 1 << (one & 7) and sieve[other >> 3] & 1 << (other & 7)) and _is_listed(word)


def _bits_of(word: str) -> tuple[int, int]:
    number = hash(word)
    return number % SIEVE_BITS, (number >> 20) % SIEVE_BITS


@lru_cache(maxsize=1)
def _sieve() -> bytes:
    """A Bloom filter over the roots: most of what is asked is no root, and is turned away here."""
    bits = bytearray(SIEVE_BITS // 8)
    for root in _roots().decode("utf-8").split():
        for bit in _bits_of(root):
            bits[bit >> 3] |= 1 << (bit & 7)
    return bytes(bits)


@lru_cache(maxsize=1)
def _roots() -> bytes:
    """The file as it is, in the order of its bytes: a set of the same words would hold ten times the memory."""
    return ROOTS_FILE.read_bytes()


def _is_listed(word: str) -> bool:
    roots, wanted = _roots(), word.encode("utf-8")
    low, high = 0, len(roots)
    while low < high:
        start = roots.rfind(b"\n", 0, (low + high) // 2) + 1
        end = roots.find(b"\n", start)
        line = roots[start:end]
        if line == wanted:
            return True
        if line < wanted:
            low = end + 1
        else:
            high = start - 1
    return False


def _preference(root: str) -> tuple[int, str]:
    return (-len(root), root)


def _without_endings(word: str) -> Iterator[str]:
    """The word, then without particle, then without possessive: "bukunyalah", "bukunya", "buku"."""
    yield word
    for endings in (PARTICLES, POSSESSIVES):
        ending = next((one for one in endings if word.endswith(one) and len(word) - len(one) >= SHORTEST_ROOT), "")
        if ending:
            word = word.removesuffix(ending)
            yield word


def _roots_in(word: str) -> Iterator[str]:
    if is_root(word):
        yield word
    for suffix in ANY_SUFFIX:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_ROOT:
            stem = word.removesuffix(suffix)
            if suffix in SUFFIXES[""] and is_root(stem):
                yield stem
            if suffix in SUFFIXES.get(word[0], ANY_SUFFIX):
                yield from _behind_prefixes(stem, MOST_PREFIXES)


def _behind_prefixes(word: str, more: int) -> Iterator[str]:
    if not more or len(word) <= SHORTEST_ROOT:
        return
    for prefix, lost in PREFIXES.get(word[0], ()):
        if match := prefix.match(word):
            for letter in lost:
                rest = letter + word[match.end() :]
                if len(rest) >= SHORTEST_ROOT and is_root(rest):
                    yield rest
                yield from _behind_prefixes(rest, more - 1)


def _without_enclosing(word: str) -> str:
    matches = (pattern.fullmatch(word) for pattern in ENCLOSED)
    return next((match[1] for match in matches if match), word)
