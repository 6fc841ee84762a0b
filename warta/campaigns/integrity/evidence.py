"""A cluster as a member of the newsroom sees it: what its entries share, without anything readable of anybody's."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from warta.campaigns.models import Cluster, ClusterDecision, Entry, Trait, TraitKind
from warta.comments.models import Comment

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
KINDS = (TraitKind.DEVICE, TraitKind.NETWORK, TraitKind.CONTACT)
MOST_SHOWN = 40  # members of a cluster on one page
EXCERPT = 160  # letters of a comment


@dataclass(frozen=True)
class Member:
    """`shares` has a letter for each kind: the same letter is the same device, network or contact; "" for its own."""

    entry: Entry
    name: str
    joined_at: datetime | None
    text: str
    shares: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Evidence:
    cluster: Cluster
    members: list[Member]
    more: int
    decisions: list[ClusterDecision]

    def word_of(self, member: str) -> str:
        """What this member of the newsroom said of it; "" for nothing yet."""
        return next((decision.verdict for decision in self.decisions if decision.by == member), "")


def evidence_of(clusters: Iterable[Cluster]) -> list[Evidence]:
    """For clusters with their members at hand; few queries, however many there are."""
    found = list(clusters)
    shown = {cluster.pk: [member.entry for member in cluster.members.all()[:MOST_SHOWN]] for cluster in found}
    entries = [entry for some in shown.values() for entry in some]
    texts = dict(
        Comment.objects.filter(pk__in=[entry.comment_id for entry in entries if entry.comment_id])
        .values_list("pk", "text")
    )  # fmt: skip
    traits = _traits([entry.pk for entry in entries])
    return [
        Evidence(
            cluster, _members(shown[cluster.pk], traits, texts), max(0, cluster.size - MOST_SHOWN),
            list(cluster.decisions.all()),
        )
        for cluster in found
    ]  # fmt: skip


def _members(entries: list[Entry], traits: dict[int, dict[str, str]], texts: dict[int, str]) -> list[Member]:
    letters = {kind: _letters([traits[entry.pk].get(kind, "") for entry in entries]) for kind in KINDS}
    return [
        Member(
            entry,
            name=entry.person.display_name if entry.person else "",
            joined_at=entry.person.joined_at if entry.person else None,
            text=texts.get(entry.comment_id or 0, "")[:EXCERPT],
            shares=[letters[kind].get(traits[entry.pk].get(kind, ""), "") for kind in KINDS],
        )
        for entry in entries
    ]


def _letters(values: list[str]) -> dict[str, str]:
    """A letter for each value that at least two have, in the order in which they appear."""
    often = Counter(value for value in values if value)
    shared = [value for value in dict.fromkeys(values) if often[value] > 1]
    return {value: LETTERS[place] if place < len(LETTERS) else "…" for place, value in enumerate(shared)}


def _traits(entries: list[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for entry, kind, value in Trait.objects.filter(entry__in=entries).values_list("entry_id", "kind", "value"):
        found[entry][kind] = value
    return found
