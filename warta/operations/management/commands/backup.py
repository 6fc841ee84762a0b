"""`warta backup FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from warta.operations.backup import back_up
from warta.operations.manifest import BackupError


class Command(BaseCommand):
    help = "Write everything but the keys to FILE, while Warta runs. Pressed pages are left out: they are made again."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the backup to write, for example warta-2026-11-22.tar.gz")

    def handle(self, *args: Any, **options: Any) -> None:
        target = options["file"].expanduser().resolve()
        try:
            manifest = back_up(target)
        except BackupError as error:
            raise CommandError(str(error)) from error
        megabytes = target.stat().st_size / 1_000_000
        self.stdout.write(f"{target}: {len(manifest.files)} files, {megabytes:.1f} MB.")
        self.stdout.write("It holds no keys: keep those apart with `warta keys export`.")
