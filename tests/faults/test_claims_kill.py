"""Winners claim from several processes, some of which are killed: each voucher is given once, and none is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.places import ROOT, Place, a_place

pytestmark = pytest.mark.fault

# Each round kills two of three processes; a full run has 20 rounds.
ROUNDS = max(int(os.environ.get("WARTA_FAULT_ROUNDS", "2")) // 10, 1)
WINNERS, VOUCHERS, PROCESSES = 100, 90, 3
MAKE = f"""
from django.conf import settings
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
from warta.campaigns.prizes.tests.cast import many_winners
many_winners({WINNERS}, vouchers={VOUCHERS})
"""
# The same winners and vouchers as before anybody claimed.
AGAIN = """
from warta.campaigns.models import LedgerLine, Voucher, Win
LedgerLine.objects.all().delete()
Voucher.objects.update(win=None, handed_at=None)
Win.objects.update(state="told", waits_for="", claimed_at=None, handed_over_at=None)
"""
# What the job does each half minute, until nothing is left to do; then what there is.
FINISH = """
from collections import Counter
from warta.campaigns.models import LedgerLine, Voucher, Win
from warta.campaigns.prizes.upkeep import hand_over_waiting
while hand_over_waiting():
    pass
given = Counter(Voucher.objects.exclude(win=None).values_list("win_id", flat=True))
done = set(Win.objects.filter(state="handed_over").values_list("pk", flat=True))
assert given == Counter(dict.fromkeys(done, 1)), given
lines = list(LedgerLine.objects.order_by("number").values_list("number", "win_id"))
assert [number for number, _ in lines] == list(range(1, len(lines) + 1)), lines
assert {win for _, win in lines} == done and len(lines) == len(done)
free, waiting = Voucher.objects.filter(win=None).count(), Win.objects.filter(state="claimed").count()
print(len(done), free, waiting)
"""


def test_two_hundred_claims_on_ninety_vouchers_with_processes_killed(tmp_path: Path) -> None:
    with a_place(tmp_path / "home") as place:
        place.python(MAKE)
        for number in range(ROUNDS):
            place.python(AGAIN)
            _claim_and_kill(place, random.Random(number))

            handed_over, free, waiting = map(int, place.python(FINISH).splitlines()[-1].split())
            assert handed_over + free == VOUCHERS
            assert free == 0 or waiting == 0

            last = _started(place, seed=number)
            said, trouble = last.communicate("\n", timeout=300)
            assert last.returncode == 0, trouble
            assert int(said.splitlines()[-1]) == 2 * WINNERS
            assert place.python(FINISH).splitlines()[-1] == f"{VOUCHERS} 0 {WINNERS - VOUCHERS}"


def _claim_and_kill(place: Place, dice: random.Random) -> None:
    processes = [_started(place, seed=dice.randrange(1000)) for _number in range(PROCESSES)]
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdin is not None
            assert process.stdout.readline() == "ready\n"
            process.stdin.write("\n")
            process.stdin.flush()
        for process in processes[1:]:
            time.sleep(dice.uniform(0.05, 1.0))
            os.kill(process.pid, signal.SIGKILL)
    finally:
        for process in processes:
            process.communicate(timeout=300)


def _started(place: Place, *, seed: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.claimer", str(seed)], cwd=ROOT, env=place.environment,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
