"""The profile page and its form for signed-in readers, twenty at once, from a site that runs as `warta up` runs it."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor

from benchmarks.people import make_readers
from benchmarks.report import Row, close, percentile
from benchmarks.site import environment_of, free_port, running_site, scratch_home, warta
from benchmarks.visits import Visitor

READERS = int(os.environ.get("WARTA_BENCH_READERS", "20000"))
AT_ONCE = 20
ROUNDS = 60
# A page a reader looks at for a second and more: twenty at once are not twenty that never pause.
THINKING_SECONDS = 0.5


def main() -> None:
    with scratch_home() as home:
        port = free_port()
        environment = environment_of(home, port)
        warta(environment, "prepare")
        os.environ.update(environment)
        readers = make_readers(READERS, signed_in=AT_ONCE)
        with running_site(home, port=port) as site, ThreadPoolExecutor(AT_ONCE) as pool:
            visitors = [Visitor(site, reader) for reader in readers]
            list(pool.map(lambda one: seconds_of(one, 3, 0), visitors))
            calm = [
                s for many in pool.map(lambda one: seconds_of(one, ROUNDS, THINKING_SECONDS), visitors) for s in many
            ]
            rush = [s for many in pool.map(lambda one: seconds_of(one, ROUNDS, 0), visitors) for s in many]
    close(
        "profile",
        [
            Row("profile page, 20 readers at once (p95)", percentile(calm, 0.95) * 1000, 80, "ms"),
            Row("the same, median", percentile(calm, 0.5) * 1000, 80, "ms"),
            Row("20 who ask again the moment they are answered (p95)", percentile(rush, 0.95) * 1000, 500, "ms"),
        ],
    )


def seconds_of(visitor: Visitor, rounds: int, pause: float) -> list[float]:
    """How long each of the looks took. Raises RuntimeError when one failed."""
    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        failure = visitor.look()
        seconds.append(time.perf_counter() - began)
        if failure:
            raise RuntimeError(failure)
        time.sleep(pause)
    return seconds


if __name__ == "__main__":
    main()
