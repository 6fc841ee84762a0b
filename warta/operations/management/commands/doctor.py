"""`warta doctor`: what is wrong, and what to do."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from warta.operations.doctor import Report, checks, examine

WIDTH = 14


class Command(BaseCommand):
    help = "Say in words what is wrong and what to do. The exit code is 1 when something is wrong."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--online", action="store_true", help="also ask Telegram whether it knows us")

    def handle(self, *args: Any, **options: Any) -> None:
        is_wrong = False
        for report in examine(checks(), online=options["online"]):
            self._show(report)
            is_wrong |= any(finding.level == "wrong" for finding in report.findings)
        sys.exit(1 if is_wrong else 0)

    def _show(self, report: Report) -> None:
        label = report.check.name.ljust(WIDTH)
        if not report.findings:
            self.stdout.write(f"  {label}{f'- {report.was_left_out}' if report.was_left_out else 'well'}")
        for finding in report.findings:
            style = self.style.ERROR if finding.level == "wrong" else self.style.WARNING
            self.stdout.write(f"  {label}{style(finding.level.upper())}  {finding.what}")
            self.stdout.write(f"  {' ' * WIDTH}→ {finding.do}")
