"""Vouchers come in by a file, are sealed at once, and counted from then on; nobody of the newsroom sees one again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from warta.audit.services import record
from warta.campaigns.errors import NotPossible
from warta.campaigns.keys import key_of, sealed_under
from warta.campaigns.models import Campaign, KeyPurpose, Prize, State, Voucher, VoucherLoad
from warta.campaigns.prizes.locking import locked_campaign
from warta.campaigns.voucher_files import Trouble, WrongFile, vouchers_in
from warta.lib.crypto import blind_index, derived_key
from warta.lib.text import tidy

BATCH = 500
LOADABLE = (State.OPEN, State.CLOSED, State.SEALED, State.DRAWN)


@dataclass(frozen=True)
class Loaded:
    """What became of a file: how many were taken, and each line that was not, by its number and with the reason."""

    taken: int
    troubles: tuple[Trouble, ...]


class FileRefused(NotPossible):
    """Nothing was taken. `troubles` name the lines, where it was they that stood against it."""

    def __init__(self, words: str, troubles: tuple[Trouble, ...] = ()) -> None:
        super().__init__(words)
        self.troubles = troubles


def load_vouchers(prize: Prize, data: bytes, *, by: str, takes_good_ones: bool) -> Loaded:
    """Seal the codes of a file. With `takes_good_ones` wrong lines are left out, else one refuses the whole file.

    All or nothing; safe to repeat, for a code that is there is a double. Raises FileRefused and KeyGone.
    """
    try:
        read = vouchers_in(data)
    except WrongFile as wrong:
        raise FileRefused(_(str(wrong))) from None
    with transaction.atomic():
        campaign = locked_campaign(prize.campaign_id)
        if campaign.state not in LOADABLE:
            raise FileRefused(_("Vouchers are loaded once the campaign is open, and until it is settled."))
        key = key_of(campaign, KeyPurpose.VOUCHERS)
        hashes = [_double_hash(key, code) for code in read.codes]
        known = _known(campaign, hashes)
        doubles = [
            Trouble(line, "loaded before")
            for line, double in zip(read.lines, hashes, strict=True)
            if double in known
        ]  # fmt: skip
        troubles = tuple(sorted((*read.troubles, *doubles), key=lambda trouble: trouble.line))
        if troubles and not takes_good_ones:
            raise FileRefused(_("Nothing was loaded: lines are wrong."), troubles)
        fresh = [(code, double) for code, double in zip(read.codes, hashes, strict=True) if double not in known]
        if not fresh:
            raise FileRefused(_("Nothing was loaded: every voucher of this file is there already."), troubles)
        load = VoucherLoad.objects.create(
            campaign=campaign, prize=prize, file_hash=hashlib.sha256(data).hexdigest(), taken=len(fresh),
            doubles=len(doubles), refused=len(read.troubles), by=by,
        )  # fmt: skip
        Voucher.objects.bulk_create(_sealed(load, fresh, key), batch_size=BATCH)
        facts = {"prize": prize.slug, "taken": len(fresh), "left_out": len(troubles)}
        record("vouchers.loaded", actor=by, subject=campaign.subject, facts=facts)
    return Loaded(len(fresh), troubles)


def words_of(trouble: Trouble) -> str:
    """One line of the file, in the reader's language; it never repeats the code."""
    if trouble.why.startswith("the same code as in line"):
        why = _("the same code as in line %(line)s") % {"line": trouble.why.rsplit(" ", 1)[-1]}
    elif trouble.why == "loaded before":
        why = _("this voucher was loaded before")
    else:
        why = _("not a code: 3 to 80 letters, digits, points, hyphens or underscores")
    return tidy(_("Line %(line)s: %(why)s.") % {"line": trouble.line, "why": why})


def forget_vouchers(campaign: Campaign) -> None:
    """Destroy the key that opens them; what was handed over is in its winner's hands. Safe to repeat."""
    campaign.keys.filter(purpose=KeyPurpose.VOUCHERS).delete()


def _double_hash(key: bytes, code: str) -> str:
    """Blind. The code goes in as digits of its bytes, since an index makes no difference of capitals and codes do."""
    return blind_index(code.encode().hex(), key=derived_key(key, "voucher-double"))


def _known(campaign: Campaign, hashes: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(hashes), BATCH):
        some = Voucher.objects.filter(campaign=campaign, double_hash__in=hashes[start : start + BATCH])
        found.update(some.values_list("double_hash", flat=True))
    return found


def _sealed(load: VoucherLoad, fresh: list[tuple[str, str]], key: bytes) -> Iterator[Voucher]:
    last: int | None = Voucher.objects.filter(campaign=load.campaign).aggregate(last=Max("number"))["last"]
    for number, (code, double) in enumerate(fresh, start=(last or 0) + 1):
        voucher = Voucher(
            load=load, campaign=load.campaign, prize=load.prize, number=number, double_hash=double
        )  # fmt: skip
        voucher.sealed = sealed_under(key, voucher.place, code)
        yield voucher


def _sentences() -> list[str]:
    """What a wrong file is told, for the gathering of words: it finds only what is written out. A test compares."""
    return [
        _("There is no voucher code in this file: one a line, or a column headed “code”."),
        _("That are more than 50000 vouchers; load them in several files."),
        _("The file is larger than 5 MB; a list of vouchers is not."),
        _("The file is not text in UTF-8; save it as CSV (UTF-8)."),
        _("The file is not text; save the list as CSV (UTF-8)."),
    ]
