"""`warta restore FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from warta.operations.manifest import BackupError
from warta.operations.restore import Restored, restore


class Command(BaseCommand):
    help = "Verify a backup and bring it back into an empty home. Sending stays off until `warta outbox release`."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a backup that `warta backup` wrote")
        parser.add_argument("--keys", type=Path, help="copies of readers' keys; else the newest beside the backup")
        parser.add_argument("--erasures", type=Path, help="a list of erasures that is newer than this home's")
        parser.add_argument("--anyway", action="store_true", help="replace the site that is there; it is kept aside")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            restored = restore(
                options["file"].expanduser().resolve(),
                anyway=options["anyway"], keys=options["keys"], erasures=options["erasures"],
            )  # fmt: skip
        except BackupError as error:
            raise CommandError(str(error)) from error
        self._report(restored)

    def _report(self, restored: Restored) -> None:
        manifest = restored.manifest
        self.stdout.write(f"Restored {len(manifest.files)} files of {manifest.made_at} (Warta {manifest.version}).")
        if restored.kept_aside:
            self.stdout.write(f"What stood there before is in {restored.kept_aside}.")
        if restored.made_unknown:
            self.stdout.write(f"{restored.made_unknown} messages may have been sent since; the newsroom settles each.")
        if restored.erased_again:
            self.stdout.write(f"{restored.erased_again} accounts that were erased since then are erased again.")
        if restored.readers_without_key:
            source = f"{restored.keys_from} has none for them" if restored.keys_from else "there is no .keys file"
            self.stdout.write(f"Personal data of {restored.readers_without_key} readers stays closed: {source}.")
        if restored.missing_keys:
            names = ", ".join(restored.missing_keys)
            self.stdout.write(f"Personal data stays closed until you bring its key ({names}) with `warta keys`.")
        self.stdout.write(
            "Is there a newer witness/erasures.jsonl elsewhere? Then restore again with --anyway --erasures FILE."
        )
        self.stdout.write("Sending is off. When all is well, run `warta outbox release`.")
