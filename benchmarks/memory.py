"""Memory of everything that `warta up` runs, at rest: proportional set size, so that shared pages count once."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.report import Row, close
from benchmarks.site import Site, running_site, scratch_home

MOST_MEGABYTES = 400
REST_SECONDS = 15  # the first jobs have run by then, and the newsroom was opened
PAGES = ("/", "/newsroom/login/", "/feed.xml", "/sitemap.xml")


def main() -> None:
    with scratch_home() as home, running_site(home, "--demo") as site:
        for path in PAGES:
            site.get(path)
        time.sleep(REST_SECONDS)
        sizes = [(name, pss_megabytes(process)) for process, name in processes_of(site)]
    rows = [Row(f"of it {name}", size, MOST_MEGABYTES, "MB") for name, size in sizes]
    close("memory", [Row("all processes at rest", sum(size for _, size in sizes), MOST_MEGABYTES, "MB"), *rows])


def processes_of(site: Site) -> list[tuple[int, str]]:
    """The supervisor and its children, by what they are."""
    supervisor = site.process.pid
    children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
    return [(supervisor, "supervisor"), *((int(child), _command(int(child))) for child in children)]


def _command(process: int) -> str:
    words = Path(f"/proc/{process}/cmdline").read_bytes().decode().split("\0")
    return next((word for word in words if word in ("web", "work")), "other")


def pss_megabytes(process: int) -> float:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    main()
