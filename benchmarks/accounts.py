"""The way in: pages and forms of signing in and up, twenty visitors at once; and whether time tells accounts apart.

Runs a site of its own. Each try comes from another address, as a trusted proxy would say, so that no limit is measured
instead. The password's hash is measured by itself and taken off.
"""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from urllib.parse import urlencode

import urllib3
from argon2.low_level import Type, hash_secret

from benchmarks.report import Row, close, percentile
from benchmarks.site import Site, environment_of, free_port, running_site, scratch_home, warta

VISITORS, VISITS = 20, 15
LIMIT_MS = 80
# Somebody who types an address looks at the page for longer; twenty at once are not twenty that never pause.
THINKING_SECONDS = 0.5
# Of interleaved samples; a difference that a guesser would need more tries to see than the limits allow.
LIMIT_DIFFERENCE_MS = 1.0
EACH_KNOWN = 4  # tries at one account within the limits of all pages
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
SIGN_IN, CODE, SIGN_UP = "/account/sign-in/", "/account/sign-in/code/", "/account/sign-up/"
KNOWN = [f"known{number}@example.org" for number in range(30)]
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
        with running_site(home, port=port, WARTA_TRUSTED_PROXIES="127.0.0.1") as site:
            rows = [*speeds(site), *differences(site)]
    close("accounts", rows)


def speeds(site: Site) -> list[Row]:
    hash_ms = _hash_ms()
    tries: dict[str, Callable[[Visitor], float]] = {
        "sign-in page": lambda visitor: visitor.look(SIGN_IN),
        "sign-up page": lambda visitor: visitor.look(SIGN_UP),
        "asking for a code to sign up": lambda visitor: visitor.post(SIGN_UP, email=_somebody()),
        f"a wrong password, less {hash_ms:.0f} ms of its hash": lambda visitor: (
            _password(visitor, _somebody()) - hash_ms
        ),
    }
    return [Row(f"{what}, p95 of 20 at once", _p95(site, act), LIMIT_MS, "ms") for what, act in tries.items()]


def differences(site: Site) -> list[Row]:
    """Known and unknown addresses by turns, one at a time: the difference of the medians."""
    visitor = Visitor(site)
    tries: dict[str, Callable[[str], float]] = {
        "wrong password": lambda email: _password(visitor, email),
        "code to sign in": lambda email: visitor.post(CODE, email=email),
    }
    return [_difference(what, act) for what, act in tries.items()]


def _difference(what: str, act: Callable[[str], float]) -> Row:
    known, unknown = [], []
    for email in KNOWN * EACH_KNOWN:
        unknown.append(act(_somebody()))
        known.append(act(email))
    apart = abs(statistics.median(known) - statistics.median(unknown))
    return Row(f"{what}: known and unknown apart, {len(known)} pairs", apart, LIMIT_DIFFERENCE_MS, "ms")


def _p95(site: Site, act: Callable[[Visitor], float]) -> float:
    def visits(visitor: Visitor) -> list[float]:
        return [_after_thinking(act, visitor) for _ in range(VISITS)]

    visitors = [Visitor(site) for _ in range(VISITORS)]
    with ThreadPoolExecutor(VISITORS) as pool:
        return percentile([took for several in pool.map(visits, visitors) for took in several], 0.95)


def _after_thinking(act: Callable[[Visitor], float], visitor: Visitor) -> float:
    time.sleep(THINKING_SECONDS)
    return act(visitor)


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
