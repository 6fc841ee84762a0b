"""A code by mail: how soon it arrives at the mail server, whose place a stand-in on loopback takes.

The site runs as `warta up` runs it, its worker sends. This program stands in for the web process that was asked for a
code. First nothing else waits, then 5,000 other mails do, which leave at the rate that is the default.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable

from benchmarks.report import Row, close, percentile
from benchmarks.site import environment_of, free_port, running_site, scratch_home, warta
from tests.smtp_standin import StandIn

ROUNDS = int(os.environ.get("WARTA_BENCH_ROUNDS", "60"))
OTHERS = int(os.environ.get("WARTA_BENCH_OTHERS", "5000"))
APART_SECONDS = 0.3
LONGEST_SECONDS = 30
MOST_MS = 1000


def main() -> None:
    with scratch_home() as home, StandIn().running() as server:
        port = free_port()
        settings = {"WARTA_EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}
        environment = environment_of(home, port, **settings)
        warta(environment, "migrate", "-v", "0")
        warta(environment, "site", "setup")
        os.environ.update(environment)
        with running_site(home, port=port, **settings):
            import django

            os.environ["DJANGO_SETTINGS_MODULE"] = "warta.project.settings"
            django.setup()
            close("mails", list(measured(server)))


def measured(server: StandIn) -> Iterable[Row]:
    yield from rows("a code, nothing else waits", [seconds_to_arrival(server, n) for n in range(ROUNDS)])
    put_others()
    busy = [seconds_to_arrival(server, ROUNDS + n) for n in range(ROUNDS)]
    yield from rows(f"a code, {waiting():,} other mails wait", busy)
    yield Row("mails that came twice", server.doubles(), 0, "mails")


def rows(what: str, seconds: list[float]) -> Iterable[Row]:
    yield Row(f"{what} (p95)", percentile(seconds, 0.95) * 1000, MOST_MS, "ms")
    yield Row("… median", percentile(seconds, 0.5) * 1000, MOST_MS, "ms")
    yield Row("… the slowest", max(seconds) * 1000, MOST_MS, "ms")


def seconds_to_arrival(server: StandIn, number: int) -> float:
    """From asking to the mail being read whole at the stand-in."""
    from warta.outbox.models import Lane
    from warta.readers.mails.services import put_in_line

    recipient = f"reader-{number}@pembaca.example"
    time.sleep(APART_SECONDS)
    began = time.time()
    facts = {"code": "1234 5678", "minutes": "3"}
    put_in_line(
        "sign_in_code", to=recipient, person=None, facts=facts, language="id", lane=Lane.CODES, lives_seconds=180
    )
    while time.time() - began < LONGEST_SECONDS:
        for mail in server.mails[-8:]:
            if mail.recipient == recipient:
                return mail.at - began
        time.sleep(0.002)
    raise TimeoutError(f"code {number}: nothing arrived in {LONGEST_SECONDS} s")


def put_others() -> None:
    from django.db import transaction

    from warta.readers.mails.services import put_in_line

    for start in range(0, OTHERS, 100):
        with transaction.atomic():
            for number in range(start, min(start + 100, OTHERS)):
                put_in_line("deletion_done", to=f"other-{number}@pembaca.example", person=None, facts={}, language="id")


def waiting() -> int:
    from warta.outbox.models import Delivery

    return Delivery.objects.waiting().count()


if __name__ == "__main__":
    main()
