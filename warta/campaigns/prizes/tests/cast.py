"""A campaign that was drawn, with its winners in order and vouchers in store. Fitri runs it, another one confirms."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

from warta.campaigns.models import Agreement, Campaign, DrawResult, Entry, Prize, State, Voucher, Win
from warta.campaigns.permissions import let_run_campaigns
from warta.campaigns.prizes.services import name_winners
from warta.campaigns.prizes.upkeep import tell_winners
from warta.campaigns.prizes.vouchers import load_vouchers
from warta.campaigns.tests.cast import entrant, opened_campaign
from warta.readers.models import User
from warta.readers.roles import ENTER, permissions_named
from warta.readers.terms.purposes import CAMPAIGNS
from warta.readers.terms.services import give_consent
from warta.readers.terms.tests.cast import reader, signed_in

FITRI, SECOND = "f" * 26, "a" * 26


def drawn_campaign(names: tuple[str, ...], *, prizes: int, vouchers: int = 0, **fields: Any) -> Campaign:
    """`names` take part and are drawn in this order; the first win, the others are the substitutes."""
    campaign = opened_campaign(**fields)
    people = [entrant(campaign, name) for name in names]
    return drawn(campaign, people, prizes=prizes, vouchers=vouchers)


def drawn(campaign: Campaign, people: list[User], *, prizes: int, vouchers: int = 0) -> Campaign:
    Prize.objects.filter(campaign=campaign).update(quantity=prizes)
    codes = dict(Entry.objects.filter(campaign=campaign).values_list("person_id", "code"))
    order = [codes[person.pk] for person in people]
    Campaign.objects.filter(pk=campaign.pk).update(state=State.DRAWN)
    DrawResult.objects.create(
        campaign=campaign, round=1, signature="", randomness="", result={"order": order}, result_hash="", document="",
        file="",
    )  # fmt: skip
    if vouchers:
        loaded(campaign, vouchers)
    campaign = Campaign.objects.get(pk=campaign.pk)
    name_winners(campaign, order)
    tell_winners()
    return campaign


def many_winners(count: int, *, vouchers: int) -> Campaign:
    """So many winners of a campaign that asks for nothing but an agreement; made quickly, for tests with many."""
    campaign = opened_campaign(profile_items=[], substitutes=0)
    people = [reader(f"pemenang{number:03d}") for number in range(count)]
    for one in people:
        give_consent(one, CAMPAIGNS, how="campaign", language="id")
    version = campaign.terms_version
    assert version is not None
    Agreement.objects.bulk_create(
        [Agreement(campaign=campaign, person=one, version=version, language="id") for one in people]
    )
    Entry.objects.bulk_create([Entry(campaign=campaign, person=one, commitment="0" * 64) for one in people])
    return drawn(campaign, people, prizes=count, vouchers=vouchers)


def loaded(campaign: Campaign, count: int, *, start: int = 1) -> None:
    codes = "\n".join(f"KODE-{number:05d}" for number in range(start, start + count))
    load_vouchers(prize_of(campaign), f"code\n{codes}\n".encode(), by=FITRI, takes_good_ones=False)


def prize_of(campaign: Campaign) -> Prize:
    return Prize.objects.get(campaign=campaign)


def win_of(name: str) -> Win:
    return Win.objects.select_related("campaign", "prize", "entry__person").get(
        entry__person__email=f"{name}@pembaca.example"
    )


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@pembaca.example")


def browser(name: str, **how: Any) -> Client:
    return signed_in(person(name), **how)


def member(name: str, *permissions: str, manages: bool = False) -> User:
    """Somebody of the newsroom, with these permissions; `manages`: all that a campaign manager has."""
    someone = User.objects.create_user(
        f"{name}@redaksi.example", "laut-tenang-di-utara", display_name=name.title(), is_staff=True,
        needs_second_factor=False, language="en",
    )  # fmt: skip
    someone.user_permissions.add(*permissions_named((*ENTER, *permissions)))
    if manages:
        group, _made = Group.objects.get_or_create(name="Campaign manager")
        let_run_campaigns(group)
        someone.groups.add(group)
    return someone


def codes_in_store(campaign: Campaign) -> int:
    return Voucher.objects.filter(campaign=campaign, win=None).count()
