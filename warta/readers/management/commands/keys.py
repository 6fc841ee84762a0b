"""`warta keys`: the master keys that open the vault."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from warta.audit.services import record
from warta.lib.crypto import CryptoFailure, master_keys_text
from warta.readers import vault
from warta.readers.key_ring import KeysElsewhere, add_master_key, ring, write_secret
from warta.readers.models import VaultKey


class Command(BaseCommand):
    help = "List, rotate or export the master keys. Whoever has them and the database can read the vault."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["list", "rotate", "export"])
        parser.add_argument("file", nargs="?", type=Path, help="for export: a new file, to be kept apart from backups")
        parser.add_argument("--wrap-only", action="store_true", help="for rotate: make no new key, wrap with the first")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "list":
            self._list()
        elif options["action"] == "rotate":
            self._rotate(wrap_only=options["wrap_only"])
        else:
            self._export(options["file"])

    def _list(self) -> None:
        keys = ring()
        for name in keys.keys:
            count = VaultKey.objects.filter(master=name).count()
            role = "wraps" if name == keys.current_name else "opens only"
            self.stdout.write(f"{name}\t{role}\t{count} people")
        for name in VaultKey.objects.exclude(master__in=list(keys.keys)).values_list("master", flat=True).distinct():
            self.stdout.write(f"{name}\tMISSING\tput it back into the ring")

    def _rotate(self, *, wrap_only: bool) -> None:
        try:
            if not wrap_only:
                add_master_key()
            count = vault.wrap_anew()
        except KeysElsewhere:
            count = vault.wrap_anew()
            self.stdout.write("The keys come from WARTA_VAULT_KEYS; wrapped with the first of them.")
        except FileExistsError:
            raise CommandError("Another rotation is under way, or one was broken off: look at keys/*.new.") from None
        except CryptoFailure as failure:
            raise CommandError(str(failure)) from None
        name = ring().current_name
        record("keys.rotated", facts={"key": name, "people": count})
        self.stdout.write(
            f"{count} people's keys are wrapped with {name}. Export the keys anew: warta keys export FILE."
        )

    def _export(self, file: Path | None) -> None:
        if file is None:
            raise CommandError("Name a new file: warta keys export FILE.")
        try:
            write_secret(file, master_keys_text(ring().keys.items()))
        except FileExistsError:
            raise CommandError(f"{file} exists; name a new file.") from None
        except OSError as error:
            raise CommandError(f"{file} can't be written: {error.strerror}.") from None
        record("keys.exported", facts={"keys": list(ring().keys)})
        self.stdout.write(f"Wrote {file}. Keep it apart from the backups.")
