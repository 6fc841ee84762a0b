"""Make a seal: the list in its order, its root, the rules' fingerprint and the round that will decide; and receipts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from warta.campaigns.draw.computing import (
    CHAIN,
    CHAIN_BEGAN,
    CHAIN_SECONDS,
    CODE_BYTES,
    LEAD_SECONDS,
    commitment,
    leaves,
    moment_of,
    root_of,
)
from warta.campaigns.draw.form import RECEIPT, RULES_SHAPE, SEALED, fingerprint, misfit

OPENING_BYTES = 32


class NotSealed(ValueError):
    """Why a seal can't be made, in a sentence."""


class Entry(NamedTuple):
    """One entry: whose it is (a 128-bit random id), its public code, and the secret that opens it."""

    account: bytes
    code: bytes
    opening: bytes

    @property
    def record(self) -> bytes:
        return self.code + commitment(self.opening, self.account)

    def receipt(self, campaign: str) -> dict[str, str]:
        """What its holder keeps; whoever has it can show whose entry this is."""
        opened = {"account": self.account.hex(), "code": self.code.hex(), "opening": self.opening.hex()}
        return {"campaign": campaign, "format": RECEIPT, **opened}


@dataclass(frozen=True)
class LeftOut:
    """How many of those received are not in the list, by the kind of reason."""

    collapsed: int = 0
    rejected: int = 0
    withdrawn: int = 0


def new_entries(accounts: Sequence[bytes]) -> list[Entry]:
    """A fresh entry for each account."""
    count = len(accounts)
    codes, openings = os.urandom(CODE_BYTES * count), os.urandom(OPENING_BYTES * count)
    return list(map(Entry, accounts, _cut(codes, CODE_BYTES), _cut(openings, OPENING_BYTES)))


def _cut(joined: bytes, size: int) -> list[bytes]:
    return [joined[at : at + size] for at in range(0, len(joined), size)]


def receipts_of(entries: Iterable[Entry], campaign: str) -> Iterator[bytes]:
    """Each entry's receipt as a file, written by hand: a million by way of JSON would take five times as long."""
    head, after_code = '{"account":"', f'","format":"{RECEIPT}","opening":"'
    before_code = f'","campaign":"{campaign}","code":"'
    for account, code, opening in entries:
        yield f'{head}{account.hex()}{before_code}{code.hex()}{after_code}{opening.hex()}"}}\n'.encode()


def round_at(seconds: int) -> int:
    """The first round of the beacon that is made at this second of Unix time or later."""
    return max(-(-(seconds - CHAIN_BEGAN) // CHAIN_SECONDS) + 1, 1)


def sealed(
    rules: dict[str, Any],
    entries: Iterable[Entry],
    *,
    now: int,
    draw_at: int,
    software: str,
    left_out: LeftOut = LeftOut(),
    days: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """The seal's document, to be published before `draw_at`; both times are seconds of Unix time. Raises NotSealed."""
    records = [entry.record for entry in entries]
    return sealed_records(rules, records, now=now, draw_at=draw_at, software=software, left_out=left_out, days=days)


def sealed_records(
    rules: dict[str, Any],
    records: Iterable[bytes],
    *,
    now: int,
    draw_at: int,
    software: str,
    left_out: LeftOut = LeftOut(),
    days: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """The same from codes with their commitments, so that nobody's account or opening is needed. Raises NotSealed."""
    records = sorted(records)
    _check(rules, records, now=now, draw_at=draw_at)
    lost = left_out.collapsed + left_out.rejected + left_out.withdrawn
    seal = {
        "beacon": {"chain": CHAIN, "round": round_at(draw_at)},
        "campaign": rules["campaign"],
        "counts": {"entries": len(records), "received": len(records) + lost, **vars(left_out)},
        "days": list(days),
        "root": root_of(leaves(bytes.fromhex(rules["campaign"]), b"".join(records))).hex(),
        "rules_hash": fingerprint(rules),
        "sealed_at": moment_of(now),
        "software": software,
    }
    listed = [f"{record[:CODE_BYTES].hex()}:{record[CODE_BYTES:].hex()}" for record in records]
    return {"entries": listed, "format": SEALED, "rules": rules, "seal": seal, "seal_hash": fingerprint(seal)}


def _check(rules: Any, records: Sequence[bytes], *, now: int, draw_at: int) -> None:
    if (where := misfit(rules, RULES_SHAPE)) is not None:
        raise NotSealed(f"The rules are not complete: look at {where.lstrip('.') or 'the names of their parts'}.")
    if not records:
        raise NotSealed("There is no entry to seal.")
    if len({record[:CODE_BYTES] for record in records}) < len(records):
        raise NotSealed("Two entries have the same code.")
    if draw_at - now < LEAD_SECONDS:
        raise NotSealed(f"The draw must be at least {LEAD_SECONDS} seconds away, so that the seal is seen before.")
    if moment_of(now) < rules["window"]["closes"]:
        raise NotSealed("The campaign's window is still open.")
    if not rules["window"]["opens"] < rules["window"]["closes"]:
        raise NotSealed("The campaign's window must close after it opens.")
    _check_names(rules)


def _check_names(rules: dict[str, Any]) -> None:
    if not rules["prizes"]:
        raise NotSealed("There is no prize in the rules.")
    for part, name in (("prizes", "prize"), ("disqualification", "reason")):
        if len({item[name] for item in rules[part]}) < len(rules[part]):
            raise NotSealed(f"Two {part} have the same name.")
