"""What a pressed page costs: the embedded front against nginx and against Django, all in one run.

Processor time is that of the serving process alone, read from the kernel before and after, so that the load and the
neighbours on the machine don't count. Each pair is measured in turns, and the middle one of the turns counts.
Needs nginx and wrk. WARTA_BENCH_SECONDS: seconds for each measurement (default 2).
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.report import Row, close
from tests.nginx import deployed_sites, free_port, running_nginx
from warta.press.store import Store

SECONDS = float(os.environ.get("WARTA_BENCH_SECONDS", "2"))
TURNS = 3
COLD_PAGES = 2000  # half as many again as the front holds in memory
REPLACED_EVERY_SECONDS = 0.05
TICKS = os.sysconf("SC_CLK_TCK")
MOST, LEAST = 3.0, 50.0
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Load:
    """What is asked for. `script`: a wrk script, for more than one address."""

    name: str
    path: str = "/pressed/1"
    headers: tuple[str, ...] = ("Accept-Encoding: identity",)
    script: str = ""


@dataclass(frozen=True)
class Served:
    microseconds: float  # of processor time for each request
    rate: float  # requests a second


@dataclass(frozen=True)
class Server:
    port: int
    process_id: int

    def processor_seconds(self) -> float:
        fields = Path(f"/proc/{self.process_id}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def under(self, load: Load) -> Served:
        before = self.processor_seconds()
        requests, rate = _wrk(f"http://127.0.0.1:{self.port}{load.path}", load)
        return Served((self.processor_seconds() - before) / requests * 1e6, rate)


def main() -> None:
    if not shutil.which("wrk"):
        sys.exit("wrk is not installed (apt-get install wrk)")
    with tempfile.TemporaryDirectory(prefix="warta-serving-") as folder:
        home = Path(folder)
        with _front(home) as front:
            _lay_pages(Store(home / "state" / "press", f"127.0.0.1:{front.port}"))
            with _nginx(home, front) as (plain, deployed):
                close("serving", _measure(home, front, plain, deployed))


def _measure(home: Path, front: Server, plain: Server, deployed: Server) -> list[Row]:
    etag = _ask(front.port, "/pressed/1").headers["ETag"]
    page, cold = Load("a page of 25 KB"), Load("a cold page", script=_rotation(home))
    brotli = Load("the same in brotli", headers=("Accept-Encoding: br",))
    known = Load("a 304", headers=("Accept-Encoding: identity", f"If-None-Match: {etag}"))
    rows = [_against(load, front, plain) for load in (page, brotli, known, cold)]
    with _replacing(home / "state" / "press", f"127.0.0.1:{front.port}"):
        rows.append(_against(Load("a page replaced during the load"), front, plain))
    theirs = _middle(lambda: deployed.under(page).microseconds)
    print(f"(nginx with deploy/nginx.conf: {theirs:.1f} µs; its checks and headers are the difference)")
    return [*rows, _against_django(front, page)]


def _against_django(front: Server, page: Load) -> Row:
    """Requests a second of one processor: the load's own share of the machine is left out of both."""
    each_time = Load("rendered each time", path="/rendered/1")
    pressed = 1e6 / _middle(lambda: front.under(page).microseconds)
    rendered = 1e6 / _middle(lambda: front.under(each_time).microseconds)
    print(f"on one processor: pressed {pressed:,.0f} a second, rendered by Django each time {rendered:,.0f}")
    return Row("requests a second, pressed to rendered each time", pressed / rendered, LEAST, "×", is_most=False)


def _against(load: Load, front: Server, nginx: Server) -> Row:
    ours, theirs = zip(*((front.under(load), nginx.under(load)) for _ in range(TURNS)), strict=True)
    mine, nginxs = (statistics.median(one.microseconds for one in turns) for turns in (ours, theirs))
    rate = statistics.median(one.rate for one in ours)
    print(f"{load.name}: front {mine:.1f} µs, nginx {nginxs:.1f} µs; the front answered {rate:,.0f} a second")
    return Row(f"processor time, {load.name}, front to nginx", mine / nginxs, MOST, "×")


def _middle(measure: Callable[[], float]) -> float:
    return statistics.median(measure() for _ in range(TURNS))


