"""Check a draw from its proof, without its maker: problems and facts, and the command line of the single file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import lt
from pathlib import Path
from typing import Any

from warta.campaigns.draw.computing import (
    CHAIN,
    LEAD_SECONDS,
    HeldNothing,
    codes_in,
    commitment,
    holders_of,
    is_signed,
    leaves,
    listed_order,
    moment_of,
    placed_codes,
    randomness_of,
    records_of,
    result_hash_of,
    root_of,
    round_begins,
)
from warta.campaigns.draw.form import DRAWN, DRAWN_SHAPE, RECEIPT_SHAPE, SEALED_SHAPE, fingerprint, misfit, opened

WORDS = {
    "file": "The file is damaged or was edited: it is not written in the one form a proof has.",
    "form": "The file lacks something, or has something that does not belong into a proof.",
    "rules": "The rules are not the sealed ones, or contradict themselves.",
    "list": "The list of entries was changed: it is not sorted by code with each code once.",
    "counts": "The numbers of entries do not add up.",
    "root": "The list of entries is not the sealed one: its root differs.",
    "seal": "The seal was changed: its fingerprint differs from the one in the file.",
    "published": "This is not the seal that was published: its fingerprint differs from the one you gave.",
    "chain": "The randomness is not from the public beacon that Warta's draws use.",
    "early": "The seal names a round of the beacon that was too near, or past, when it was sealed.",
    "round": "The randomness is from another round than the sealed one.",
    "signature": "The beacon did not sign this: the randomness is made up or belongs to another round.",
    "unchecked": "The beacon's signature was not checked: `pip install py_arkworks_bls12381` and run this again.",
    "order": "The order is not the one that follows from the sealed list and the beacon.",
    "passing": "A prize was passed on against the sealed rules.",
    "holders": "The prizes are not held by those who follow from the order and the sealed rules.",
    "result": "The result was changed: its fingerprint differs from the one in the file.",
    "receipt": "Your receipt does not belong to this list of entries.",
}


@dataclass(frozen=True)
class Problem:
    """Something that is wrong: a word of `WORDS`, and the place in the file where it was found."""

    code: str
    where: str = ""

    def __str__(self) -> str:
        return WORDS[self.code] + (f" ({self.where})" if self.where else "")


@dataclass(frozen=True)
class Verdict:
    """What was found. `facts` says in names and numbers what was looked at, also when there are problems."""

    problems: tuple[Problem, ...]
    facts: dict[str, str | int]

    @property
    def is_good(self) -> bool:
        return not self.problems


def verify(data: bytes, *, published: str = "", receipt: bytes = b"") -> Verdict:
    """Check a proof, or a seal before its draw; `published` is the fingerprint of the seal as you saw it published."""
    try:
        bundle = opened(data)
    except (ValueError, RecursionError):
        return Verdict((Problem("file"),), {})
    is_drawn = isinstance(bundle, dict) and bundle.get("format") == DRAWN
    if (where := misfit(bundle, DRAWN_SHAPE if is_drawn else SEALED_SHAPE)) is not None:
        return Verdict((Problem("form", where.lstrip(".")),), {})
    proof = Proof(bundle)
    problems, facts = list(_problems(proof)), _facts(proof)
    if published and published.strip().lower() != proof.seal_hash:
        problems.append(Problem("published"))
    if receipt and (found := _receipt_facts(receipt, proof)):
        facts |= found
    elif receipt:
        problems.append(Problem("receipt"))
    return Verdict(tuple(problems), facts)


class Proof:
    """A proof of the right form, with what several checks need of it."""

    def __init__(self, bundle: dict[str, Any]) -> None:
        self.bundle, self.seal, self.rules = bundle, bundle["seal"], bundle["rules"]
        self.is_drawn = bundle["format"] == DRAWN
        self.records = records_of(bundle["entries"])
        self.seal_hash = fingerprint(self.seal)
        self.placed: list[bytes] = []
        if self.is_drawn:
            randomness = randomness_of(bundle["beacon"]["signature"])
            self.placed = placed_codes(self.records, seal_hash=self.seal_hash, randomness=randomness)


def _problems(proof: Proof) -> Iterator[Problem]:
    yield from _rules_problems(proof.rules, proof.seal)
    yield from _list_problems(codes_in(proof.records), proof.seal)
    yield from _seal_problems(proof)
    if proof.is_drawn:
        yield from _beacon_problems(proof.bundle)
        yield from _result_problems(proof)


def _facts(proof: Proof) -> dict[str, str | int]:
    seal, number = proof.seal, proof.seal["beacon"]["round"]
    facts = {"campaign": seal["campaign"], "entries": len(proof.bundle["entries"]), "seal_hash": proof.seal_hash}
    facts |= {"sealed_at": seal["sealed_at"], "round": number, "round_at": moment_of(round_begins(number))}
    if proof.is_drawn:
        facts["randomness"] = randomness_of(proof.bundle["beacon"]["signature"]).hex()
        facts["winners"] = sum(bool(holder["entry"]) for holder in proof.bundle["result"]["holders"])
    return facts


def _rules_problems(rules: dict[str, Any], seal: dict[str, Any]) -> Iterator[Problem]:
    if fingerprint(rules) != seal["rules_hash"]:
        yield Problem("rules", "rules_hash")
    if rules["campaign"] != seal["campaign"]:
        yield Problem("rules", "campaign")
    if not rules["window"]["opens"] < rules["window"]["closes"] <= seal["sealed_at"]:
        yield Problem("rules", "window")
    for part, name in (("prizes", "prize"), ("disqualification", "reason")):
        if len({item[name] for item in rules[part]}) != len(rules[part]):
            yield Problem("rules", part)
    if not rules["prizes"]:
        yield Problem("rules", "prizes")


def _list_problems(codes: Sequence[bytes], seal: dict[str, Any]) -> Iterator[Problem]:
    rising = [*map(lt, codes, islice(codes, 1, None))]
    if not all(rising):
        yield Problem("list", f"entries[{rising.index(False) + 1}]")
    counts = seal["counts"]
    left_out = counts["collapsed"] + counts["rejected"] + counts["withdrawn"]
    if counts["entries"] != len(codes) or counts["received"] != counts["entries"] + left_out:
        yield Problem("counts")
    days = [day["day"] for day in seal["days"]]
    if days != sorted(set(days)):
        yield Problem("counts", "days")


def _seal_problems(proof: Proof) -> Iterator[Problem]:
    seal, begins = proof.seal, round_begins(proof.seal["beacon"]["round"])
    if not proof.records or root_of(leaves(bytes.fromhex(seal["campaign"]), proof.records)).hex() != seal["root"]:
        yield Problem("root")
    if proof.seal_hash != proof.bundle["seal_hash"]:
        yield Problem("seal")
    if seal["beacon"]["chain"] != CHAIN:
        yield Problem("chain")
    if moment_of(begins - LEAD_SECONDS) < seal["sealed_at"]:
        yield Problem("early")


def _beacon_problems(bundle: dict[str, Any]) -> Iterator[Problem]:
    if bundle["beacon"]["round"] != bundle["seal"]["beacon"]["round"]:
        yield Problem("round")
    try:
        if not is_signed(bundle["beacon"]["round"], bundle["beacon"]["signature"]):
            yield Problem("signature")
    except ImportError:
        yield Problem("unchecked")


def _result_problems(proof: Proof) -> Iterator[Problem]:
    result, order = proof.bundle["result"], listed_order(proof.placed, proof.rules)
    if result["order"] != order:
        pairs = zip(order, result["order"], strict=False)
        wrong = next((number for number, (ours, theirs) in enumerate(pairs) if ours != theirs), None)
        yield Problem("order", "length" if wrong is None else f"order[{wrong}]")
    yield from _passing_problems(proof)
    try:
        if result["holders"] != holders_of(order, proof.rules, result["passed_on"]):
            yield Problem("holders")
    except HeldNothing as error:
        yield Problem("passing", f"passed_on[{error.number}].entry")
    if result_hash_of(proof.bundle) != proof.bundle["result_hash"]:
        yield Problem("result")


def _passing_problems(proof: Proof) -> Iterator[Problem]:
    earliest = moment_of(round_begins(proof.bundle["beacon"]["round"]))
    until = {item["reason"]: item["until"] for item in proof.rules["disqualification"]}
    for number, passing in enumerate(proof.bundle["result"]["passed_on"]):
        if passing["reason"] not in until:
            yield Problem("passing", f"passed_on[{number}].reason")
        elif not earliest <= passing["at"] <= until[passing["reason"]]:
            yield Problem("passing", f"passed_on[{number}].at")
        earliest = max(earliest, passing["at"])


def _receipt_facts(data: bytes, proof: Proof) -> dict[str, str | int]:
    """What a receipt says of its holder's entry; empty when it does not belong to this list."""
    try:
        receipt = json.loads(data)
    except ValueError:
        return {}
    if misfit(receipt, RECEIPT_SHAPE) is not None or receipt["campaign"] != proof.seal["campaign"]:
        return {}
    code, entries = receipt["code"], proof.bundle["entries"]
    entry = f"{code}:{commitment(bytes.fromhex(receipt['opening']), bytes.fromhex(receipt['account'])).hex()}"
    if entry not in entries:
        return {}
    facts: dict[str, str | int] = {"receipt_entry": entries.index(entry) + 1}
    if proof.is_drawn:
        own = proof.placed[entries.index(entry)]
        facts["receipt_place"] = sum(placed <= own for placed in proof.placed)
        held = (holder["prize"] for holder in proof.bundle["result"]["holders"] if holder["entry"] == code)
        facts["receipt_prize"] = next(held, "")
    return facts


