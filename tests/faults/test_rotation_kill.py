"""A rotation of the master keys is killed while others write: going on ends it, and nothing is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.places import Place, a_place

pytestmark = pytest.mark.fault

PEOPLE = 400
KILLS = int(os.environ.get("WARTA_FAULT_ROUNDS", "2"))
MAKE = f"""
from benchmarks.people import make_readers
make_readers({PEOPLE}, signed_in=0)
"""
# While the rotation runs: keep and read, as a web process does, until a file appears.
WRITE = """
import time
from pathlib import Path
from django.conf import settings
from warta.readers import vault
from warta.readers.models import User
from warta.readers.vault_fields import FULL_NAME, PHONE
people, number = list(User.objects.order_by("pk")[:50]), 0
while not (Path(settings.HOME) / "enough").exists():
    person = people[number % 50]
    vault.keep(person, PHONE, f"0857{number:08}", by=person)
    assert vault.own_value(person, FULL_NAME) == f"Pembaca Nomor {number % 50}", number
    number += 1
    time.sleep(0.01)
print(number)
"""
CHECK = """
from warta.readers import vault
from warta.readers.key_ring import ring
from warta.readers.models import User, VaultKey, VaultValue
from warta.readers.vault_fields import FULL_NAME, PHONE
people = list(User.objects.order_by("pk"))
for number, person in enumerate(people):
    values = vault.own_values(person)
    assert values[FULL_NAME] == f"Pembaca Nomor {number}", number
    assert person in vault.people_with(PHONE, values[PHONE]), number
masters = set(VaultKey.objects.values_list("master", flat=True))
masters |= set(VaultValue.objects.exclude(index="").values_list("indexed_by", flat=True))
print(len(people), len(ring().keys), *masters)
"""


def test_a_rotation_killed_again_and_again_ends_with_one_key_and_loses_nothing(tmp_path: Path) -> None:
    with a_place(tmp_path / "home") as place:
        place.python(MAKE)
        writer = place.start("shell", "--no-imports", "-c", WRITE)
        try:
            _rotate_and_kill(place, after=0.1)
            for number in range(1, KILLS):
                _rotate_and_kill(place, "--wrap-only", after=random.Random(number).uniform(0.05, 0.6))
            done = place.warta("keys", "rotate", "--wrap-only")
        finally:
            (place.home / "enough").touch()
            said, _nothing = writer.communicate(timeout=120)
        assert (done.returncode, writer.returncode) == (0, 0), (done.stderr, said)
        assert int(said.splitlines()[-1]) > 0

        assert place.warta("keys", "rotate", "--wrap-only").returncode == 0
        forgotten = place.warta("keys", "forget", "k1")

        assert "k1 is gone" in forgotten.stdout, forgotten.stderr
        assert place.python(CHECK).splitlines()[-1] == f"{PEOPLE} 1 k2"


def _rotate_and_kill(place: Place, *options: str, after: float) -> None:
    """Kill it some time after the new key is in the ring, which is when it begins to wrap."""
    process = place.start("keys", "rotate", *options)
    ring = place.home / "keys" / "vault-keys"
    ends = time.monotonic() + 120
    while not ring.read_text().startswith("k2:") and process.poll() is None and time.monotonic() < ends:
        time.sleep(0.02)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
