"""What a sign-in costs with 300,000 of them stored: recording it, asking for its odds, and looking at the timeline.

They are written by the database itself, with hashes that repeat as addresses and browsers do.
"""

from __future__ import annotations

import os

import urllib3

from benchmarks.crowd import AT_ONCE, home_with_readers, looking, rows_of, seconds_at_once, timed
from benchmarks.people import Reader
from benchmarks.report import Row, close, percentile
from benchmarks.site import Site, running_site

STORED = int(os.environ.get("WARTA_BENCH_SIGN_INS", "300000"))
READERS = int(os.environ.get("WARTA_BENCH_READERS", "6000"))
EVENTS, ROUNDS, RECORDED = 60, 40, 400
TIMELINE = "/account/security/"
AGENT = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0"
# How many different values each feature has among all, by which n-th sign-in has which.
VALUES = {
    "owner": "n % {readers}", "address": "(n * 7) % 300000", "network": "(n * 7) % 40000", "country": "n % 40",
    "agent": "(n * 13) % 20000", "browser": "n % 400", "system": "n % 60", "device": "n % 3", "hour": "n % 24",
}  # fmt: skip


class Looker:
    """A reader with a session who looks at their timeline, over one connection kept open."""

    def __init__(self, site: Site, reader: Reader) -> None:
        self._pool = urllib3.HTTPConnectionPool("127.0.0.1", site.port, maxsize=1, timeout=30, retries=False)
        self._headers = {"Cookie": f"sessionid={reader.session_key}; signed_in=1", "User-Agent": AGENT}

    def look(self) -> str:
        answer = self._pool.request("GET", TIMELINE, headers=self._headers, redirect=False)
        return "" if answer.status == 200 and b"past__words" in answer.data else f"{TIMELINE} answered {answer.status}"


def main() -> None:
    with home_with_readers(READERS) as place:
        store_many()
        rows = measure_recording(place.readers)
        with running_site(place.home, port=place.port) as site:
            looks = [looking(Looker(site, reader).look) for reader in place.readers]
            rows += rows_of("timeline page", seconds_at_once(looks, ROUNDS), most_ms=80)
    close("sign_ins", rows)


def store_many() -> None:
    """Sign-ins that passed, and the counts that they make."""
    from django.db import connection, transaction

    values = {name: formula.format(readers=READERS) for name, formula in VALUES.items()}
    columns = ", ".join(values)
    hashes = ", ".join(f"'{name[:3]}' || ({formula})" for name, formula in values.items())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT MIN(id) FROM readers_user")
        first = cursor.fetchone()[0]
        cursor.execute(
            f"INSERT INTO readers_signin (person_id, at, state, {columns}) "
            f"WITH RECURSIVE every(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM every WHERE n + 1 < {STORED}) "
            f"SELECT {first} + n % {READERS}, CURRENT_TIMESTAMP, 'passed', {hashes} FROM every"
        )
        for name in VALUES:
            for table, whose in (("overall", ""), ("own", "person_id, ")):
                cursor.execute(
                    f"INSERT INTO readers_{table}count ({whose}feature, value, count) SELECT {whose}'{name}', {name}, "
                    f"COUNT(*) FROM readers_signin GROUP BY {whose}{name}"
                )
            cursor.execute(
                f"INSERT INTO readers_featuresum (feature, total, \"distinct\", once) SELECT '{name}', SUM(count), "
                f"COUNT(*), SUM(CASE WHEN count = 1 THEN 1 ELSE 0 END) FROM readers_overallcount WHERE feature='{name}'"
            )


def measure_recording(readers: list[Reader]) -> list[Row]:
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import RequestFactory

    from warta.readers.models import SignIn, User
    from warta.readers.sign_ins.arriving import arrived
    from warta.readers.sign_ins.history import begin
    from warta.readers.sign_ins.origin import origin_of
    from warta.readers.sign_ins.queries import frequencies_of
    from warta.readers.sign_ins.services import note

    people = list(User.objects.filter(public_id__in=[reader.public_id for reader in readers]))
    factory = RequestFactory(headers={"user-agent": AGENT})

    def record(number: int) -> None:
        request = factory.get("/", REMOTE_ADDR=f"103.28.{number % 200}.{number % 250}")
        request.session = SessionStore()
        arrived(people[number % AT_ONCE], request)

    for number in range(EVENTS * AT_ONCE):
        note(people[number % AT_ONCE], "profile_changed", request=factory.get("/"))
    recorded = timed(record, RECORDED)
    pending: list[SignIn] = [begin(person, origin_of(factory.get("/"))) for person in people]
    asked = timed(lambda number: frequencies_of(pending[number % AT_ONCE]), RECORDED)
    return [
        Row(f"recording one sign-in among {STORED:,} (p95)", percentile(recorded, 0.95) * 1000, 25, "ms"),
        Row("the same, median", percentile(recorded, 0.5) * 1000, 15, "ms"),
        Row("all that its odds are made of (p95)", percentile(asked, 0.95) * 1000, 5, "ms"),
    ]


if __name__ == "__main__":
    main()
