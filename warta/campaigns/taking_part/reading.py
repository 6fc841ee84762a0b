"""A reader's part in a campaign, put together for their own eyes: where they stand, what is missing, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from warta.campaigns.models import Campaign, Contribution, Entry, EntryAppeal, EntryState, Why
from warta.campaigns.taking_part.appeals import may_appeal
from warta.campaigns.taking_part.entries import UNSEALED
from warta.campaigns.taking_part.queries import Part, part_of, parts_of
from warta.campaigns.taking_part.standing import missing_of
from warta.campaigns.taking_part.words import Lack, lacks_of
from warta.comments.showing.addresses import permalink
from warta.lib.clock import now
from warta.readers import vault
from warta.readers.models import User
from warta.readers.profile.fields import ITEMS
from warta.readers.profile.requirements import Requirement
from warta.theme.languages import here


@dataclass(frozen=True)
class OwnPart:
    """One campaign on the account's pages. `back` leads to the comment that waits or takes part."""

    campaign: Campaign
    entry: Entry | None = None
    lacks: list[Lack] = field(default_factory=list)
    has_comment: bool = False
    back: str = ""
    appeal: EntryAppeal | None = None

    @property
    def state(self) -> str:
        """Of: in, held, out, missing, comment, none."""
        if self.entry is not None:
            return _STATES.get(EntryState(self.entry.state), "out")
        if self.campaign.is_running:
            return "missing" if self.lacks else "comment"
        return "none"

    @property
    def why(self) -> str:
        return str(Why(self.entry.why).label) if self.entry else ""

    @property
    def words(self) -> str:
        return _WORDS[self.state]()

    @property
    def may_withdraw(self) -> bool:
        return bool(self.entry and self.entry.state == EntryState.VALID and self.campaign.state in UNSEALED)

    @property
    def may_take_up(self) -> bool:
        entry = self.entry
        return bool(
            entry and entry.state == EntryState.WITHDRAWN and entry.why == Why.OWN_WISH and self.campaign.is_running
        )

    @property
    def may_appeal(self) -> bool:
        return self.entry is not None and may_appeal(self.entry)

    @property
    def needs_agreement(self) -> bool:
        return any(lack.name == "agreement" for lack in self.lacks)

    @property
    def others(self) -> list[Lack]:
        return [lack for lack in self.lacks if lack.name != "agreement"]


def own_part(person: User, campaign: Campaign) -> OwnPart:
    """Where the reader stands now; what is missing is asked anew."""
    part = part_of(person, campaign)
    return _own(person, part, contribution=part.contribution)


def own_parts(person: User) -> list[OwnPart]:
    return [_own(person, part, contribution=part.contribution) for part in parts_of(person)]


def requirements_of_campaigns(person: User) -> Iterable[Requirement]:
    """What campaigns that the reader waits for require of their profile, for the profile's page."""
    waiting = Campaign.objects.running().filter(candidates__person=person)
    for campaign in waiting:
        items = tuple(item for item in campaign.profile_items if item in ITEMS)
        yield Requirement(campaign.title, here(f"/account/campaigns/{campaign.slug}/"), items)


def _own(person: User, part: Part, *, contribution: Contribution | None) -> OwnPart:
    campaign, entry = part.campaign, part.entry
    is_asked = campaign.is_running and (entry is None or entry.why == Why.NOT_ELIGIBLE)
    has_comment = bool(contribution and contribution.is_standing)
    return OwnPart(
        campaign, entry,
        lacks=_lacks(person, campaign, needs_comment=has_comment) if is_asked else [],
        has_comment=has_comment,
        back=address_of(contribution) if contribution else "",
        appeal=_last_appeal(entry),
    )  # fmt: skip


def address_of(contribution: Contribution) -> str:
    """Where the comment stands for good, on whichever page of its thread that is."""
    return here(permalink(contribution.comment_id))


def _lacks(person: User, campaign: Campaign, *, needs_comment: bool) -> list[Lack]:
    try:
        names = missing_of(campaign, person, at=now(), needs_comment=needs_comment)
    except vault.VaultClosed:
        return []
    return lacks_of(campaign, names)


def _last_appeal(entry: Entry | None) -> EntryAppeal | None:
    return entry.appeals.order_by("-made_at").first() if entry else None


_STATES = {EntryState.VALID: "in", EntryState.HELD: "held"}
_WORDS = {
    "in": lambda: _("You take part."),
    "held": lambda: _("Your entry is held until it is looked at."),
    "out": lambda: _("Your entry does not take part."),
    "missing": lambda: _("Something is missing before you take part."),
    "comment": lambda: _("All that is needed of you is there. Write a comment with the hashtag."),
    "none": lambda: _("You took no part."),
}
