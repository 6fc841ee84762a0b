"""`warta backup FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from warta.operations.backup import back_up
from warta.operations.key_copies import beside
from warta.operations.manifest import BackupError
from warta.readers.own_data.retention import KEY_COPIES


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
        self.stdout.write(
            f"Readers' own keys are apart, in {beside(target).name}, for {KEY_COPIES.hours // 24} days: a copy of it "
            "elsewhere must not live longer."
        )
        self.stdout.write("Neither holds a master key: keep those apart with `warta keys export`.")
