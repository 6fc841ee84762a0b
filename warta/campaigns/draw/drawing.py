"""Draw from a seal once its round is there, and pass prizes on afterwards: the proof that follows from them."""

from __future__ import annotations

from typing import Any

from warta.campaigns.draw.checking import Verdict
from warta.campaigns.draw.computing import (
    HeldNothing,
    holders_of,
    is_signed,
    listed_order,
    moment_of,
    placed_codes,
    randomness_of,
    records_of,
    result_hash_of,
    round_begins,
)
from warta.campaigns.draw.form import DRAWN


class NotDrawn(ValueError):
    """Why there is no proof, in a sentence."""


def drawn(sealed: dict[str, Any], verdict: Verdict, signature: str) -> dict[str, Any]:
    """The proof of the draw of a seal, given what checking the seal found and the signature of its round.

    Raises NotDrawn. Repeating it gives the same proof, byte for byte.
    """
    if not verdict.is_good:
        raise NotDrawn(f"The seal is not as it was made: {verdict.problems[0]}")
    number: int = sealed["seal"]["beacon"]["round"]
    if not is_signed(number, signature):
        raise NotDrawn(f"This is not the beacon's signature of round {number}.")
    placed = placed_codes(
        records_of(sealed["entries"]), seal_hash=sealed["seal_hash"], randomness=randomness_of(signature)
    )
    beacon = {"round": number, "signature": signature}
    order = listed_order(placed, sealed["rules"])
    return _with_result({**sealed, "beacon": beacon, "format": DRAWN}, order=order, passed_on=[])


def passed_on(bundle: dict[str, Any], *, entry: str, reason: str, evidence: str, at: int) -> dict[str, Any]:
    """The proof after a prize went on to the next substitute, at this second of Unix time. Raises NotDrawn."""
    result, moment = bundle["result"], moment_of(at)
    until = {item["reason"]: item["until"] for item in bundle["rules"]["disqualification"]}
    if reason not in until:
        raise NotDrawn(f"“{reason}” is no reason in the sealed rules; they have: {', '.join(sorted(until)) or 'none'}.")
    if moment > until[reason]:
        raise NotDrawn(f"By the sealed rules “{reason}” could be said until {until[reason]}.")
    if not evidence:
        raise NotDrawn("Say what the reason rests on: it is published with the proof.")
    latest = max([moment_of(round_begins(bundle["beacon"]["round"])), *(item["at"] for item in result["passed_on"])])
    if moment < latest:
        raise NotDrawn(f"A prize can't be passed on before {latest}.")
    passing = {"at": moment, "entry": entry, "evidence": evidence, "reason": reason}
    try:
        return _with_result(bundle, order=result["order"], passed_on=[*result["passed_on"], passing])
    except HeldNothing:
        raise NotDrawn("This entry holds no prize.") from None


def _with_result(bundle: dict[str, Any], *, order: list[str], passed_on: list[dict[str, Any]]) -> dict[str, Any]:
    holders = holders_of(order, bundle["rules"], passed_on)
    bundle = {**bundle, "result": {"holders": holders, "order": order, "passed_on": passed_on}}
    return {**bundle, "result_hash": result_hash_of(bundle)}
