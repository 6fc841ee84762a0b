"""A campaign as its public page tells it: how far it is, who may take part, what was published and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from warta.articles.models import SectionPage
from warta.articles.queries import public_articles
from warta.articles.reading.cards import Card, cards_of, for_cards
from warta.campaigns.models import (
    Campaign,
    DailyCount,
    DisqualificationReason,
    DrawResult,
    Notice,
    Prize,
    Scope,
    Seal,
    State,
)
from warta.campaigns.models.campaign import in_language
from warta.campaigns.taking_part.queries import Counts, counts_of
from warta.campaigns.taking_part.words import Condition, conditions_of
from warta.lib.clock import now

MOST_ARTICLES = 12


@dataclass(frozen=True)
class Stage:
    """One stage on the way from opening to hand-over; `at` is when it was or is to be reached."""

    words: str
    at: datetime | None
    is_done: bool
    is_next: bool = False


@dataclass(frozen=True)
class CampaignReading:
    campaign: Campaign
    counts: Counts
    as_of: datetime
    prizes: list[Prize] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    reasons: list[DisqualificationReason] = field(default_factory=list)
    days: list[DailyCount] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    sections: list[SectionPage] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    seal: Seal | None = None
    result: DrawResult | None = None

    @property
    def winners(self) -> int:
        return sum(prize.quantity for prize in self.prizes)

    @property
    def phase(self) -> str:
        """Of: draft, to_come, running, closed, sealed, drawn, settled, cancelled."""
        campaign = self.campaign
        if campaign.state != State.OPEN:
            return campaign.state
        if campaign.is_to_come:
            return "to_come"
        return "running" if campaign.is_running else "closed"

    @property
    def invites(self) -> bool:
        """Whether the page says how to take part; the preview of a draft does, too."""
        return self.phase in ("draft", "to_come", "running")

    @property
    def phase_words(self) -> str:
        return _PHASES[self.phase]()

    @property
    def terms_path(self) -> str:
        version = self.campaign.terms_version
        return f"{version.document.get_absolute_url()}{version.number}/" if version else ""

    @property
    def terms_title(self) -> str:
        version = self.campaign.terms_version
        return in_language(version, "title") if version else ""

    @property
    def tax_percent(self) -> str:
        whole, tenth = divmod(self.campaign.tax_permille, 10)
        return f"{whole},{tenth}" if tenth else str(whole)

    @property
    def stages(self) -> list[Stage]:
        return stages_of(self.campaign, self.seal, self.result)


def reading_of(campaign: Campaign) -> CampaignReading:
    return CampaignReading(
        campaign,
        counts=counts_of(campaign) if campaign.pk else Counts(),
        as_of=now(),
        prizes=list(campaign.prizes.all()),
        conditions=conditions_of(campaign),
        reasons=list(campaign.disqualification_reasons.all()),
        days=list(campaign.daily_counts.all()),
        notices=list(campaign.notices.all()),
        sections=list(campaign.sections.all()) if campaign.scope == Scope.SECTIONS else [],
        cards=_cards(campaign),
        seal=Seal.objects.filter(campaign=campaign).first(),
        result=DrawResult.objects.filter(campaign=campaign).first(),
    )


def stages_of(campaign: Campaign, seal: Seal | None, result: DrawResult | None) -> list[Stage]:
    """From the opening to the end of claiming; of those not reached yet the first is the next one."""
    sealed_at = seal.sealed_at if seal else None
    reached: list[tuple[str, datetime | None, bool]] = [
        (_("Comments are counted from here on"), campaign.opens_at, campaign.opens_at <= now()),
        (_("Nothing more is counted"), campaign.closes_at, campaign.closes_at <= now()),
    ]
    if campaign.is_drawn_by_lot:
        reached += [
            (_("The list of entries is sealed and published"), sealed_at, seal is not None),
            (_("The public beacon's number decides"), campaign.draw_at, result is not None),
            (_("Winners have until then to claim"), campaign.claim_until, campaign.state == State.SETTLED),
        ]
    is_over = campaign.state == State.CANCELLED
    following = next((place for place, (_words, _at, is_done) in enumerate(reached) if not is_done), -1)
    return [
        Stage(words, at, is_done, is_next=place == following and not is_over)
        for place, (words, at, is_done) in enumerate(reached)
    ]


def _cards(campaign: Campaign) -> list[Card]:
    if campaign.scope != Scope.ARTICLES:
        return []
    chosen = campaign.chosen_articles.values_list("article_id", flat=True)
    return cards_of(for_cards(public_articles().filter(pk__in=list(chosen)))[:MOST_ARTICLES])


_PHASES = {
    "draft": lambda: _("Draft"),
    "to_come": lambda: _("Opens soon"),
    "running": lambda: _("Open now"),
    "closed": lambda: _("Closed, not sealed yet"),
    "sealed": lambda: _("Sealed, waiting for the draw"),
    "drawn": lambda: _("Drawn"),
    "settled": lambda: _("Over"),
    "cancelled": lambda: _("Cancelled"),
}
