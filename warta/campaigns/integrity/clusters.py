"""Clusters of entries that look like one person's: proposed by the published rule, decided by two members who agree."""

from __future__ import annotations

import hashlib
from collections import defaultdict

from django.db import transaction
from django.utils.translation import gettext as _

from warta.audit.services import record
from warta.campaigns.errors import ChangedMeanwhile, NotPossible, Sealed
from warta.campaigns.integrity.traits import note_traits_of
from warta.campaigns.models import (
    Campaign,
    Cluster,
    ClusterDecision,
    ClusterMember,
    ClusterState,
    Entry,
    EntryState,
    State,
    Trait,
    Why,
)
from warta.campaigns.review import Cluster as FoundCluster
from warta.campaigns.review import Traits, behind_gateways, clusters_of
from warta.campaigns.taking_part.entries import UNSEALED, change_entry
from warta.comments.models import Comment
from warta.comments.reading.repeats import bare
from warta.lib.clock import now

PEOPLE = 2  # who agree before anything is collapsed or kept
COMPARED = (EntryState.VALID, EntryState.HELD)
CHUNK = 500


def find_clusters() -> int:
    """The job: look for clusters in every campaign that is not sealed. How many wait to be looked at. Repeatable."""
    found = Campaign.objects.filter(state__in=(State.OPEN, State.CLOSED), opened_at__isnull=False)
    return sum(find_clusters_of(campaign) for campaign in found)


def find_clusters_of(campaign: Campaign) -> int:
    """Of one campaign. What is found again stays as it was decided; what is no longer found and undecided goes."""
    while note_traits_of(campaign):
        pass
    found = {_key(cluster): cluster for cluster in clusters_of(behind_gateways(traits_of(campaign)))}
    with transaction.atomic():
        known = dict(Cluster.objects.filter(campaign=campaign).values_list("key", "state"))
        outdated = [key for key, state in known.items() if key not in found and state == ClusterState.PROPOSED]
        for start in range(0, len(outdated), CHUNK):
            Cluster.objects.filter(campaign=campaign, key__in=outdated[start : start + CHUNK]).delete()
        _keep(campaign, {key: cluster for key, cluster in found.items() if key not in known})
    return Cluster.objects.filter(campaign=campaign, state=ClusterState.PROPOSED).count()


def traits_of(campaign: Campaign) -> list[Traits]:
    """Every entry that takes part or is held, with what is known of it. Texts are compared without their disguise."""
    entries = list(
        Entry.objects.filter(campaign=campaign, state__in=COMPARED)
        .order_by("pk")
        .values_list("pk", "code", "comment_id")
    )
    kept: dict[int, dict[str, str]] = defaultdict(dict)
    rows = Trait.objects.filter(entry__campaign=campaign, entry__state__in=COMPARED)
    for entry, kind, value in rows.values_list("entry_id", "kind", "value").iterator():
        kept[entry][kind] = value
    texts = _texts([comment for _pk, _code, comment in entries if comment])
    return [Traits(code, text=texts.get(comment or 0, ""), **kept[pk]) for pk, code, comment in entries]


def decide_cluster(cluster: Cluster, verdict: ClusterState, *, by: str, note: str = "") -> bool:
    """One member's word. Whether it was the one that decided. Raises NotPossible, Sealed, ChangedMeanwhile.

    Once two have said the same, it is so: of a collapsed cluster the entry that was made first stays.
    """
    if verdict not in (ClusterState.COLLAPSED, ClusterState.KEPT):
        raise NotPossible(_("Say whether it is one person or several."))
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update().get(pk=cluster.campaign_id)
        if campaign.state not in UNSEALED:
            raise Sealed
        seen = Cluster.objects.filter(pk=cluster.pk, state=ClusterState.PROPOSED).first()
        if seen is None:
            raise ChangedMeanwhile
        ClusterDecision.objects.update_or_create(
            cluster=seen, by=by, defaults={"verdict": verdict, "note": note.strip()[:300], "at": now()}
        )
        agreed = ClusterDecision.objects.filter(cluster=seen, verdict=verdict).count() >= PEOPLE
        if agreed:
            _settle(seen, verdict, by=by)
        facts = {"cluster": seen.key[:16], "verdict": verdict.value, "entries": seen.size}
        record("cluster.decided" if agreed else "cluster.judged", actor=by, subject=campaign.subject, facts=facts)
    return agreed


def _settle(cluster: Cluster, verdict: ClusterState, *, by: str) -> None:
    standing = None
    if verdict == ClusterState.COLLAPSED:
        members = Entry.objects.filter(clusterings__cluster=cluster, state__in=COMPARED).select_related("person")
        standing, *others = members.order_by("created_at", "pk")
        for entry in others:
            change_entry(entry, EntryState.COLLAPSED, Why.ONE_PERSON, by=by)
    moved = Cluster.objects.filter(pk=cluster.pk, state=ClusterState.PROPOSED)
    if not moved.update(state=verdict, standing=standing, decided_at=now()):
        raise ChangedMeanwhile


def _keep(campaign: Campaign, fresh: dict[str, FoundCluster]) -> None:
    for key, found in fresh.items():
        cluster = Cluster.objects.create(campaign=campaign, key=key, shared=list(found.shared), size=len(found.entries))
        for start in range(0, len(found.entries), CHUNK):
            entries = Entry.objects.filter(code__in=found.entries[start : start + CHUNK])
            ClusterMember.objects.bulk_create([ClusterMember(cluster=cluster, entry=entry) for entry in entries])


def _texts(ids: list[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(ids), CHUNK):
        rows = Comment.objects.filter(pk__in=ids[start : start + CHUNK]).values_list("pk", "text")
        found.update({pk: bare(text) for pk, text in rows})
    return found


def _key(cluster: FoundCluster) -> str:
    return hashlib.sha256(" ".join(sorted(cluster.entries)).encode()).hexdigest()
