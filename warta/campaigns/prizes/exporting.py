"""The ledger as a file for the tax office and the auditor: every cell harmless in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.timezone import localtime

from warta.campaigns.models import Campaign
from warta.campaigns.prizes.ledger import KEPT_FIELDS, lines_with_people
from warta.campaigns.voucher_files import csv_of

# English and lasting: programs read them.
HEADING = (
    "number", "kind", "at", "campaign", "permit", "prize", "entry_code", "value", "tax_withheld", "currency",
    *(field.name for field in KEPT_FIELDS), "reader", "reverses", "note", "keep_until",
)  # fmt: skip


def ledger_csv(campaign: Campaign) -> bytes:
    """Raises KeyGone once the term is over."""
    return csv_of(HEADING, _rows(campaign))


def decimal(minor_units: int) -> str:
    """10000050 is 100000.50. A minus stands before it, which `harmless` would take for a formula: it is put behind."""
    major, minor = divmod(abs(minor_units), 100)
    return f"{major}.{minor:02d}{'-' if minor_units < 0 else ''}"


def _rows(campaign: Campaign) -> Iterator[tuple[object, ...]]:
    for line, person in lines_with_people(campaign):
        yield (
            line.number, line.kind, localtime(line.at).isoformat(timespec="seconds"), campaign.slug,
            campaign.permit_number, line.prize_slug, line.entry_code, decimal(line.value), decimal(line.tax),
            line.currency, *(person.get(field.name, "") for field in KEPT_FIELDS), person.get("reader", ""),
            line.reverses.number if line.reverses else "", line.note, line.keep_until.isoformat(),
        )  # fmt: skip
