"""`warta keys`: the master keys that open the vault."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from warta.audit.services import record
from warta.lib.crypto import master_keys_text
from warta.readers.key_ring import KeysElsewhere, add_master_key, ring, write_secret
from warta.readers.models import VaultKey
from warta.readers.rotation import KeyInUse, forget_master_key, people_behind, users_of, values_damaged, wrap_anew


class Command(BaseCommand):
    help = (
        "List, rotate, forget or export the master keys, while Warta runs. Whoever has them and the database can read "
        "the vault."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["list", "rotate", "forget", "export"])
        parser.add_argument("what", nargs="?", default="", help="forget: a key's name; export: a new file, kept apart")
        parser.add_argument("--wrap-only", action="store_true", help="rotate: make no new key, wrap with the first")

    def handle(self, *args: Any, **options: Any) -> None:
        action, what = options["action"], options["what"]
        if action == "list":
            self._list()
        elif action == "rotate":
            self._rotate(wrap_only=options["wrap_only"])
        elif not what:
            raise CommandError(f"Say which: warta keys {action} {'NAME' if action == 'forget' else 'FILE'}.")
        elif action == "forget":
            self._forget(what)
        else:
            self._export(Path(what))

    def _list(self) -> None:
        keys = ring()
        for name in keys.keys:
            role = "wraps" if name == keys.current_name else "opens only"
            self.stdout.write(f"{name}\t{role}\t{users_of(name)} people")
        for name in VaultKey.objects.exclude(master__in=list(keys.keys)).values_list("master", flat=True).distinct():
            self.stdout.write(f"{name}\tMISSING\tput it back into the ring")

    def _rotate(self, *, wrap_only: bool) -> None:
        if not wrap_only:
            self._put_new_key_in_front()
        with tqdm(total=people_behind().count(), unit=" people", disable=not sys.stderr.isatty()) as bar:
            rotated = wrap_anew(bar.update)
        name = ring().current_name
        record("keys.rotated", facts={"key": name, "people": rotated.people, "closed": rotated.closed})
        self.stdout.write(f"{rotated.people} people's keys are wrapped with {name}.")
        self.stdout.write("Export the keys anew: warta keys export FILE. For the older: warta keys list, keys forget.")
        if rotated.closed:
            raise CommandError(f"{rotated.closed} people's keys don't open: see warta keys list for a missing key.")

    def _put_new_key_in_front(self) -> None:
        """Unless an earlier rotation was broken off: that one is finished first, with its key."""
        left = people_behind().filter(master__in=ring().keys).count()
        if left:
            self.stdout.write(f"An earlier rotation left {left} people; going on with {ring().current_name}.")
            return
        try:
            add_master_key()
        except KeysElsewhere:
            self.stdout.write("The keys come from WARTA_VAULT_KEYS; wrapping with the first of them.")

    def _forget(self, name: str) -> None:
        damaged = values_damaged(name)
        try:
            forget_master_key(name)
        except (KeyInUse, KeysElsewhere, LookupError) as refusal:
            raise CommandError(str(refusal.args[0])) from None
        record("keys.forgotten", facts={"key": name, "damaged": damaged})
        if damaged:
            rows = ", ".join(map(str, damaged))
            self.stdout.write(f"No key opens these damaged rows of readers_vaultvalue any more: {rows}.")
        self.stdout.write(f"{name} is gone. Backups from before the rotation need it: keep its export as long as them.")

    def _export(self, file: Path) -> None:
        try:
            write_secret(file, master_keys_text(ring().keys.items()))
        except FileExistsError:
            raise CommandError(f"{file} exists; name a new file.") from None
        except OSError as error:
            raise CommandError(f"{file} can't be written: {error.strerror}.") from None
        record("keys.exported", facts={"keys": list(ring().keys)})
        self.stdout.write(f"Wrote {file}. Keep it apart from the backups.")
