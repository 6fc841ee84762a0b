"""A whole site of its own for a benchmark: a scratch folder and `warta up` on a free port, gone at the end."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import urllib3

READY_SECONDS = 120
STOP_SECONDS = 20
PICTURES_SECONDS = 1200  # the worker makes their sizes for two seconds in every five; busy machines take longer


@dataclass(frozen=True)
class Site:
    home: Path
    port: int
    process: subprocess.Popen[bytes]
    environment: Mapping[str, str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, **headers: str) -> urllib3.BaseHTTPResponse:
        return urllib3.request("GET", self.address + path, headers=headers, retries=False, redirect=False, timeout=30)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def environment_of(home: Path, port: int, **more: str) -> dict[str, str]:
    """The environment of a site that lives in `home`, free of what the operator set for another."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WARTA_")}
    own = {"WARTA_HOME": str(home), "WARTA_PORT": str(port), "WARTA_SITE_URL": f"http://127.0.0.1:{port}"}
    return {**kept, **own, **more}


def warta(environment: Mapping[str, str], *arguments: str) -> str:
    """Run one command to its end and return what it printed. Raises CalledProcessError."""
    command = [sys.executable, "-m", "warta.project.cli", *arguments]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def scratch_home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="warta-bench-") as folder:
        yield Path(folder)


@contextmanager
def running_site(home: Path, *options: str, port: int | None = None, **more: str) -> Iterator[Site]:
    """`warta up` on `home` until the block ends. Raises TimeoutError when it isn't ready in time."""
    port = port or free_port()
    environment = environment_of(home, port, **more)
    command: Sequence[str] = [sys.executable, "-m", "warta.project.cli", "up", "--port", str(port), *options]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        site = Site(home, port, process, environment)
        wait_until_ready(site)
        yield site
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_ready(site: Site) -> float:
    """Seconds until /readyz answered."""
    began = time.monotonic()
    while time.monotonic() - began < READY_SECONDS:
        try:
            if site.get("/readyz").status == 200:
                return time.monotonic() - began
        except urllib3.exceptions.HTTPError:
            pass
        if site.process.poll() is not None:
            raise TimeoutError(f"`warta up` ended with {site.process.returncode} before it was ready")
        time.sleep(0.02)
    raise TimeoutError(f"the site was not ready after {READY_SECONDS} s")


def wait_for_pictures(site: Site) -> None:
    """Until the home page and the articles on it show all their pictures in AVIF. Raises TimeoutError."""
    ends = time.monotonic() + PICTURES_SECONDS
    while time.monotonic() < ends:
        front = site.get("/").data.decode()
        articles = dict.fromkeys(re.findall(r'href="(/[a-z]+/read/[^"]+)"', front))
        if all(_is_in_avif(page) for page in (front, *(site.get(path).data.decode() for path in articles))):
            return
        time.sleep(2)
    raise TimeoutError(f"the pictures were not made after {PICTURES_SECONDS} s")


def _is_in_avif(page: str) -> bool:
    return page.count("image/avif") >= page.count("<picture")
