"""A real nginx on loopback, with the configuration that `deploy/nginx.conf` gives to operators."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

DEPLOYED = Path(__file__).resolve().parent.parent / "deploy" / "nginx.conf"
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
START_SECONDS = 10


class NoNginx(Exception):
    """This machine has none. The message says what to install."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def deployed_sites(home: Path, *, host: str, port: int, application_port: int) -> str:
    """`deploy/nginx.conf`, filled in as its first lines tell an operator to do."""
    text = DEPLOYED.read_text(encoding="utf-8")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{application_port}").replace(
        "listen 80", f"listen 127.0.0.1:{port}"
    )
    text = text.replace("press/warta.example", f"press/{host}").replace("warta.example", host.partition(":")[0])
    text = text.replace("/var/lib/warta", str(home))
    return text if BROTLI.exists() else text.replace("brotli_static on;", "")


@contextmanager
def running_nginx(folder: Path, sites: str, *, port: int) -> Iterator[int]:
    """Run nginx with one worker on `sites` until the block ends; yields the worker's process id. Raises NoNginx."""
    program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if program is None:
        raise NoNginx("nginx is not installed (apt-get install nginx libnginx-mod-http-brotli-static)")
    (folder / "nginx.conf").write_text(_around(sites, folder), encoding="utf-8")
    log = (folder / "nginx.log").open("ab")
    process = subprocess.Popen([program, "-p", folder, "-c", folder / "nginx.conf"], stderr=log)
    try:
        yield _worker_of(process, port, folder / "nginx.log")
    finally:
        process.terminate()
        process.wait()
        log.close()


def _around(sites: str, folder: Path) -> str:
    user = "user root;" if os.geteuid() == 0 else ""
    brotli = f"load_module {BROTLI};" if BROTLI.exists() else ""
    places = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"""
{brotli} {user}
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log warn;
events {{ worker_connections 512; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; {places}
    {sites}
}}
"""


def _worker_of(process: subprocess.Popen[bytes], port: int, log: Path) -> int:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            if workers := children.read_text(encoding="ascii").split():
                return int(workers[0])
        time.sleep(0.02)
    raise RuntimeError(f"nginx did not start: {log.read_text(encoding='utf-8')}")
