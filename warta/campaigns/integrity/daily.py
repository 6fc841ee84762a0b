"""What is published of each day of the window: counts at its end, and the root of every receipt given until then.

A day's figures are made from the log of entries, so that a day that was missed says the same as one told on time.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from warta.audit.services import record
from warta.campaigns.models import Campaign, DailyCount, Entry, EntryReason, EntryState, State
from warta.campaigns.sealing.lists import CHUNK, root_of_records
from warta.campaigns.taking_part.queries import page_tag
from warta.lib.clock import now
from warta.press.services import changed

TOLD = (State.OPEN, State.CLOSED)


def publish_days() -> int:
    """The job: publish what is over and not told yet, of every campaign. How many days. Safe to run twice."""
    found = Campaign.objects.filter(state__in=TOLD, opens_at__lt=now())
    return sum(publish_days_of(campaign) for campaign in found)


def publish_days_of(campaign: Campaign) -> int:
    """The same for one campaign; on demand."""
    return sum(_publish(campaign, day, cut_at) for day, cut_at in days_over(campaign))


def days_over(campaign: Campaign) -> list[tuple[date, datetime]]:
    """The local days of the window that have ended and are not published, each with its end."""
    told = set(DailyCount.objects.filter(campaign=campaign).values_list("day", flat=True))
    zone = timezone.get_default_timezone()
    day, last = (moment.astimezone(zone).date() for moment in (campaign.opens_at, campaign.closes_at))
    days = []
    while day <= last:
        midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)
        cut_at = min(midnight, campaign.closes_at)
        if day not in told and campaign.opens_at < cut_at <= now():
            days.append((day, cut_at))
        day += timedelta(days=1)
    return days


def root_until(campaign: Campaign, moment: datetime) -> str:
    """The root of every receipt given before this moment, whatever became of its entry."""
    rows = Entry.objects.filter(campaign=campaign, created_at__lt=moment).order_by("code")
    pairs = rows.values_list("code", "commitment").iterator(CHUNK)
    return root_of_records(campaign, [bytes.fromhex(code + commitment) for code, commitment in pairs])


def counts_at(campaign: Campaign, moment: datetime) -> dict[str, int]:
    """How many entries were in each state at this moment, by what their log says."""
    last = EntryReason.objects.filter(entry=OuterRef("pk"), at__lt=moment).order_by("-at", "-pk").values("after")[:1]
    entries = Entry.objects.filter(campaign=campaign, created_at__lt=moment).annotate(then=Subquery(last))
    rows = entries.order_by().values_list("then").annotate(count=Count("pk"))
    found: dict[str, int] = {}
    for state, count in rows:
        found[state or EntryState.VALID] = found.get(state or EntryState.VALID, 0) + count
    return found


def _publish(campaign: Campaign, day: date, cut_at: datetime) -> bool:
    states, root = counts_at(campaign, cut_at), root_until(campaign, cut_at)
    told: dict[str, Any] = {name: states.get(name, 0) for name in ("held", "collapsed", "rejected", "withdrawn")}
    entries = states.get(EntryState.VALID, 0)
    try:
        with transaction.atomic():
            DailyCount.objects.create(campaign=campaign, day=day, cut_at=cut_at, entries=entries, root=root, **told)
            changed({page_tag(campaign)}, eager=(campaign.get_absolute_url(),))
            facts = {"day": day.isoformat(), "entries": entries, "root": root}
            record("campaign.day_published", subject=campaign.subject, facts=facts)
    except IntegrityError:
        return False  # another process was faster; it says the same
    return True
