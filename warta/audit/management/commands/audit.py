"""`warta audit verify`: whether the audit log is whole."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from warta.audit.models import HASH_LENGTH
from warta.audit.queries import Witnessed, verified
from warta.audit.services import witness_path


class Command(BaseCommand):
    help = "Check the hash chain of the audit log and hold it against the witness file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["verify"])
        parser.add_argument(
            "--seen", metavar="NUMBER:SEAL", action="append", default=[],
            help="an entry's seal as a mail or a message told it; may be given several times",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="print the findings as one JSON line")

    def handle(self, *args: Any, **options: Any) -> None:
        report = verified(witness_path(), [_seen(text) for text in options["seen"]])
        if options["json"]:
            self.stdout.write(json.dumps(vars(report)))
        else:
            for sentence in filter(None, [*report.findings, report.conclusion]):
                self.stdout.write(sentence)
        if not report.is_whole:
            raise CommandError("The audit log was tampered with, or restored from an older backup.")
        if not options["json"]:
            self.stdout.write(f"{report.entries} entries, {report.witnessed} witnessed: the log is whole.")


def _seen(text: str) -> Witnessed:
    number, _, seal = text.partition(":")
    if not number.isdecimal() or len(seal) != HASH_LENGTH:
        raise CommandError(f"--seen takes an entry's number and its seal, such as 120:4be1…, not {text!r}.")
    return Witnessed(int(number), seal.lower())
