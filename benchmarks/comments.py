"""How many comments a second go through the whole pipeline, signed in, over HTTP, as a thread grows to 100,000.

Sixteen connections write to one article of a site that runs whole (`warta up`, one web process and one worker), by
readers from as many addresses. Beside it, in the same run, a page that checks the session and inserts one row: the
ratio of the two holds on any machine. Both databases; PostgreSQL runs without waiting for the disk, as in the tests.
WARTA_BENCH_COMMENTS: how far the thread grows (100,000); WARTA_BENCH_SECONDS: of each measurement (10).
"""

from __future__ import annotations

import http.client
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.report import Row, close
from benchmarks.site import Site, environment_of, free_port, running_site, scratch_home, warta
from tests.postgres import scratch_postgres

GROWN = int(os.environ.get("WARTA_BENCH_COMMENTS", "100000"))
SECONDS = float(os.environ.get("WARTA_BENCH_SECONDS", "10"))
CONNECTIONS = 16
READERS = 4_000
LEAST_A_SECOND = 200.0
LEAST_KEPT = 0.85  # of the rate at the beginning that is left in a full thread; the rest is noise of the machine
CSRF = "a" * 32
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Load:
    """What a burst did. `refused` counts the status codes of whatever was no redirect."""

    accepted: int = 0
    seconds: float = 0.0
    processor: float = 0.0
    waits: list[float] = field(default_factory=list)
    refused: dict[int, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        return self.accepted / self.seconds


def main() -> None:
    rows = [*_measure("SQLite", "")]
    with scratch_postgres() as address:
        rows += _measure("PostgreSQL", address)
    close("comments", rows)


def _measure(name: str, database: str) -> Iterator[Row]:
    with _prepared(database) as (site, article, keys):
        bare, empty = _bursts(site, "/bare/", article, keys), _bursts(site, "/comments/write/", article, keys)
        yield from _rows(f"{name}, a new thread", empty, bare)
        warta(site.environment, "generate", "--comments", str(GROWN), "--under", str(article))
        full = _bursts(site, "/comments/write/", article, keys)
        yield from _rows(f"{name}, among {GROWN:,}", full, bare)
        yield Row(f"{name}: rate that is left in a full thread", full.rate / empty.rate, LEAST_KEPT, "×", is_most=False)
        wrong = int(_shell(site.environment, _RECOUNT).split()[-1])
        yield Row(f"{name}: threads whose counts are wrong afterwards", wrong, 0, "")


def _rows(what: str, load: Load, bare: Load) -> Iterator[Row]:
    late = sorted(load.waits)[int(len(load.waits) * 0.95)] * 1000
    print(
        f"{what}: {load.rate:,.0f} a second, 95 of 100 within {late:,.0f} ms, "
        f"{1000 * load.processor / load.accepted:.1f} ms of a processor each; a bare insert {bare.rate:,.0f} a second, "
        f"{1000 * bare.processor / bare.accepted:.1f} ms; ratio {load.rate / bare.rate:.2f}; refused {load.refused}"
    )
    yield Row(f"{what}: comments a second", load.rate, LEAST_A_SECOND, "a second", is_most=False)


@contextmanager
def _prepared(database: str) -> Iterator[tuple[Site, int, list[str]]]:
    """A running site with an article of today and readers who are signed in."""
    with ExitStack() as stack:
        home, port = stack.enter_context(scratch_home()), free_port()
        more = {"DJANGO_SETTINGS_MODULE": "benchmarks.comments_site.settings", "WARTA_TRUSTED_PROXIES": "127.0.0.1"}
        if database:
            more["WARTA_DATABASE_URL"] = database
        environment = environment_of(home, port, **more)
        warta(environment, "migrate")
        warta(environment, "generate", "--articles", "20", "--readers", str(READERS))
        said = _shell(environment, _SIGN_IN).split()
        yield stack.enter_context(running_site(home, port=port, **more)), int(said[-1]), said[:-1]


# Sessions as they are within the hour of the first visit: nothing of theirs is due to be written down.
_SIGN_IN = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from warta.articles.models import ArticlePage
from warta.lib.clock import now
from warta.readers.models import User
from warta.readers.sign_ins.ending import MARK
for person in User.objects.filter(is_staff=False).order_by("pk"):
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session.create()
    session.update({SESSION_KEY: str(person.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                    HASH_SESSION_KEY: person.get_session_auth_hash(),
                    MARK: (session.session_key, f"{now():%Y-%m-%dT%H}")})
    session.save()
    print(session.session_key)
article = ArticlePage.objects.live().order_by("pk").first()
ArticlePage.objects.filter(pk=article.pk).update(first_published_at=now())
print(article.pk)
"""
_RECOUNT = """
from warta.comments.models import Thread
from warta.comments.writing.following import recount_thread
print(sum(recount_thread(pk) for pk in Thread.objects.values_list("pk", flat=True)))
"""


def _shell(environment: Mapping[str, str], script: str) -> str:
    command = [sys.executable, "-m", "warta.project.cli", "shell", "-v", "0", "-c", script]
    return subprocess.run(command, env=dict(environment), check=True, stdout=subprocess.PIPE, text=True).stdout


_numbers = count()


def _bursts(site: Site, path: str, article: int, keys: list[str]) -> Load:
    """All connections at once for so many seconds, after a moment in which everything is loaded."""
    _burst(site, path, article, keys, seconds=1)
    return _burst(site, path, article, keys, seconds=SECONDS)


def _burst(site: Site, path: str, article: int, keys: list[str], *, seconds: float) -> Load:
    load, lock, ends = Load(), threading.Lock(), time.monotonic() + seconds
    began, before = time.monotonic(), _processor_seconds(site.process.pid)
    threads = [
        threading.Thread(target=_write_until, args=(ends, site.port, path, article, keys, load, lock))
        for _connection in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    load.seconds, load.processor = time.monotonic() - began, _processor_seconds(site.process.pid) - before
    return load


def _write_until(
    ends: float, port: int, path: str, article: int, keys: list[str], load: Load, lock: threading.Lock
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while (began := time.monotonic()) < ends:
        with lock:
            number = next(_numbers)
        connection.request("POST", path, _body(number, article), _head(number, keys))
        answer = connection.getresponse()
        answer.read()
        with lock:
            load.waits.append(time.monotonic() - began)
            load.accepted += answer.status == 302
            if answer.status != 302:
                load.refused[answer.status] = load.refused.get(answer.status, 0) + 1
    connection.close()


def _body(number: int, article: int) -> str:
    from warta.comments.writing.generated_texts import synthetic_text
    from warta.lib.ids import opaque_id

    draw = random.Random(number)
    text = f"{synthetic_text(draw, number)} {draw.getrandbits(160):x}"
    return urlencode({"csrfmiddlewaretoken": CSRF, "article": article, "token": opaque_id(), "text": text})


def _head(number: int, keys: list[str]) -> dict[str, str]:
    person = number % len(keys)
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={keys[person]}; csrftoken={CSRF}; signed_in=1",
        "X-Forwarded-For": f"10.{person >> 16 & 255}.{person >> 8 & 255}.{person & 255}",
    }


def _processor_seconds(above: int) -> float:
    """Of a process and everything that it started."""
    ticks, below = 0, {above}
    rows = sorted(_processes(), key=lambda row: row[0])
    for pid, parent, used in rows:
        if pid in below or parent in below:
            below.add(pid)
            ticks += used
    return ticks / TICKS


def _processes() -> Iterator[tuple[int, int, int]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        yield int(folder.name), int(fields[1]), int(fields[11]) + int(fields[12])


if __name__ == "__main__":
    main()