def main(arguments: Sequence[str] | None = None) -> int:
    """The single file's command line; answers what `exit_code_of` says."""
    parser = argparse.ArgumentParser(prog="verify_draw.py", description="Check a draw from its proof.")
    parser.add_argument("bundle", metavar="BUNDLE.json", help="the proof, or the seal before the draw")
    parser.add_argument("--seal", default="", help="the seal's fingerprint as you saw it published")
    parser.add_argument("--receipt", help="a file with your receipt")
    asked = parser.parse_args(arguments)
    try:
        data = Path(asked.bundle).read_bytes()
        receipt = Path(asked.receipt).read_bytes() if asked.receipt else b""
    except OSError as error:
        parser.error(f"{error.filename} can't be read: {error.strerror}.")
    verdict = verify(data, published=asked.seal, receipt=receipt)
    sys.stdout.write(report_of(verdict))
    return exit_code_of(verdict)


def report_of(verdict: Verdict) -> str:
    lines = [f"{name:<16}{value}" for name, value in verdict.facts.items()]
    lines += [f"WRONG: {problem}" for problem in verdict.problems] or ["Everything that can be checked is right."]
    return "\n".join(lines) + "\n"


def exit_code_of(verdict: Verdict) -> int:
    """0: all is well; 1: something is wrong; 3: nothing is, but the signature could not be checked."""
    return 0 if verdict.is_good else 3 if {problem.code for problem in verdict.problems} == {"unchecked"} else 1


if __name__ == "__main__":
    sys.exit(main())
