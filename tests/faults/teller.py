"""`python -m tests.faults.teller COUNT`: tells the numbers from 1 on, one after the other, and then ends.

It stands in for the processes in which comments are accepted.
"""

from __future__ import annotations

import os
import sys
import time

CHANNEL = "article-7"
PAUSE_SECONDS = 0.05


def main(count: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "warta.project.settings"
    import django

    django.setup()
    from warta.live.services import tell

    for number in range(1, count + 1):
        tell(CHANNEL, {"comments": number})
        time.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    main(int(sys.argv[1]))
