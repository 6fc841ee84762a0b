"""`python -m tests.faults.claimer SEED`: winners who claim their prizes, ten at a time, each twice, in any order.

It stands in for a web process on the morning after the draw. It says when it is ready and begins when it is told to.
"""

from __future__ import annotations

import os
import random
import sys
from concurrent.futures import ThreadPoolExecutor

THREADS = 10


def main(seed: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "warta.project.settings"
    import django

    django.setup()
    from warta.campaigns.models import Win

    wins = 2 * list(Win.objects.values_list("pk", flat=True))
    random.Random(seed).shuffle(wins)
    print("ready", flush=True)
    sys.stdin.readline()
    with ThreadPoolExecutor(THREADS) as pool:
        print(sum(pool.map(_claimed, wins)), flush=True)


def _claimed(pk: str) -> int:
    from django.db import OperationalError, connections

    from warta.campaigns.models import ShownName
    from warta.campaigns.prizes.claiming import claim
    from warta.campaigns.prizes.locking import fresh_win

    try:
        win = fresh_win(pk)
        assert win.entry.person is not None
        claim(win.entry.person, win, shown_as=ShownName.CODE)
    except OperationalError:  # the database was busy for too long: the winner presses again
        return 0
    finally:
        connections.close_all()
    return 1


if __name__ == "__main__":
    main(int(sys.argv[1]))