def _wrk(address: str, load: Load) -> tuple[int, float]:
    headers = [part for header in load.headers for part in ("-H", header)]
    script = ["-s", load.script] if load.script else []
    command = ["wrk", "-t1", "-c16", f"-d{max(1, round(SECONDS))}s", *headers, *script, address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said and "If-None-Match" not in str(load.headers):
        sys.exit(f"the server failed under load:\n{said}")
    requests, rate = re.search(r"(\d+) requests in", said), re.search(r"Requests/sec:\s+([\d.]+)", said)
    if requests is None or rate is None:
        sys.exit(f"wrk said something unexpected:\n{said}")
    return int(requests[1]), float(rate[1])


def _rotation(home: Path) -> str:
    script = home / "rotation.lua"
    script.write_text(
        f"local n = 0\nrequest = function() n = n % {COLD_PAGES} + 1; return wrk.format('GET', '/pressed/' .. n) end\n",
        encoding="utf-8",
    )
    return str(script)


@contextmanager
def _front(home: Path) -> Iterator[Server]:
    port = free_port()
    environment = os.environ | {
        "WARTA_HOME": str(home / "state"),
        "WARTA_SITE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "benchmarks.serving_site.settings",
        "WARTA_LOG_LEVEL": "error",
    }
    warta = [sys.executable, "-m", "warta.project.cli"]
    subprocess.run([*warta, "migrate", "--verbosity=0"], env=environment, cwd=ROOT, check=True)
    process = subprocess.Popen([*warta, "web", "--port", str(port)], env=environment, cwd=ROOT)
    try:
        _wait_for(port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            _ask(port, "/pressed/1")
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("the front did not start")


def _lay_pages(store: Store) -> None:
    """Copies of the pressed page under many addresses, so that each has to be read from the disk."""
    copy = store.read("/pressed/1")
    assert copy is not None
    for number in range(2, COLD_PAGES + 1):
        path, body = f"/pressed/{number}", copy.bodies["identity"] + b"%d" % number
        version = store.write(path, order=1, file_name=copy.file_name, body=body)
        with store.locked(path):
            store.switch(path, version)


def _ask(port: int, path: str) -> Any:
    answer = urllib.request.urlopen(f"http://127.0.0.1:{port}{path}")
    answer.read()
    return answer


@contextmanager
def _nginx(home: Path, front: Server) -> Iterator[tuple[Server, Server]]:
    """nginx serving the same files and nothing else, and nginx as `deploy/nginx.conf` sets it up."""
    host, ports = f"127.0.0.1:{front.port}", (free_port(), free_port())
    store = home / "state" / "press" / host
    plain = f"""
    server {{ listen 127.0.0.1:{ports[0]}; root {store}; gzip_static on; brotli_static on; types {{ text/html html; }}
        location / {{ rewrite ^(.*)$ $1@/page.html break; }} }}"""
    sites = deployed_sites(home / "state", host=host, port=ports[1], application_port=front.port)
    folders = [home / "plain", home / "deployed"]
    for folder in folders:
        folder.mkdir()
    with (
        running_nginx(folders[0], plain, port=ports[0]) as first,
        running_nginx(folders[1], sites, port=ports[1]) as second,
    ):
        yield Server(ports[0], first), Server(ports[1], second)


@contextmanager
def _replacing(store: Path, host: str) -> Iterator[None]:
    """Press the page anew, in a process of its own, as long as the block runs."""
    process = subprocess.Popen([sys.executable, "-c", _REPLACER, store, host], cwd=ROOT)
    try:
        yield
    finally:
        process.kill()
        process.wait()


_REPLACER = f"""
import sys, time
from pathlib import Path
from warta.press.store import Store

store = Store(Path(sys.argv[1]), sys.argv[2])
body = store.read("/pressed/1").bodies["identity"]
for order in range(1_000_000, 2_000_000):
    fresh = store.write("/pressed/1", order=order, file_name="page.html", body=body + b" " * (order % 7))
    with store.locked("/pressed/1"):
        store.switch("/pressed/1", fresh)
    time.sleep({REPLACED_EVERY_SECONDS})
"""


if __name__ == "__main__":
    main()
