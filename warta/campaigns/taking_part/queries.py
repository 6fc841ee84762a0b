"""Campaigns as readers and the newsroom ask for them: which run where, how many take part, where a reader stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q

from warta.articles.models import ArticlePage
from warta.campaigns.models import Campaign, Candidate, Contribution, Entry, EntryState, Scope, State
from warta.lib.clock import now
from warta.press.marks import once_per_round
from warta.readers.models import User


@dataclass(frozen=True)
class Counts:
    """How many entries there are; `waiting` are readers who contributed and lack something, and have no entry yet."""

    states: dict[str, int] = field(default_factory=dict)
    waiting: int = 0

    @property
    def valid(self) -> int:
        return self.states.get(EntryState.VALID, 0)

    @property
    def held(self) -> int:
        return self.states.get(EntryState.HELD, 0)

    @property
    def received(self) -> int:
        return sum(self.states.values())

    @property
    def left_out(self) -> int:
        return self.received - self.valid - self.held


@dataclass(frozen=True)
class Part:
    """A reader's part in one campaign."""

    campaign: Campaign
    entry: Entry | None = None
    candidate: Candidate | None = None
    contribution: Contribution | None = None


def counts_of(campaign: Campaign) -> Counts:
    rows = Entry.objects.filter(campaign=campaign).order_by().values_list("state").annotate(count=Count("pk"))
    return Counts(dict(rows), Candidate.objects.filter(campaign=campaign).count())


@once_per_round
def campaigns_inviting() -> tuple[Campaign, ...]:
    """Those whose window is now, the one that closes first first."""
    return tuple(Campaign.objects.running().order_by("closes_at"))


def campaigns_inviting_to(article: ArticlePage) -> list[Campaign]:
    return [campaign for campaign in campaigns_inviting() if is_in_scope(campaign, article)]


def campaigns_for(tags: Iterable[str], *, at: datetime, article: ArticlePage) -> list[Campaign]:
    """Those that a comment of this moment takes part in; a late approval still counts until the seal."""
    open_then = Campaign.objects.filter(
        hashtag__in=list(tags), state__in=(State.OPEN, State.CLOSED), opens_at__lte=at, closes_at__gt=at
    )
    return [campaign for campaign in open_then if is_in_scope(campaign, article)]


def is_in_scope(campaign: Campaign, article: ArticlePage) -> bool:
    if campaign.scope == Scope.SECTIONS:
        return campaign.sections.filter(slug=article.address_section).exists()
    if campaign.scope == Scope.ARTICLES:
        return campaign.chosen_articles.filter(article_id=article.pk).exists()
    return True


def part_of(person: User, campaign: Campaign) -> Part:
    own = Contribution.objects.filter(campaign=campaign, person=person).order_by("-is_standing", "-at")
    return Part(
        campaign,
        Entry.objects.filter(campaign=campaign, person=person).first(),
        Candidate.objects.filter(campaign=campaign, person=person).first(),
        own.first(),
    )


def parts_of(person: User) -> list[Part]:
    """Everything the reader takes, took or could take part in, the newest campaign first."""
    entries = {entry.campaign_id: entry for entry in Entry.objects.filter(person=person)}
    candidates = {one.campaign_id: one for one in Candidate.objects.filter(person=person)}
    wanted = Q(pk__in=[*entries, *candidates]) | Q(
        state=State.OPEN, opens_at__lte=now(), closes_at__gt=now(), agreements__person=person
    )
    campaigns = Campaign.objects.filter(wanted).distinct().order_by("-closes_at")
    return [Part(one, entries.get(one.pk), candidates.get(one.pk)) for one in campaigns]


def campaign_paths() -> list[str]:
    """For the sitemap."""
    public = Campaign.objects.public()
    return [campaign.get_absolute_url() for campaign in public.only("slug").order_by("-opens_at")[:500]]


def campaigns_changed_since(moment: datetime) -> list[tuple[frozenset[str], datetime]]:
    """For the sweep of the press: what is stale, and since when. A window that began or ended is a change, too."""
    changed = Campaign.objects.public().filter(changed_at__gte=moment)
    found = [(frozenset({page_tag(one)}), one.changed_at) for one in changed.only("pk", "changed_at")]
    begun = Q(opens_at__gte=moment, opens_at__lte=now())
    ended = Q(closes_at__gte=moment, closes_at__lte=now()) | Q(cancelled_at__gte=moment)
    turned = Campaign.objects.public().filter(begun | ended | Q(opened_at__gte=moment))
    return [*found, *((tags_of(one), now()) for one in turned)]


def page_tag(campaign: Campaign) -> str:
    """The tag of the press behind which the campaign's own page stands."""
    return f"campaign:{campaign.pk}"


def tags_of(campaign: Campaign) -> frozenset[str]:
    """Everything that a beginning or an end changes: its page, and wherever it invites, which may be a few articles."""
    return frozenset({page_tag(campaign), "campaigns:home", *_reach_of(campaign)})


def tags_shown_by(article: ArticlePage) -> tuple[str, ...]:
    """What an article's page notes, so that it is pressed again when a campaign begins or ends that invites there."""
    return ("campaigns:all", f"campaigns:section:{article.address_section}", f"campaigns:article:{article.pk}")


def _reach_of(campaign: Campaign) -> list[str]:
    if campaign.scope == Scope.SECTIONS:
        return [f"campaigns:section:{slug}" for slug in campaign.sections.values_list("slug", flat=True)]
    if campaign.scope == Scope.ARTICLES:
        return [f"campaigns:article:{pk}" for pk in campaign.chosen_articles.values_list("article_id", flat=True)]
    return ["campaigns:all"]
