"""The audit log in the newsroom with a million entries: each filter, and a page far behind."""

from __future__ import annotations

import os

from benchmarks.crowd import timed
from benchmarks.report import Row, close, percentile
from benchmarks.site import environment_of, free_port, scratch_home, warta

ENTRIES = int(os.environ.get("WARTA_BENCH_ENTRIES", "1000000"))
ROUNDS = 15
MOST_MS = 150  # nobody waits for it; a page of Wagtail's costs half of this on an empty log
ASKED = {
    "the latest": "",
    "page 90": "p=90",
    "a common action": "action=vault.read",
    "a rare action": "action=keys.rotated",
    "one person": "actor=person17",
    "one subject": "subject=person:person4",
    "one day": "day=2026-03-02",
    "a person's reads on a day": "day=2026-03-02&actor=person17&action=vault.read",
}


def main() -> None:
    with scratch_home() as home:
        environment = environment_of(home, free_port())
        warta(environment, "prepare")
        os.environ.update(environment, DJANGO_SETTINGS_MODULE="warta.project.settings")
        import django

        django.setup()
        store_many()
        rows = measure()
    close("audit_log", rows)


def store_many() -> None:
    """A year of entries; their seals are none, which a list doesn't look at."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_auditentry (number, at, action, actor, subject, facts, previous, hash) "
            f"WITH RECURSIVE every(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM every WHERE n < {ENTRIES}) "
            "SELECT n, datetime('2026-01-01', '+' || (n * 31) || ' seconds'), "
            "CASE WHEN n % 50000 = 0 THEN 'keys.rotated' WHEN n % 3 = 0 THEN 'vault.read' ELSE 'article.published' "
            "END, "
            "'person' || (n % 200), 'person:person' || (n % 5000), '{}', '', '' FROM every"
        )


def measure() -> list[Row]:
    from django.conf import settings
    from django.test import Client

    from warta.readers.models import User

    settings.ALLOWED_HOSTS.append("testserver")
    client = Client()
    client.force_login(User.objects.create_superuser("eko@warta.example", "x"))

    def ask(query: str) -> None:
        answer = client.get(f"/newsroom/audit/results/?{query}")
        if answer.status_code != 200:
            raise RuntimeError(f"{query} answered {answer.status_code}")

    rows = []
    for name, query in ASKED.items():
        ask(query)
        seconds = timed(lambda _number, query=query: ask(query), ROUNDS)  # type: ignore[misc]
        rows.append(Row(f"{name} of {ENTRIES:,} entries (p95)", percentile(seconds, 0.95) * 1000, MOST_MS, "ms"))
    return rows


if __name__ == "__main__":
    main()
