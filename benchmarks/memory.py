"""Memory of everything that `warta up` runs, at rest: proportional set size, so that shared pages count once.

At rest means that the newsroom and some pages were opened, the first jobs have run, and all pictures are made.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.report import Row, close
from benchmarks.site import Site, running_site, scratch_home, wait_for_pictures

MOST_MEGABYTES = 400
REST_SECONDS = 30  # longer than the worker's heartbeat, after which it gives back what it needs no more
PAGES = ("/", "/account/sign-in/", "/feed.xml", "/sitemap.xml")


def main() -> None:
    with scratch_home() as home, running_site(home, "--demo") as site:
        for path in PAGES:
            site.get(path)
        wait_for_pictures(site)
        time.sleep(REST_SECONDS)
        sizes = [(name, pss_megabytes(process)) for process, name in processes_of(site)]
    rows = [Row(f"of it {name}", size, MOST_MEGABYTES, "MB") for name, size in sizes]
    close("memory", [Row("all processes at rest", sum(size for _, size in sizes), MOST_MEGABYTES, "MB"), *rows])


def processes_of(site: Site) -> list[tuple[int, str]]:
    """The supervisor and whatever was started below it, by what they are."""
    return [(site.process.pid, "supervisor"), *((process, _command(process)) for process in _below(site.process.pid))]


def _below(process: int) -> Iterator[int]:
    for task in Path(f"/proc/{process}/task").iterdir():  # a child belongs to the thread that started it
        for child in map(int, (task / "children").read_text().split()):
            yield child
            yield from _below(child)


def _command(process: int) -> str:
    words = Path(f"/proc/{process}/cmdline").read_bytes().decode().split("\0")
    return next((word for word in words if word in ("web", "work", "pictures")), "other")


def pss_megabytes(process: int) -> float:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    main()
