"""The conditions and what is missing, in words for the reader, each with where it can be mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from warta.campaigns.models import Campaign
from warta.campaigns.taking_part.eligibility import FINAL
from warta.readers.accounts.next_page import page_with_next
from warta.readers.profile.fields import ITEMS


@dataclass(frozen=True)
class Lack:
    """`address` is where the reader can do something about it; "" where nothing can be done but to wait, or nothing."""

    name: str
    words: str
    help: str = ""
    address: str = ""
    act: str = ""

    @property
    def is_final(self) -> bool:
        return self.name in FINAL


@dataclass(frozen=True)
class Condition:
    """A condition as it is published and sealed: `rule` is its name, `words` say it in the active language."""

    rule: str
    words: str


# Which page of the account a profile's item is filled in on.
PARTS = {
    "full_name": "about", "birth_date": "about", "address_area": "home", "identity_number": "identity",
    "postal_address": "claim", "tax_number": "claim",
}  # fmt: skip


def lacks_of(campaign: Campaign, names: Iterable[str]) -> list[Lack]:
    """What is missing, in words, by the names in a candidate's row."""
    back = reverse("account_campaign", args=[campaign.slug])
    return [_item(name, back) if name in ITEMS else _condition(campaign, name, back) for name in names]


def conditions_of(campaign: Campaign) -> list[Condition]:
    """Everything that the campaign asks for, in the order in which it is published."""
    told = [
        Condition("comment-approved", _("A comment with the hashtag is public, written inside the window.")),
        Condition("agreement", _("You agreed to the terms of this campaign.")),
        *(Condition(_rule_name(name), _item_words(name)) for name in campaign.profile_items if name in ITEMS),
    ]
    if "phone" in campaign.profile_items:
        told.append(Condition("one-per-phone", _("One entry per confirmed phone number, however many comments.")))
    else:
        told.append(Condition("one-per-account", _("One entry per account, however many comments.")))
    told += [Condition(name, say(campaign)) for name, say in _LIMITS.items() if getattr(campaign, _FIELDS[name])]
    return [*told, Condition("not-member", _("Members of the newsroom don't take part."))]


def conditions_in_both(campaign: Campaign) -> list[dict[str, Any]]:
    """The same for the sealed rules: `{"rule": name, "words": {"en": …, "id": …}}`."""
    said: dict[str, dict[str, str]] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            for condition in conditions_of(campaign):
                said.setdefault(condition.rule, {})[code] = condition.words
    return [{"rule": rule, "words": words} for rule, words in said.items()]


def _rule_name(item: str) -> str:
    return f"profile-{item.replace('_', '-')}"


def _item_words(name: str) -> str:
    return _("Your profile has: %(item)s.") % {"item": ITEMS[name].label}


def _item(name: str, back: str) -> Lack:
    label = str(ITEMS[name].label)
    address = page_with_next("account_phone", back) if name == "phone" else _part_address(PARTS[name], back)
    act = _("Confirm your number") if name == "phone" else _("Fill in")
    return Lack(name, label[:1].upper() + label[1:], address=address, act=act)


def _part_address(slug: str, back: str) -> str:
    return f"{reverse('account_profile_part', args=[slug])}?next={back}"


def _condition(campaign: Campaign, name: str, back: str) -> Lack:
    if name == "agreement":
        return Lack(name, _("Your agreement to the terms"), address=f"{back}#agree", act=_("Read and agree"))
    words = {**_LIMITS, **_REFUSALS}[name](campaign) if name in _LIMITS or name in _REFUSALS else name
    return Lack(name, words, help=_HELP[name]() if name in _HELP else "")


def _age(campaign: Campaign) -> str:
    return ngettext(
        "You are at least %(count)d year old.", "You are at least %(count)d years old.", campaign.min_age
    ) % {"count": campaign.min_age}


def _account_age(campaign: Campaign) -> str:
    return ngettext(
        "Your account is at least %(count)d day old.", "Your account is at least %(count)d days old.",
        campaign.min_account_age_days,
    ) % {"count": campaign.min_account_age_days}  # fmt: skip


def _civility(campaign: Campaign) -> str:
    words = _("Your comment is civil: at least %(least)d of 100 by our machine's reading.")
    return words % {"least": campaign.civility_at_least}


_FIELDS = {"age": "min_age", "account-age": "min_account_age_days", "civility": "civility_at_least"}
_LIMITS: dict[str, Callable[[Campaign], str]] = {"age": _age, "account-age": _account_age, "civility": _civility}
_REFUSALS: dict[str, Callable[[Campaign], str]] = {
    "not-member": lambda _campaign: _("Members of the newsroom don't take part."),
    "own-phone": lambda _campaign: _("Your phone number takes part already, with another account."),
}
_HELP: dict[str, Callable[[], str]] = {
    "account-age": lambda: _("You need not do anything: we look again by ourselves while the campaign is open."),
    "civility": lambda: _("Write another comment with the hashtag; the best one counts."),
}
