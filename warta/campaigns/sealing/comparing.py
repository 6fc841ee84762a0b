"""Does the database still hold what was published? Every difference in a sentence; nothing is changed here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from warta.audit.models import AuditEntry
from warta.campaigns.draw.checking import verify
from warta.campaigns.draw.computing import CODE_BYTES, RECORD_BYTES, HeldNothing, holders_of, records_of
from warta.campaigns.draw.form import fingerprint, opened
from warta.campaigns.integrity.daily import root_until
from warta.campaigns.models import Campaign, DailyCount, DrawResult, Entry, EntryState, Seal, State, Win, WinState
from warta.campaigns.problems import words_of
from warta.campaigns.sealing.files import read_file
from warta.campaigns.sealing.guards import missing_guards
from warta.campaigns.sealing.lists import valid_records
from warta.campaigns.setting_up.rules import sealed_rules

MOST_NAMED = 5  # entries named in one sentence
SEALED_STATES = (State.SEALED, State.DRAWN, State.SETTLED)


def differences(campaign: Campaign, *, published: str = "") -> list[str]:
    """What differs between the database and what was published; empty when nothing does.

    `published` is the seal's fingerprint as somebody outside kept it; without it, what the audit log says is compared.
    """
    seal = Seal.objects.filter(campaign=campaign).first()
    if seal is None:
        return list(_without_seal(campaign, published)) + list(_days(campaign))
    return [
        *_against_published(seal, published), *_file(seal), *_entries(seal), *_rules(seal), *_days(campaign),
        *_draw(campaign, seal), *_guards(),
    ]  # fmt: skip


def _without_seal(campaign: Campaign, published: str) -> Iterator[str]:
    if campaign.state in SEALED_STATES or published or _audited(campaign, "campaign.sealed"):
        yield _("The seal was published and is gone from the database.")


def _against_published(seal: Seal, published: str) -> Iterator[str]:
    if published and published.strip().lower() != seal.seal_hash:
        yield _("The database has another seal than the one that was published.")
    told = [facts.get("seal") for facts in _audited(seal.campaign, "campaign.sealed")]
    if told != [seal.seal_hash]:
        yield _("The audit log tells of another seal, of none, or of several.")
    if fingerprint(seal.seal) != seal.seal_hash or fingerprint(seal.rules) != seal.rules_hash:
        yield _("The seal's own parts were changed in the database.")


def _file(seal: Seal) -> Iterator[str]:
    data = read_file(seal.file, seal.document)
    if data is None:
        yield _("The published file of the seal is gone or was changed: %(file)s.") % {"file": seal.file}
        return
    for problem in verify(data, published=seal.seal_hash).problems:
        yield words_of(problem.code)


def _entries(seal: Seal) -> Iterator[str]:
    """The entries that take part, against the sealed list; from the published file, or else by the root alone."""
    stored = b"".join(valid_records(seal.campaign))
    data = read_file(seal.file, seal.document)
    if data is not None:
        sealed = records_of(opened(data)["entries"])
        if stored != sealed:
            yield from _named(_by_code(stored), _by_code(sealed))
    counts: dict[str, int] = seal.seal["counts"]
    states = dict(Entry.objects.filter(campaign=seal.campaign).order_by().values_list("state").annotate(Count("pk")))
    for name in ("collapsed", "rejected", "withdrawn"):
        if states.get(name, 0) != counts[name]:
            yield _("There are %(now)d entries in the state “%(state)s”; %(then)d were sealed.") % {
                "now": states.get(name, 0), "state": EntryState(name).label, "then": counts[name],
            }  # fmt: skip
    if states.get(EntryState.HELD, 0):
        yield _("There are entries that are held; when it was sealed, none was.")


def _named(stored: dict[str, str], sealed: dict[str, str]) -> Iterator[str]:
    added, removed = stored.keys() - sealed.keys(), sealed.keys() - stored.keys()
    altered = {code for code in stored.keys() & sealed.keys() if stored[code] != sealed[code]}
    for codes, words in (
        (added, _("%(count)d entries were added after the seal: %(codes)s")),
        (removed, _("%(count)d sealed entries are missing: %(codes)s")),
        (altered, _("%(count)d sealed entries were changed: %(codes)s")),
    ):
        if codes:
            shown = ", ".join(sorted(codes)[:MOST_NAMED]) + (" …" if len(codes) > MOST_NAMED else "")
            yield words % {"count": len(codes), "codes": shown}


def _rules(seal: Seal) -> Iterator[str]:
    if fingerprint(sealed_rules(seal.campaign)) != seal.rules_hash:
        yield _("The campaign's rules are no longer the sealed ones.")


def _days(campaign: Campaign) -> Iterator[str]:
    for day in DailyCount.objects.filter(campaign=campaign).order_by("day"):
        if root_until(campaign, day.cut_at) != day.root:
            yield _("The receipts of %(day)s are not those whose root was published.") % {"day": day.day.isoformat()}


def _draw(campaign: Campaign, seal: Seal) -> Iterator[str]:
    told = _audited(campaign, "campaign.drawn")
    result = DrawResult.objects.filter(campaign=campaign).first()
    if result is None:
        if told or Win.objects.filter(campaign=campaign).exists():
            yield _("The draw was published and is gone from the database.")
        return
    if len(told) != 1 or told[0].get("seal") != seal.seal_hash:
        yield _("The audit log tells of another draw, of none, or of several.")
    data = read_file(result.file, result.document)
    if data is None:
        yield _("The published proof is gone or was changed: %(file)s.") % {"file": result.file}
        return
    yield from (words_of(problem.code) for problem in verify(data, published=seal.seal_hash).problems)
    bundle = opened(data)
    if bundle["result"] != result.result or bundle["result_hash"] != result.result_hash:
        yield _("The result in the database is not the published one.")
    yield from _wins(campaign, bundle)


def _wins(campaign: Campaign, bundle: dict[str, Any]) -> Iterator[str]:
    """Who holds a prize in the database, against what follows from the proof and from what was passed on since."""
    wins = list(Win.objects.filter(campaign=campaign).select_related("entry").order_by("passing", "position"))
    passed = [{"entry": win.entry.code, "reason": win.reason} for win in wins if win.state == WinState.PASSED_ON]
    published = [{name: one[name] for name in ("entry", "reason")} for one in bundle["result"]["passed_on"]]
    if passed[: len(published)] != published:
        yield _("What was passed on in the database is not what was published.")
    sealed = {one["reason"] for one in bundle["rules"]["disqualification"]}
    if any(one["reason"] not in sealed for one in passed):
        yield _("A prize was passed on without a sealed reason.")
    held = {win.slot: win.entry.code for win in wins if win.state != WinState.PASSED_ON}
    try:
        holders = [holder["entry"] for holder in holders_of(bundle["result"]["order"], bundle["rules"], passed)]
    except HeldNothing:
        yield _("A prize was passed on from somebody who held none.")
        return
    wrong = sum(held.get(slot, "") != holder for slot, holder in enumerate(holders))
    if wrong or len(held) > len(holders):
        yield _("Prizes are held by others than the proof says: %(count)d of them.") % {"count": max(wrong, 1)}


def _guards() -> Iterator[str]:
    if missing := missing_guards():
        yield _("The database's own guards of the seal are missing: %(names)s.") % {"names": ", ".join(missing)}


def _audited(campaign: Campaign, action: str) -> list[dict[str, Any]]:
    entries = AuditEntry.objects.filter(action=action, subject=campaign.subject).order_by("number")
    return [json.loads(entry.facts) for entry in entries]


def _by_code(records: bytes) -> dict[str, str]:
    pieces = (records[at : at + RECORD_BYTES] for at in range(0, len(records), RECORD_BYTES))
    return {piece[:CODE_BYTES].hex(): piece[CODE_BYTES:].hex() for piece in pieces}
