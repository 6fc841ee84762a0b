"""What the newsroom and the public page ask about the list before it is sealed."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Prefetch, QuerySet

from warta.campaigns.integrity.daily import days_over
from warta.campaigns.models import (
    AppealState,
    Campaign,
    Cluster,
    ClusterMember,
    ClusterState,
    DailyCount,
    Entry,
    EntryAppeal,
    EntryState,
)


def daily_counts(campaign: Campaign) -> list[DailyCount]:
    """What was published of each day, the first one first."""
    return list(DailyCount.objects.filter(campaign=campaign).order_by("day"))


def days_to_publish(campaign: Campaign) -> list[tuple[date, datetime]]:
    """Days that are over and not published yet."""
    return days_over(campaign)


def open_clusters(campaign: Campaign) -> QuerySet[Cluster]:
    """Those that wait for the word of two members, the largest first."""
    return Cluster.objects.filter(campaign=campaign, state=ClusterState.PROPOSED)


def clusters_shown(campaign: Campaign, state: str) -> QuerySet[Cluster]:
    """With their members and what was said of them so far."""
    members = ClusterMember.objects.select_related("entry").order_by("entry__created_at", "entry__pk")
    found = Cluster.objects.filter(campaign=campaign, state=state).order_by("-size", "pk")
    return found.prefetch_related(Prefetch("members", members), "decisions").select_related("standing")


def open_appeals(campaign: Campaign) -> QuerySet[EntryAppeal]:
    waiting = EntryAppeal.objects.filter(entry__campaign=campaign, state=AppealState.OPEN)
    return waiting.select_related("entry__person", "entry__campaign").order_by("made_at")


def entries_in(campaign: Campaign, state: str) -> QuerySet[Entry]:
    """Entries of one state, the latest change first."""
    return Entry.objects.filter(campaign=campaign, state=state).select_related("person").order_by("-changed_at", "-pk")


def states_of(campaign: Campaign) -> dict[str, int]:
    rows = Entry.objects.filter(campaign=campaign).order_by().values_list("state").annotate(count=Count("pk"))
    found = dict(rows)
    return {state: found.get(state, 0) for state in EntryState.values}
