"""Twenty at once who look, think and look again: what the benchmarks of accounts and profiles have in common."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.people import Reader, make_readers
from benchmarks.report import Row, percentile
from benchmarks.site import Site, environment_of, free_port, scratch_home, warta

AT_ONCE = 20
# A page that somebody looks at for longer: twenty at once are not twenty that never pause.
THINKING_SECONDS = 0.5
WARMING = 3

Act = Callable[[], object]


@dataclass(frozen=True)
class Place:
    """A prepared home with readers in it, of whom the first twenty are signed in."""

    home: Path
    port: int
    readers: list[Reader]


@contextmanager
def home_with_readers(count: int) -> Iterator[Place]:
    """Gone at the end. This process has the site's environment from here on."""
    with scratch_home() as home:
        port = free_port()
        environment = environment_of(home, port)
        warta(environment, "prepare")
        os.environ.update(environment)
        yield Place(home, port, make_readers(count, signed_in=AT_ONCE))


def seconds_at_once(acts: Sequence[Act], rounds: int, pause: float = THINKING_SECONDS) -> list[float]:
    """How long each act of each of the crowd took, after a few that don't count."""
    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(lambda act: _seconds_of(act, WARMING, 0), acts))
        return [took for several in pool.map(lambda act: _seconds_of(act, rounds, pause), acts) for took in several]


def looking(look: Callable[[], str]) -> Act:
    """An act that raises RuntimeError with what was wrong with the answer."""

    def act() -> None:
        if failure := look():
            raise RuntimeError(failure)

    return act


def rows_of(what: str, seconds: Sequence[float], *, most_ms: float) -> list[Row]:
    return [
        Row(f"{what}, {AT_ONCE} readers at once (p95)", percentile(seconds, 0.95) * 1000, most_ms, "ms"),
        Row("the same, median", percentile(seconds, 0.5) * 1000, most_ms, "ms"),
    ]


def timed(work: Callable[[int], object], count: int) -> list[float]:
    """How long the work took with each of the numbers, one after the other."""
    seconds = []
    for number in range(count):
        began = time.perf_counter()
        work(number)
        seconds.append(time.perf_counter() - began)
    return seconds


def processor_seconds(site: Site) -> dict[str, float]:
    """Of each of the site's processes, by what it does ("web", "work"), what it used of the processor until now."""
    return {_role_of(pid): _used_by(pid) for pid in _children_of(site.process.pid)}


def _seconds_of(act: Act, rounds: int, pause: float) -> list[float]:
    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - began)
        time.sleep(pause)
    return seconds


def _children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def _role_of(pid: int) -> str:
    arguments = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    return next((name for name in ("web", "work") if name in arguments), "other")


def _used_by(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
