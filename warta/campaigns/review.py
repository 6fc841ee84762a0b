"""Which entries look like one person's: clusters of accounts by shared traits, under a rule that is published.

Values in, clusters out; pure. A cluster is a proposal for two people who review it: nothing here decides.

The rule: each trait that two entries share counts its points, a network fewer the more entries come from it (a whole
city comes out of one mobile network); two entries whose points reach the threshold are linked; a cluster is all that
links hold together. What only a device and a network hold together may be a family, and counts from five entries.
Texts are compared by the share of five-letter pieces they have in common, found by MinHash (Broder 1997).
"""

from __future__ import annotations

import hashlib
import struct
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

THRESHOLD = 5.0
# A contact is never shared by chance, a device by a family, a network by a house; texts are copied by friends, too.
POINTS = {"contact": 8.0, "device": 4.0, "text": 4.0, "network": 3.0}
HOUSEHOLD = frozenset({"device", "network"})  # what a family shares
LARGEST_HOUSEHOLD = 4
FEW_ON_A_NETWORK = 30  # from here on a network counts less, in proportion
MOST_SHARING = 200  # a value that more entries have says nothing about any two of them
PIECE, HASHES, BANDS = 5, 32, 8  # letters of a piece; MinHash values of a text; groups of them that may meet
SAME_TEXT = 0.6  # share of common pieces from which two texts count as one, told in other words
# Where letters after a plus, and everywhere else dots, lead to the same box.
DOTLESS = frozenset({"gmail.com", "googlemail.com"})
SHORTEST_TEXT = 40  # letters; "Semangat!" is anybody's


@dataclass(frozen=True)
class Traits:
    """What is known of one entry, as keyed hashes: the same hash means the same device, network or contact.

    `text` is the comment that made the entry.
    """

    entry: str
    device: str = ""
    network: str = ""
    contact: str = ""
    text: str = ""


@dataclass(frozen=True)
class Cluster:
    """Entries that look like one person's, in the order given; and for what kinds of trait."""

    entries: tuple[str, ...]
    shared: tuple[str, ...]


def clusters_of(traits: Sequence[Traits]) -> list[Cluster]:
    """The clusters of at least two entries, the largest first. The order of the entries changes nothing else."""
    links: dict[tuple[int, int], dict[str, float]] = defaultdict(dict)
    for kind, one, other, points in _shared(traits):
        links[one, other][kind] = max(points, links[one, other].get(kind, 0.0))
    strong = {pair: kinds for pair, kinds in links.items() if sum(kinds.values()) >= THRESHOLD}
    shared: dict[int, set[str]] = defaultdict(set)
    groups = _joined(strong, len(traits))
    group_of = {place: number for number, group in enumerate(groups) for place in group}
    for (one, _other), kinds in strong.items():
        shared[group_of[one]].update(kinds)
    clusters = [
        Cluster(tuple(traits[place].entry for place in group), tuple(sorted(shared[number])))
        for number, group in enumerate(groups)
        if len(group) > LARGEST_HOUSEHOLD or not shared[number] <= HOUSEHOLD
    ]
    return sorted(clusters, key=lambda cluster: (-len(cluster.entries), cluster.entries))


def behind_gateways(traits: Sequence[Traits]) -> list[Traits]:
    """The same without the devices of addresses from which many entries come: behind the gateway of a mobile network a
    browser and its address say nothing of whose device it is."""
    often = Counter(trait.network for trait in traits if trait.network)
    return [replace(trait, device="") if often[trait.network] > FEW_ON_A_NETWORK else trait for trait in traits]


def mailbox_of(address: str) -> str:
    """The box that an address leads to, in one spelling: `ana.b+1@gmail.com` is `anab@gmail.com`."""
    name, _at, host = address.casefold().rpartition("@")
    name = name.partition("+")[0]
    return f"{name.replace('.', '') if host in DOTLESS else name}@{host}"


def _shared(traits: Sequence[Traits]) -> Iterator[tuple[str, int, int, float]]:
    for kind in ("contact", "device", "network"):
        places = defaultdict(list)
        for place, trait in enumerate(traits):
            if value := getattr(trait, kind):
                places[value].append(place)
        for sharing in places.values():
            if len(sharing) <= MOST_SHARING:
                points = POINTS[kind]
                if kind == "network":
                    points *= min(1.0, FEW_ON_A_NETWORK / len(sharing))
                yield from ((kind, one, other, points) for one, other in combinations(sharing, 2))
    yield from (("text", one, other, POINTS["text"]) for one, other in _similar_texts([trait.text for trait in traits]))


def _similar_texts(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    signatures = {place: signature_of(text) for place, text in enumerate(texts) if len(text) >= SHORTEST_TEXT}
    rows = HASHES // BANDS
    seen: set[tuple[int, int]] = set()
    for band in range(BANDS):
        meeting = defaultdict(list)
        for place, signature in signatures.items():
            meeting[signature[band * rows : (band + 1) * rows]].append(place)
        for places in meeting.values():
            if len(places) <= MOST_SHARING:
                seen.update(combinations(places, 2))
    yield from (pair for pair in sorted(seen) if likeness(signatures[pair[0]], signatures[pair[1]]) >= SAME_TEXT)


def signature_of(text: str) -> tuple[int, ...]:
    """A text's MinHash: of each of so many hashes the least over its pieces, letter case and spaces aside."""
    letters = " ".join(text.casefold().split())
    pieces = {letters[at : at + PIECE] for at in range(max(len(letters) - PIECE + 1, 1))}
    hashed = (hashlib.shake_128(piece.encode("utf-8", "replace")).digest(HASHES * 4) for piece in pieces)
    return tuple(map(min, zip(*(struct.unpack(f">{HASHES}I", one) for one in hashed), strict=True)))


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """About the share of pieces that two texts have in common, from 0 to 1."""
    return sum(left == right for left, right in zip(one, other, strict=True)) / len(one)


def _joined(pairs: Iterable[tuple[int, int]], count: int) -> list[list[int]]:
    """The groups that pairs hold together (union by the smaller place)."""
    above = list(range(count))

    def top(place: int) -> int:
        while above[place] != place:
            above[place] = place = above[above[place]]
        return place

    for one, other in pairs:
        first, second = sorted((top(one), top(other)))
        above[second] = first
    groups = defaultdict(list)
    for place in range(count):
        groups[top(place)].append(place)
    return [group for group in groups.values() if len(group) > 1]
