"""Ten thousand listeners over a hundred articles: what each costs, and how soon a comment reaches those of its article.

One web process serves them, another process tells, a third one listens and takes the times; all on this machine, so
that listening ten thousand times counts against the figures. Told by the database alone, then by Valkey. Beside it,
in the same run, a bare server: uvicorn, one queue for each listener, told in its own memory. Needs valkey or redis.
WARTA_BENCH_LISTENERS: how many (default 10000).
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import resource
import subprocess
import sys
import time
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvloop

from benchmarks.memory import pss_megabytes
from benchmarks.report import Row, close, percentile
from benchmarks.site import environment_of, free_port, scratch_home, warta
from tests.valkey import running_valkey

LISTENERS = int(os.environ.get("WARTA_BENCH_LISTENERS", "10000"))
ARTICLES = 100
COMMENTS = 100
WAVES = 5
MOST_KILOBYTES, MOST_MILLISECONDS, MOST_TIMES_BARE, MOST_END_SECONDS = 25.0, 500.0, 1.5, 10.0
AT_ONCE = 200  # connections under way
PATIENCE_SECONDS = 30.0
START_SECONDS = 60.0
TOLD = re.compile(rb'"told":(\d+)')


@dataclass
class Crowd:
    """Everybody who listens, and when what was told reached them, in milliseconds."""

    arrivals: list[float] = field(default_factory=list)

    def hear(self, said: bytes) -> None:
        now = time.monotonic_ns() // 1000
        self.arrivals.extend((now - int(told)) / 1000 for told in TOLD.findall(said))

    async def wait_for(self, arrivals: int) -> None:
        await patiently(lambda: len(self.arrivals) >= arrivals, lambda: f"{len(self.arrivals)} of {arrivals} arrived")


@dataclass(frozen=True)
class Measured:
    kilobytes: float  # of the server's memory for each listener
    single: list[float]  # milliseconds until a comment reached each listener of its article
    waves: list[list[float]]  # the same when there is one under every article at once
    end_seconds: float  # from SIGTERM, with all of them listening


Tell = Callable[[range | list[int]], Awaitable[None]]


class Ear(asyncio.Protocol):
    """One listener. `answered` is done when it surely listens."""

    __slots__ = ("answered", "crowd", "request")

    def __init__(self, crowd: Crowd, request: bytes, answered: asyncio.Future[None]) -> None:
        self.crowd, self.request, self.answered = crowd, request, answered

    def connection_made(self, transport: Any) -> None:
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        if not self.answered.done():
            self.answered.set_result(None)
        self.crowd.hear(data)


def main() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # servers started from here inherit it
    print(f"{LISTENERS:,} listeners over {ARTICLES} articles; load of the machine before: {os.getloadavg()[0]:.1f}")
    bare = in_the_bare_server()
    show("bare server", bare)
    by_rows = in_warta()
    show("Warta, told by the database", by_rows)
    rows = [*server_rows(by_rows, bare), *arrival_rows("told by the database", by_rows)]
    with scratch_home() as folder, running_valkey(folder / "s") as address:
        by_valkey = in_warta(WARTA_VALKEY_URL=address)
    show("Warta, told by Valkey", by_valkey)
    rows += arrival_rows("told by Valkey", by_valkey)
    print(f"load of the machine after: {os.getloadavg()[0]:.1f}")
    close("live_listeners", rows)


def show(name: str, measured: Measured) -> None:
    print(f"{name}: {measured.kilobytes:.1f} KB a listener")
    everywhere = [arrival for wave in measured.waves for arrival in wave]
    for what, times in (("one comment", measured.single), ("one everywhere", everywhere)):
        middle, late = percentile(times, 0.5), percentile(times, 0.95)
        print(f"    {what:<15} p50 {middle:7.1f} ms   p95 {late:7.1f} ms   max {max(times):7.1f} ms")


def server_rows(ours: Measured, bare: Measured) -> list[Row]:
    return [
        Row("memory of a listener", ours.kilobytes, MOST_KILOBYTES, "KB"),
        Row("memory of a listener, to a bare server", ours.kilobytes / bare.kilobytes, MOST_TIMES_BARE, "×"),
        Row("from SIGTERM to the end, all listening", ours.end_seconds, MOST_END_SECONDS, "s"),
    ]


def arrival_rows(how: str, measured: Measured) -> list[Row]:
    everywhere = [arrival for wave in measured.waves for arrival in wave]
    return [
        Row(f"a new comment, p95, {how}", percentile(measured.single, 0.95), MOST_MILLISECONDS, "ms"),
        Row(f"one under every article, p95, {how}", percentile(everywhere, 0.95), MOST_MILLISECONDS, "ms"),
    ]


def in_warta(**settings: str) -> Measured:
    with scratch_home() as home:
        port = free_port()
        environment = environment_of(home, port, WARTA_TRUSTED_PROXIES="127.0.0.1", WARTA_LOG_LEVEL="ERROR", **settings)
        warta(environment, "migrate", "--verbosity=0")
        with (
            running([sys.executable, "-m", "warta.project.cli", "web", "--port", str(port)], environment) as server,
            running([sys.executable, "-m", "benchmarks.live_listeners", "tell"], environment) as teller,
        ):
            return uvloop.run(measure(server, port, lambda articles: told_by(teller, articles)))


def in_the_bare_server() -> Measured:
    port = free_port()
    with running([sys.executable, "-m", "benchmarks.live_listeners", "bare", str(port)], dict(os.environ)) as server:
        return uvloop.run(measure(server, port, lambda articles: told_at(port, articles)))


async def measure(server: subprocess.Popen[bytes], port: int, tell: Tell) -> Measured:
    crowd, dice = Crowd(), random.Random(20171228)
    await until_it_listens(port)
    await connect(crowd, port, 1)  # what the first listener starts is not each one's
    await asyncio.sleep(1)
    before = pss_megabytes(server.pid)
    await connect(crowd, port, LISTENERS)
    kilobytes = (pss_megabytes(server.pid) - before) * 1024 / LISTENERS
    single = await singles(crowd, tell, dice)
    waves = [await wave(crowd, tell) for _ in range(WAVES)]
    began = time.monotonic()
    server.terminate()
    await asyncio.get_running_loop().run_in_executor(None, server.wait)
    return Measured(kilobytes, single, waves, time.monotonic() - began)


async def until_it_listens(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
    sys.exit("the server did not start")


async def connect(crowd: Crowd, port: int, count: int) -> None:
    """Add so many listeners, as a proxy in front would bring them from many addresses."""
    loop, room = asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)

    async def add(number: int) -> None:
        head = f"GET /live/article-{number % ARTICLES} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n"
        address = (
            f"x-forwarded-for: 10.{number >> 16}.{number >> 8 & 255}.{number & 255}\r\naccept: text/event-stream\r\n"
        )
        answered = loop.create_future()
        async with room:
            ear = Ear(crowd, f"{head}{address}\r\n".encode(), answered)
            await loop.create_connection(lambda: ear, "127.0.0.1", port)
            await asyncio.wait_for(answered, PATIENCE_SECONDS)

    await asyncio.gather(*(add(number) for number in range(count)))


async def singles(crowd: Crowd, tell: Tell, dice: random.Random) -> list[float]:
    """A comment under one article after the other, at moments that no clock of the server knows."""
    crowd.arrivals.clear()
    heard = 0
    for _ in range(COMMENTS):
        await asyncio.sleep(dice.uniform(0.0, 0.3))
        article = dice.randrange(1, ARTICLES)
        await tell([article])
        heard += LISTENERS // ARTICLES
        await crowd.wait_for(heard)
    return list(crowd.arrivals)


async def wave(crowd: Crowd, tell: Tell) -> list[float]:
    await asyncio.sleep(0.5)
    crowd.arrivals.clear()
    await tell(range(ARTICLES))
    await crowd.wait_for(LISTENERS)
    return list(crowd.arrivals)


async def patiently(is_so: Callable[[], bool], what: Callable[[], str]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            sys.exit(f"waited in vain: {what()}")
        await asyncio.sleep(0.01)


async def told_by(teller: subprocess.Popen[bytes], articles: range | list[int]) -> None:
    assert teller.stdin is not None
    teller.stdin.write(" ".join(map(str, articles)).encode() + b"\n")
    teller.stdin.flush()


async def told_at(port: int, articles: range | list[int]) -> None:
    body = " ".join(map(str, articles)).encode()
    ask = urllib.request.Request(f"http://127.0.0.1:{port}/", data=body, method="POST")
    await asyncio.get_running_loop().run_in_executor(None, lambda: urllib.request.urlopen(ask).read())


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def tell_forever() -> None:
    """Stands where the process is in which a reader's comment is accepted: one transaction for each."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "warta.project.settings"
    django.setup()
    from django.db import transaction

    from warta.live.services import tell

    for line in sys.stdin:
        for article in line.split():
            began = time.monotonic_ns() // 1000
            with transaction.atomic():
                tell(f"article-{article}", {"told": began})


def serve_bare(port: int) -> None:
    """The least that can be called a server of events."""
    import uvicorn

    queues: dict[str, list[asyncio.Queue[bytes]]] = {}

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["method"] == "POST":
            for article in (await receive())["body"].split():
                told = b'data: {"told":%d}\n\n' % (time.monotonic_ns() // 1000)
                for listening in queues.get(f"/live/article-{article.decode()}", ()):
                    listening.put_nowait(told)
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
            return
        queue: asyncio.Queue[bytes] = asyncio.Queue()
        queues.setdefault(scope["path"], []).append(queue)
        headers = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"retry: 3000\n\n", "more_body": True})
        while True:
            await send({"type": "http.response.body", "body": await queue.get(), "more_body": True})

    uvicorn.run(
        application, host="127.0.0.1", port=port, loop="uvloop", http="httptools", ws="none", lifespan="off",
        log_config=None, access_log=False, timeout_graceful_shutdown=0,
    )  # fmt: skip


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["tell"]:
            tell_forever()
        case ["bare", port]:
            serve_bare(int(port))
        case _:
            main()
