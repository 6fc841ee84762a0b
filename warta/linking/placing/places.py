"""Where between the paragraphs a link may stand. Pure: the kinds of an article's parts in, places out.

A gap is the number of paragraphs before it. Only between two paragraphs is there one, so that no link ever stands
next to a heading, a picture or a line that an editor placed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

EARLIEST = 2  # paragraphs that a reader reads before anything leads away
APART = 2  # paragraphs between two links
PARAGRAPH, READ_ALSO = "paragraph", "read_also"


def gaps_in(kinds: Sequence[str]) -> list[int]:
    """The gaps, in order."""
    gaps, before = [], 0
    for kind, following in pairwise(kinds):
        before += kind == PARAGRAPH
        if kind == following == PARAGRAPH:
            gaps.append(before)
    return gaps


def places_for(count: int, kinds: Sequence[str]) -> list[int]:
    """At most `count` gaps, spread over the text, apart from each other and from the editor's own lines."""
    taken, before = [], 0
    for kind in kinds:
        before += kind == PARAGRAPH
        if kind == READ_ALSO:
            taken.append(before)
    free = [gap for gap in gaps_in(kinds) if gap >= EARLIEST]
    chosen: list[int] = []
    for number in range(1, count + 1):
        wished = round(before * number / (count + 1))
        apart = [gap for gap in free if all(abs(gap - other) >= APART for other in (*taken, *chosen))]
        if apart:
            chosen.append(min(apart, key=lambda gap: (abs(gap - wished), gap)))
    return sorted(chosen)


def nearest_gaps(wished: Sequence[int], gaps: Collection[int]) -> dict[int, int]:
    """Which of the links stands in which gap, by gap, when the text has changed since: each near its place, in order.

    A link for which no gap is left stands nowhere.
    """
    free, found = sorted(gaps), dict[int, int]()
    for number in sorted(range(len(wished)), key=lambda number: wished[number]):
        if free:
            gap = min(free, key=lambda gap: (abs(gap - wished[number]), gap))
            found[gap] = number
            free = [other for other in free if other >= gap + APART]
    return found
