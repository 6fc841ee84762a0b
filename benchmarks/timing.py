"""How late articles are that are due in the same moment, 500 of them, with one worker.

    python benchmarks/timing.py [--articles 500]

Runs in a home of its own. Promise: all live within 10 s of their time.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

from tests.places import Place

PROMISE_SECONDS = 10.0
LATENESS = """
from datetime import timedelta
import time
from warta.articles.models import ArticlePage
from warta.articles.tests.due_at_once import schedule_many
from warta.articles.publishing.timing import act_on_time
from warta.lib.clock import now
due = now() - timedelta(seconds=1)
ids = schedule_many({count}, at=due)
began = time.perf_counter()
while ArticlePage.objects.filter(pk__in=ids, live=False).count() > 1:
    act_on_time()
took = time.perf_counter() - began
print(took)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=500)
    count = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        for command in (("prepare",), ("site", "setup")):
            done = place.warta(*command)
            assert done.returncode == 0, done.stderr
        runs = [float(place.python(LATENESS.format(count=count)).splitlines()[-1]) for _ in range(3)]
    median = statistics.median(runs)
    print(f"{'articles due at once':<28}{count:>10}")
    print(f"{'all live after, median of 3':<28}{median:>10.2f} s")
    print(f"{'each':<28}{median / count * 1000:>10.1f} ms")
    print(f"{'promise':<28}{PROMISE_SECONDS:>10.1f} s   ratio {median / PROMISE_SECONDS:.2f}")


if __name__ == "__main__":
    main()
