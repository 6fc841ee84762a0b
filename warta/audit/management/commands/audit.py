"""`warta audit verify`: whether the audit log is whole."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from warta.audit.queries import verified
from warta.audit.services import witness_path


class Command(BaseCommand):
    help = "Check the hash chain of the audit log and hold it against the witness file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["verify"])
        parser.add_argument("--json", action="store_true", help="print the findings as one JSON line")

    def handle(self, *args: Any, **options: Any) -> None:
        report = verified(witness_path())
        if options["json"]:
            self.stdout.write(json.dumps(vars(report)))
        else:
            for finding in report.findings:
                self.stdout.write(finding)
        if not report.is_whole:
            raise CommandError("The audit log was tampered with, or restored from an older backup.")
        if not options["json"]:
            self.stdout.write(f"{report.entries} entries, {report.witnessed} witnessed: the log is whole.")
