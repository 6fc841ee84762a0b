"""The ledger: what was handed over, its value and the tax withheld; whom to, sealed under a key and term of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from warta.audit.services import record
from warta.campaigns.errors import NotPossible
from warta.campaigns.keys import KeyGone, key_of, opened_under, sealed_under
from warta.campaigns.models import Campaign, KeyPurpose, LedgerKind, LedgerLine, Win
from warta.campaigns.prizes.locking import locked_campaign
from warta.lib.clock import now
from warta.readers import vault
from warta.readers.models import User
from warta.readers.vault_fields import FULL_NAME, IDENTITY_NUMBER, POSTAL_ADDRESS, TAX_NUMBER

# Ten years and the rest of the year in which they end: as long as the tax law wants books to be kept.
KEPT_YEARS = 10
# What the office that gets the tax may ask of who got the prize.
KEPT_FIELDS = (FULL_NAME, IDENTITY_NUMBER, TAX_NUMBER, POSTAL_ADDRESS)


@dataclass(frozen=True)
class Sums:
    """In minor units of one currency; what was reversed is taken off."""

    currency: str
    handed_over: int
    value: int
    tax: int


def enter_handed_over(win: Win, person: User) -> LedgerLine:
    """The line of a prize that was handed over. Call it with the campaign locked. Raises VaultClosed or KeyGone."""
    campaign, prize, moment = win.campaign, win.prize, now()
    line = LedgerLine(
        campaign=campaign, number=_next_number(campaign), kind=LedgerKind.HANDED_OVER, win=win,
        entry_code=win.entry.code, prize_slug=prize.slug, value=prize.value,
        tax=tax_of(prize.value, campaign.tax_permille), currency=prize.currency, at=moment,
        keep_until=kept_until(moment.date()),
    )  # fmt: skip
    own = vault.own_values(person, KEPT_FIELDS)
    told = {"reader": person.public_id, **{field.name: text for field, text in own.items()}}
    key = key_of(campaign, KeyPurpose.LEDGER)
    line.sealed_person = sealed_under(key, line.place, json.dumps(told, ensure_ascii=False))
    line.save(force_insert=True)
    return line


def reverse_line(line: LedgerLine, *, note: str, by: str) -> LedgerLine:
    """Take a line back by another one; neither is ever changed. Raises NotPossible."""
    with transaction.atomic():
        campaign = locked_campaign(line.campaign_id)
        if line.kind == LedgerKind.REVERSED or LedgerLine.objects.filter(reverses=line).exists():
            raise NotPossible(_("This line was reversed already, or is itself a reversal."))
        if not note.strip():
            raise NotPossible(_("Say why the line is reversed: the note stands in the books."))
        made = LedgerLine.objects.create(
            campaign=campaign, number=_next_number(campaign), kind=LedgerKind.REVERSED, win=line.win,
            entry_code=line.entry_code, prize_slug=line.prize_slug, value=-line.value, tax=-line.tax,
            currency=line.currency, reverses=line, note=note.strip(), by=by, keep_until=kept_until(now().date()),
        )  # fmt: skip
        record(
            "ledger.reversed", actor=by, subject=campaign.subject, facts={"line": line.number, "by_line": made.number}
        )
    return made


def tax_of(value: int, permille: int) -> int:
    """To the minor unit, half of one is rounded up."""
    return (value * permille + 500) // 1000


def kept_until(day: date) -> date:
    """The last day of the tenth year after."""
    return date(day.year + KEPT_YEARS, 12, 31)


def person_on(line: LedgerLine, key: bytes) -> dict[str, str]:
    """Whom it was handed over to, for who may read the ledger; {} for a reversal and after the term. Raises KeyGone."""
    if not line.sealed_person:
        return {}
    told: dict[str, str] = json.loads(opened_under(key, line.place, bytes(line.sealed_person)))
    return told


def sums_of(campaign: Campaign) -> list[Sums]:
    found: dict[str, Sums] = {}
    for line in LedgerLine.objects.filter(campaign=campaign).only("kind", "value", "tax", "currency"):
        so_far = found.get(line.currency, Sums(line.currency, 0, 0, 0))
        sign = -1 if line.kind == LedgerKind.REVERSED else 1
        found[line.currency] = Sums(
            line.currency, so_far.handed_over + sign, so_far.value + line.value, so_far.tax + line.tax
        )
    return list(found.values())


def lines_with_people(campaign: Campaign) -> Iterator[tuple[LedgerLine, dict[str, str]]]:
    """Everything, opened: for the export alone. Raises KeyGone."""
    key = key_of(campaign, KeyPurpose.LEDGER)
    for line in LedgerLine.objects.filter(campaign=campaign).select_related("reverses").order_by("number"):
        yield line, person_on(line, key)


def forget_ledgers() -> int:
    """The job: where the term of every line is over, the key is destroyed with what it sealed. Safe to repeat."""
    today = now().date()
    old = LedgerLine.objects.exclude(sealed_person=b"").values("campaign").annotate(last=Max("keep_until"))
    gone = 0
    for row in old.filter(last__lt=today):
        with transaction.atomic():
            campaign = locked_campaign(row["campaign"])
            campaign.keys.filter(purpose=KeyPurpose.LEDGER).delete()
            LedgerLine.objects.filter(campaign=campaign).update(sealed_person=b"")
            record("ledger.forgotten", subject=campaign.subject)
        gone += 1
    return gone


def can_be_read(campaign: Campaign) -> bool:
    try:
        key_of(campaign, KeyPurpose.LEDGER)
    except KeyGone:
        return False
    return True


def _next_number(campaign: Campaign) -> int:
    last: int | None = LedgerLine.objects.filter(campaign=campaign).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
