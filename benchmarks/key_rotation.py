"""Rotate the master key of 100,000 readers while the site serves profiles and they are changed.

The rotation is killed once on its way, and begun again. Everything a signed-in reader asks for meanwhile must succeed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

from benchmarks.people import Reader, make_readers
from benchmarks.report import Row, close, percentile
from benchmarks.site import Site, environment_of, free_port, running_site, scratch_home, warta
from benchmarks.visits import Visitor

READERS = int(os.environ.get("WARTA_BENCH_READERS", "100000"))
VISITORS = 4
PEOPLE_OF_EACH = 60  # nobody may change their profile more than twenty times in a row
PAUSE_SECONDS = 0.05  # between two requests of a visitor
KILLED_AFTER_SECONDS = 8


@dataclass
class Visits:
    """What the visitors saw."""

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def main() -> None:
    with scratch_home() as home:
        port = free_port()
        environment = environment_of(home, port)
        warta(environment, "prepare")
        os.environ.update(environment)
        readers = make_readers(READERS, signed_in=VISITORS * PEOPLE_OF_EACH)
        with running_site(home, port=port) as site:
            visits, seconds = rotated_while_visited(site, readers)
        kept = warta(environment, "keys", "list")
        warta(environment, "keys", "forget", "k1")
    print(kept)
    close(
        "key_rotation",
        [
            Row(f"requests that failed, of {len(visits.seconds)}", len(visits.failures), 0, ""),
            Row("people still under the old key", people_under("k1", kept), 0, ""),
            Row(f"rotation of {READERS:,} people, killed once", seconds, 600, "s"),
            Row("people a second", READERS / seconds, 200, "1/s", is_most=False),
            Row("a request meanwhile (p95)", percentile(visits.seconds, 0.95) * 1000, 500, "ms"),
        ],
    )


def rotated_while_visited(site: Site, readers: list[Reader]) -> tuple[Visits, float]:
    visits, is_over = Visits(), threading.Event()
    shares = [readers[number::VISITORS] for number in range(VISITORS)]
    threads = [threading.Thread(target=visit, args=(site, share, visits, is_over)) for share in shares]
    for thread in threads:
        thread.start()
    time.sleep(1)
    began = time.monotonic()
    rotate(site, kill_after=KILLED_AFTER_SECONDS)
    rotate(site)
    seconds = time.monotonic() - began
    is_over.set()
    for thread in threads:
        thread.join()
    return visits, seconds


def rotate(site: Site, *, kill_after: float | None = None) -> None:
    """`warta keys rotate`, to its end or until it is killed."""
    command = [sys.executable, "-m", "warta.project.cli", "keys", "rotate"]
    process = subprocess.Popen(command, env=site.environment, stdout=subprocess.DEVNULL)
    try:
        if process.wait(kill_after):
            raise RuntimeError(f"`warta keys rotate` ended with {process.returncode}")
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()


def visit(site: Site, readers: list[Reader], visits: Visits, is_over: threading.Event) -> None:
    """Look at one profile after the other and change it; whatever is not as it must be is a failure."""
    visitors = [Visitor(site, reader) for reader in readers]
    number = 0
    while not is_over.is_set():
        number += 1
        visitor = visitors[number // 2 % len(visitors)]
        began = time.monotonic()
        failure = visitor.look() if number % 2 else visitor.change(f"Kota Uji {number}")
        visits.seconds.append(time.monotonic() - began)
        if failure:
            visits.failures.append(failure)
            print(failure)
        time.sleep(PAUSE_SECONDS)


def people_under(name: str, listing: str) -> int:
    line = next(line for line in listing.splitlines() if line.startswith(f"{name}\t"))
    return int(line.split("\t")[2].split()[0])


if __name__ == "__main__":
    main()
