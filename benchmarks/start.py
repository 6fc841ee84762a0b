"""`warta up` on an existing site until /readyz answers."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from benchmarks.report import Row, close
from benchmarks.site import free_port, running_site, scratch_home

ROUNDS = 5
MOST_SECONDS = 5.0


def main() -> None:
    with scratch_home() as home:
        port = free_port()  # the same each time: other settings would be prepared for anew
        with running_site(home, "--demo", port=port):
            pass
        seconds = [_seconds_to_start(home, port) for _ in range(ROUNDS)]
    close(
        "start",
        [
            Row("from `warta up` to a ready site, the slowest of five", max(seconds), MOST_SECONDS, "s"),
            Row("the same, median", statistics.median(seconds), MOST_SECONDS, "s"),
        ],
    )


def _seconds_to_start(home: Path, port: int) -> float:
    began = time.monotonic()
    with running_site(home, "--demo", port=port):
        return time.monotonic() - began


if __name__ == "__main__":
    main()
