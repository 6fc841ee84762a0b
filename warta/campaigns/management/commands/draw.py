"""`warta draw seal|run|pass|verify|verifier|check`: from a list of entries to a proof, and the checking of one."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from warta.campaigns.draw.beacon import ENDPOINTS, NoSignature, fetched_signature, signature_in
from warta.campaigns.draw.checking import Verdict, exit_code_of, verify
from warta.campaigns.draw.drawing import NotDrawn, drawn, passed_on
from warta.campaigns.draw.entry_files import entries_in
from warta.campaigns.draw.form import file_bytes, opened
from warta.campaigns.draw.sealing import Entry, NotSealed, receipts_of, sealed
from warta.campaigns.draw.single_file import single_file
from warta.campaigns.models import Campaign
from warta.campaigns.problems import words_of
from warta.campaigns.sealing.comparing import differences
from warta.lib.clock import now


class Command(BaseCommand):
    help = "Seal a list of entries, draw from it, and check a draw."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
        for add in (_add_seal, _add_run, _add_pass, _add_verify, _add_check):
            add(steps)
        steps.add_parser("verifier", help="print the verifier that is a file of its own")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, options["step"])(options)
        except (NotSealed, NotDrawn, NoSignature) as error:
            raise CommandError(str(error)) from None

    def seal(self, options: dict[str, Any]) -> None:
        entries = entries_in(_read(options["entries"]).decode("utf-8", "replace").splitlines())
        document = sealed(
            _json_in(options["rules"]),
            entries,
            now=_seconds_now(),
            draw_at=_seconds_of(options["draw_at"]),
            software=f"warta {version('warta')}",
        )
        _write_receipts(options["receipts"], entries, document["seal"]["campaign"])
        _write(options["out"], document)
        told = {"count": len(entries), "seal": document["seal_hash"], "round": document["seal"]["beacon"]["round"]}
        self.stdout.write(_("Sealed %(count)d entries for round %(round)d. Publish this now: %(seal)s") % told)

    def run(self, options: dict[str, Any]) -> None:
        data = _read(options["seal"])
        checked = verify(data)
        document = opened(data) if checked.facts else {}
        number = document["seal"]["beacon"]["round"] if document else 0
        signature = _signature(options, number) if checked.is_good else ""
        bundle = drawn(document, checked, signature)
        _write(options["out"], bundle)
        self.stdout.write(
            _("Drawn from round %(round)d: %(file)s is the proof.") % {"round": number, "file": options["out"]}
        )

    def pass_on(self, options: dict[str, Any]) -> None:
        data = _read(options["bundle"])
        self._refuse_if_wrong(verify(data))
        passing = {name: options[name] for name in ("entry", "reason", "evidence")}
        _write(options["out"], passed_on(_json_of(data, options["bundle"]), **passing, at=_seconds_now()))
        self.stdout.write(_("Passed on; %(file)s is the new proof.") % {"file": options["out"]})

    def verify(self, options: dict[str, Any]) -> None:
        receipt = _read(options["receipt"]) if options["receipt"] else b""
        verdict = verify(_read(options["bundle"]), published=options["seal"], receipt=receipt)
        for name, value in verdict.facts.items():
            self.stdout.write(f"{name:<16}{value}")
        self._refuse_if_wrong(verdict)
        self.stdout.write(_("Everything that can be checked is right."))

    def compare(self, options: dict[str, Any]) -> None:
        """Does the database still hold what was published of a campaign?"""
        campaign = Campaign.objects.filter(slug=options["campaign"]).first()
        if campaign is None:
            raise CommandError(_("There is no campaign with the address %(slug)s.") % {"slug": options["campaign"]})
        if found := differences(campaign, published=options["seal"]):
            raise CommandError("\n".join(found), returncode=1)
        self.stdout.write(_("The database holds what was published: entries, rules, days, result and prizes."))

    def verifier(self, options: dict[str, Any]) -> None:
        self.stdout.write(single_file(), ending="")

    def _refuse_if_wrong(self, verdict: Verdict) -> None:
        wrong = [words_of(problem.code) + f" ({problem.where})" * bool(problem.where) for problem in verdict.problems]
        if wrong:
            raise CommandError("\n".join(wrong), returncode=exit_code_of(verdict))


def _add_seal(steps: Any) -> None:
    parser = steps.add_parser("seal", help="seal a list before its draw")
    parser.add_argument("--rules", required=True, metavar="FILE", help="the rules, as JSON (docs/draw.md)")
    parser.add_argument(
        "--entries", required=True, metavar="FILE", help="a line each: ACCOUNT, or ACCOUNT CODE OPENING"
    )
    parser.add_argument(
        "--draw-at", required=True, metavar="TIME", help="when the draw is, such as 2027-01-05T12:00:00Z"
    )
    parser.add_argument("--out", required=True, metavar="FILE", help="where the seal goes")
    parser.add_argument("--receipts", required=True, metavar="FILE", help="where the receipts go, a line each: secret")


def _add_run(steps: Any) -> None:
    parser = steps.add_parser("run", help="draw from a seal once its round is there")
    parser.add_argument("seal", metavar="SEAL.json")
    parser.add_argument("--out", required=True, metavar="FILE", help="where the proof goes")
    parser.add_argument(
        "--signature", metavar="HEX|FILE", help="the round's signature, typed or saved; else it is fetched"
    )
    parser.add_argument(
        "--beacon", action="append", metavar="ADDRESS", help="where to fetch it (drand's own addresses)"
    )


def _add_pass(steps: Any) -> None:
    parser = steps.add_parser("pass_on", aliases=["pass-on"], help="pass a prize on, for a reason of the sealed rules")
    parser.set_defaults(step="pass_on")
    parser.add_argument("bundle", metavar="BUNDLE.json")
    parser.add_argument("--out", required=True, metavar="FILE", help="where the new proof goes")
    parser.add_argument("--entry", required=True, metavar="CODE", help="the entry that loses its prize")
    parser.add_argument("--reason", required=True, help="a reason's name in the sealed rules")
    parser.add_argument("--evidence", required=True, help="what it rests on; published")


def _add_verify(steps: Any) -> None:
    parser = steps.add_parser("verify", help="check a proof, or a seal before its draw")
    parser.add_argument("bundle", metavar="BUNDLE.json")
    parser.add_argument("--seal", default="", metavar="FINGERPRINT", help="the seal as you saw it published")
    parser.add_argument("--receipt", metavar="FILE", help="a receipt, to see that it belongs to the list")


def _add_check(steps: Any) -> None:
    parser = steps.add_parser("check", help="compare the database with what was published of a campaign")
    parser.set_defaults(step="compare")
    parser.add_argument("campaign", metavar="CAMPAIGN", help="its address, such as suara-pembaca")
    parser.add_argument("--seal", default="", metavar="FINGERPRINT", help="the seal as you saw it published")


def _signature(options: dict[str, Any], number: int) -> str:
    given = options["signature"]
    if not given:
        return fetched_signature(number, now=_seconds_now(), endpoints=options["beacon"] or ENDPOINTS)
    is_file = len(given) < 200 and Path(given).is_file()
    return signature_in(_read(given).decode("utf-8", "replace") if is_file else given, number)


def _seconds_now() -> int:
    return int(now().timestamp())


def _seconds_of(text: str) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(_("“%(text)s” is no time; write it as 2027-01-05T12:00:00Z.") % {"text": text}) from None
    if moment.tzinfo is None:
        raise CommandError(_("Say in which zone “%(text)s” is: end it with Z or with +07:00.") % {"text": text})
    return int(moment.astimezone(UTC).timestamp())


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        why = {"file": path, "why": error.strerror or error}
        raise CommandError(_("%(file)s can't be read: %(why)s.") % why) from None


def _json_in(path: str) -> Any:
    return _json_of(_read(path), path)


def _json_of(data: bytes, path: str) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise CommandError(_("%(file)s is not JSON.") % {"file": path}) from None


def _write(path: str, document: dict[str, Any]) -> None:
    """Whole or not at all: a proof that broke off would be refused by everybody."""
    target = Path(path)
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        unfinished.write_bytes(file_bytes(document))
        unfinished.replace(target)
    except OSError as error:
        why = {"file": path, "why": error.strerror or error}
        raise CommandError(_("%(file)s can't be written: %(why)s.") % why) from None


def _write_receipts(path: str, entries: list[Entry], campaign: str) -> None:
    """Readable by nobody else, and never over others that were written before: those would be lost for good."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        why = {"file": path, "why": error.strerror or error}
        raise CommandError(_("%(file)s can't be written: %(why)s.") % why) from None
    with os.fdopen(handle, "wb") as file:
        file.writelines(receipts_of(entries, campaign))
