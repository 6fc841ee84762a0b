"""`warta prepare`: what `warta up` does before it serves."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from warta.operations.prepared import RESTORING, restoring_mark
from warta.project.prepare import prepare


class Command(BaseCommand):
    help = "Bring the database and the site up to this version. Safe to repeat."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="fill an empty site with demonstration content")

    def handle(self, *args: Any, **options: Any) -> None:
        if restoring_mark(settings.HOME).exists():
            raise CommandError(RESTORING)
        prepare(demo=options["demo"])
