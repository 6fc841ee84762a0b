"""The way in: pages and forms of signing in and up, twenty visitors at once; and whether time tells accounts apart.

Runs a site of its own. Each try comes from another address, as a trusted proxy would say, so that no limit is measured
instead. Speeds are measured with a password hash that costs nothing, which is shown by itself; differences with the
real one.
"""

from __future__ import annotations

import random
import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from urllib.parse import urlencode

import urllib3
from argon2.low_level import Type, hash_secret

from benchmarks.crowd import WARMING, processor_seconds, seconds_at_once
from benchmarks.report import Row, close, percentile
from benchmarks.site import Site, environment_of, free_port, running_site, scratch_home, warta

VISITORS, VISITS = 20, 15
LIMIT_MS = 80
# Twenty at once are served one after the other by one process: the last one must be within the limit as well.
PROCESSOR_LIMIT_MS = 8
HASH_LIMIT_MS = 100
# A difference that a guesser would need more tries to see than the limits allow.
LIMIT_DIFFERENCE_MS = 1.0
# How often, of all pairs, the known address takes longer: a half where nothing differs. Of 90 of each, chance alone
# brings it so far apart in three of a thousand runs.
LIMIT_SHARE_APART = 0.13
EACH = 4  # tries at one address within the limits of all pages
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
SIGN_IN, CODE, SIGN_UP = "/account/sign-in/", "/account/sign-in/code/", "/account/sign-up/"
KNOWN = [f"known{number}@example.org" for number in range(30)]
UNKNOWN = [f"nobody{number}@example.org" for number in range(30)]
MAKE = f"from warta.readers.models import User; [User.objects.create_user(email, 'x') for email in {KNOWN!r}]"
numbers = count(1)


class Visitor:
    """A browser without a session: cookies of its own, a connection kept open, each request from a new address."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._pool = urllib3.HTTPConnectionPool("127.0.0.1", site.port, maxsize=1, timeout=30, retries=False)
        answer = self._asked("GET", SIGN_IN)
        self._cookie = answer.headers["Set-Cookie"].split(";")[0]
        found = TOKEN.search(answer.data.decode())
        assert found is not None
        self._token = found[1]

    def look(self, path: str) -> float:
        return self._timed("GET", path)

    def post(self, path: str, **fields: str) -> float:
        return self._timed("POST", path, urlencode({**fields, "csrfmiddlewaretoken": self._token}))

    def _timed(self, method: str, path: str, body: str = "") -> float:
        began = time.perf_counter()
        answer = self._asked(method, path, body)
        took = (time.perf_counter() - began) * 1000
        assert answer.status in (200, 302), (path, answer.status)
        assert b"too often" not in answer.data
        return took

    def _asked(self, method: str, path: str, body: str = "") -> urllib3.BaseHTTPResponse:
        number = next(numbers)
        headers = {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
        if body:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self._cookie}
        return self._pool.request(method, f"/en{path}", body=body or None, headers=headers, redirect=False)


def main() -> None:
    with scratch_home() as home:
        port = free_port()
        environment = environment_of(home, port)
        warta(environment, "prepare")
        warta(environment, "shell", "-c", MAKE)
        behind = {"WARTA_TRUSTED_PROXIES": "127.0.0.1"}
        with running_site(home, port=port, DJANGO_SETTINGS_MODULE="benchmarks.without_hash", **behind) as site:
            rows = list(speeds(site))
        rows.append(Row("the password's hash by itself", _hash_ms(), HASH_LIMIT_MS, "ms"))
        with running_site(home, port=port, **behind) as site:
            rows += differences(site)
    close("accounts", rows)


def speeds(site: Site) -> Iterator[Row]:
    tries: dict[str, Callable[[Visitor], float]] = {
        "sign-in page": lambda visitor: visitor.look(SIGN_IN),
        "sign-up page": lambda visitor: visitor.look(SIGN_UP),
        "asking for a code to sign up": lambda visitor: visitor.post(SIGN_UP, email=_somebody()),
        "a wrong password, its hash apart": lambda visitor: _password(visitor, _somebody()),
    }
    for what, act in tries.items():
        yield from _speed(site, what, act)


def _speed(site: Site, what: str, act: Callable[[Visitor], float]) -> Iterator[Row]:
    visitors = [Visitor(site) for _ in range(VISITORS)]
    before = processor_seconds(site)["web"]
    seconds = seconds_at_once([lambda visitor=visitor: act(visitor) for visitor in visitors], VISITS)  # type: ignore[misc]
    used = (processor_seconds(site)["web"] - before) / (len(seconds) / VISITS * (VISITS + WARMING)) * 1000
    yield Row(f"{what}, p95 of 20 at once", percentile(seconds, 0.95) * 1000, LIMIT_MS, "ms")
    yield Row("… processor time of the web process for each", used, PROCESSOR_LIMIT_MS, "ms")


def differences(site: Site) -> Iterator[Row]:
    """Known and unknown addresses, each as often and in no order, one at a time."""
    visitor = Visitor(site)
    tries: dict[str, Callable[[str], float]] = {
        "wrong password": lambda email: _password(visitor, email),
        "code to sign in": lambda email: visitor.post(CODE, email=email),
    }
    for what, act in tries.items():
        yield from _difference(what, act)


def _difference(what: str, act: Callable[[str], float]) -> Iterator[Row]:
    """Each address was asked for once before, so that what is kept of its limits is there for all."""
    took: dict[str, list[float]] = {email: [] for email in KNOWN + UNKNOWN}
    for _ in range(EACH):
        for email in random.sample(KNOWN + UNKNOWN, len(took)):
            took[email].append(act(email))
    known, unknown = ([ms for email in whose for ms in took[email][1:]] for whose in (KNOWN, UNKNOWN))
    apart = abs(statistics.median(known) - statistics.median(unknown))
    yield Row(f"{what}: known and unknown apart, {len(known)} of each", apart, LIMIT_DIFFERENCE_MS, "ms")
    yield Row("… a known one takes longer, apart from half", abs(_share(known, unknown) - 0.5), LIMIT_SHARE_APART, "")


def _share(first: Sequence[float], second: Sequence[float]) -> float:
    """Of all pairs, those in which the first is the greater: Mann and Whitney's U, over all pairs."""
    return sum((a > b) + (a == b) / 2 for a in first for b in second) / (len(first) * len(second))


def _password(visitor: Visitor, email: str) -> float:
    return visitor.post(SIGN_IN, email=email, password="salah-salah-salah")


def _somebody() -> str:
    return f"p{next(numbers)}@example.org"


def _hash_ms() -> float:
    """One hash with nothing else to do, as `readers.accounts.hashing` asks for."""
    took = []
    for _ in range(10):
        began = time.perf_counter()
        hash_secret(b"salah", b"0" * 16, time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=16, type=Type.ID)
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    main()
