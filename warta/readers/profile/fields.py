"""What a profile asks for: in which parts, under which names, and in plain words what each thing is for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from warta.readers.vault_fields import (
    BIRTH_DATE,
    FULL_NAME,
    IDENTITY_NUMBER,
    PHONE,
    POSTAL_ADDRESS,
    PROVINCE,
    REGENCY,
    TAX_NUMBER,
    Field,
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A group of fields with one form. One that `is_on_demand` is shown once something asks for it or stands in it."""

    slug: str
    title: str | Promise
    purpose: str | Promise
    fields: tuple[Field, ...]
    is_on_demand: bool = False


# Translated where they are shown. Django's type for such a text has no name outside its stubs.
LABELS: dict[Field, Any] = {
    FULL_NAME: _("Full name"),
    BIRTH_DATE: _("Birth date"),
    PHONE: _("Phone"),
    PROVINCE: _("Province"),
    REGENCY: _("Regency or city"),
    IDENTITY_NUMBER: _("Identity number (NIK)"),
    POSTAL_ADDRESS: _("Postal address"),
    TAX_NUMBER: _("Tax number (NPWP)"),
}

ABOUT = Part(
    "about", _("Who you are"),
    _("Tells you apart from others when you need help with your account. A prize is paid to this name, and the birth "
      "date says whether you may take part."),
    (FULL_NAME, BIRTH_DATE),
)  # fmt: skip
HOME = Part(
    "home", _("Where you live"),
    _("Some campaigns are for certain regions, and a sign-in from far away looks unusual. A regency or city is enough: "
      "nobody asks for your street here."),
    (PROVINCE, REGENCY),
)  # fmt: skip
CONTACT = Part(
    "phone", _("How to reach you"),
    _("The way back into your account if you lose your e-mail address, and the rule that each person takes part once. "
      "Nobody calls you to sell you something."),
    (PHONE,),
)  # fmt: skip
IDENTITY = Part(
    "identity", _("Identity number"),
    _("Only where a campaign's permit demands it, to check a winner against the identity card. Otherwise leave it "
      "empty."),
    (IDENTITY_NUMBER,),
    is_on_demand=True,
)  # fmt: skip
CLAIM = Part(
    "claim", _("For handing over a prize"),
    _("Where a prize is sent to, and the number under which its tax is withheld. Only winners need it."),
    (POSTAL_ADDRESS, TAX_NUMBER),
    is_on_demand=True,
)  # fmt: skip
PARTS = (ABOUT, HOME, CONTACT, IDENTITY, CLAIM)
# Those with a form here. A phone is proven by a code, which is the contacts' business.
EDITABLE = {part.slug: part for part in (ABOUT, HOME, IDENTITY, CLAIM)}


@dataclass(frozen=True)
class Item:
    """What can be required of a profile, by a name that stays. It is there once all its fields are."""

    name: str
    label: str | Promise
    fields: tuple[Field, ...]
    must_be_confirmed: bool = False


ITEMS: dict[str, Item] = {
    item.name: item
    for item in (
        Item("full_name", _("full name"), (FULL_NAME,)),
        Item("birth_date", _("birth date"), (BIRTH_DATE,)),
        Item("phone", _("confirmed phone number"), (PHONE,), must_be_confirmed=True),
        Item("address_area", _("province and regency or city"), (PROVINCE, REGENCY)),
        Item("identity_number", _("identity number"), (IDENTITY_NUMBER,)),
        Item("postal_address", _("postal address"), (POSTAL_ADDRESS,)),
        Item("tax_number", _("tax number"), (TAX_NUMBER,)),
    )
}
# What "complete" means where nothing more is asked for.
BASIC = ("full_name", "birth_date", "phone", "address_area")


def items_named(names: Iterable[str]) -> list[Item]:
    """Raises KeyError for a name that is none."""
    return [ITEMS[name] for name in dict.fromkeys(names)]
