"""How a reader stands towards a campaign: what the database knows of them, as the pure conditions want it."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max

from warta.campaigns.keys import KeyGone, index_of
from warta.campaigns.models import Agreement, Campaign, Contribution, Entry
from warta.campaigns.taking_part.eligibility import Reader, Rules, missing
from warta.readers import vault
from warta.readers.models import User
from warta.readers.profile.queries import completeness_of
from warta.readers.terms.purposes import CAMPAIGNS
from warta.readers.terms.queries import has_consented
from warta.readers.vault_fields import BIRTH_DATE, PHONE

PHONE_KIND = "phone"


def rules_of(campaign: Campaign) -> Rules:
    return Rules(
        items=tuple(campaign.profile_items),
        min_age=campaign.min_age,
        min_account_age_days=campaign.min_account_age_days,
        civility_at_least=campaign.civility_at_least,
    )


def missing_of(campaign: Campaign, person: User, *, at: datetime, needs_comment: bool = True) -> tuple[str, ...]:
    """The names of what the reader lacks. Without `needs_comment` what only a comment can bring is left out."""
    names = missing(rules_of(campaign), reader_of(campaign, person), at=at)
    return names if needs_comment else tuple(name for name in names if name != "civility")


def reader_of(campaign: Campaign, person: User) -> Reader:
    """Opens the birth date where an age is asked for, and the phone, to compare it blindly. Raises VaultClosed."""
    rules = rules_of(campaign)
    kept = vault.kept_fields(person)
    lacking = completeness_of(kept, rules.all_items).missing
    return Reader(
        missing_items=frozenset(lacking),
        born_on=_born_on(person) if rules.min_age else None,
        joined_at=person.joined_at,
        civility=_best_civility(campaign, person),
        has_agreed=has_agreed(campaign, person),
        is_member=person.is_staff,
        phone_is_used=bool(_others_with_phone(campaign, person, phone_index_of(campaign, person, kept))),
    )


def has_agreed(campaign: Campaign, person: User) -> bool:
    """To these terms, and to their profile being used for it, which can be taken back."""
    return Agreement.objects.filter(campaign=campaign, person=person).exists() and has_consented(person, CAMPAIGNS)


def phone_index_of(campaign: Campaign, person: User, kept: dict[str, bool] | None = None) -> str:
    """The blind index of the reader's confirmed number in this campaign; "" without one. Raises vault.VaultClosed."""
    kept = vault.kept_fields(person) if kept is None else kept
    if not kept.get(PHONE.name):
        return ""
    try:
        return index_of(campaign, PHONE_KIND, vault.own_value(person, PHONE))
    except KeyGone:
        return ""  # the comparing is over: no entry is made any more


def _others_with_phone(campaign: Campaign, person: User, index: str) -> bool:
    if not index:
        return False
    return Entry.objects.filter(campaign=campaign, phone_index=index).exclude(person=person).exists()


def _best_civility(campaign: Campaign, person: User) -> int | None:
    own = Contribution.objects.filter(campaign=campaign, person=person, is_standing=True)
    best: int | None = own.aggregate(best=Max("civility"))["best"]
    return best


def _born_on(person: User) -> date | None:
    try:
        return date.fromisoformat(vault.own_value(person, BIRTH_DATE))
    except ValueError:
        return None
