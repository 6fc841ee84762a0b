"""The profile page and its form for signed-in readers, twenty at once, from a site that runs as `warta up` runs it."""

from __future__ import annotations

import os

from benchmarks.crowd import home_with_readers, looking, rows_of, seconds_at_once
from benchmarks.report import Row, close, percentile
from benchmarks.site import running_site
from benchmarks.visits import Visitor

READERS = int(os.environ.get("WARTA_BENCH_READERS", "5000"))
ROUNDS = 40
LIMIT_MS, RUSH_LIMIT_MS = 80, 500


def main() -> None:
    with home_with_readers(READERS) as place, running_site(place.home, port=place.port) as site:
        looks = [looking(Visitor(site, reader).look) for reader in place.readers]
        calm = seconds_at_once(looks, ROUNDS)
        rush = seconds_at_once(looks, ROUNDS, pause=0)
    again = "20 who ask again the moment they are answered (p95)"
    rows = rows_of("profile page", calm, most_ms=LIMIT_MS)
    close("profile", [*rows, Row(again, percentile(rush, 0.95) * 1000, RUSH_LIMIT_MS, "ms")])


if __name__ == "__main__":
    main()
