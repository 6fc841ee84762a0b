"""A word that stands nowhere, and the one that was probably meant. Values in, values out; asks a given vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST, LONGEST = 3, 24  # letters of a word that is worth correcting
SHORTEST_FAR = 6  # letters from which two changes still leave the word recognisable
SURE = 20  # how many times as often another word must stand before a word that does stand somewhere is doubted
RARE = 2  # articles; what stands in more of them is no slip

Frequency = Callable[[str], int]
Beginning = Callable[[str], Iterable[tuple[str, int]]]  # the frequent words that begin so


def correction_of(word: str, *, frequency: Frequency, beginning_with: Beginning) -> str:
    """The frequent word nearest to this one; "" when it is right, or nothing is near."""
    there = frequency(word)
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha() or there > RARE:
        return ""
    near = max(((frequency(other), other) for other in set(_one_change_from(word))), default=(0, ""))
    if near[0] > there * SURE:
        return near[1]
    if there or len(word) < SHORTEST_FAR:
        return ""
    far = ((count, other) for other, count in beginning_with(word[:2]) if _is_within_two(word, other))
    return max(far, default=(0, ""))[1]


def _one_change_from(word: str) -> Iterator[str]:
    """Every word that one letter less, more, other or two swapped make of it."""
    for index in range(len(word) + 1):
        head, tail = word[:index], word[index:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in LETTERS)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in LETTERS)


def _is_within_two(word: str, other: str) -> bool:
    """Whether at most two letters must be taken away, put in or changed."""
    if word == other or abs(len(word) - len(other)) > 2:
        return False
    before = list(range(len(other) + 1))
    for row, letter in enumerate(word, start=1):
        now = [row]
        for column, there in enumerate(other, start=1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != there)))
        if min(now) > 2:
            return False
        before = now
    return before[-1] <= 2
