"""The moderation queue over a million comments of which ten thousand wait: 95th percentile, and beside a quiet desk.

    python -m benchmarks.moderation [--comments 1000000] [--home DIR]

The home is kept when it is named, so that a second run need not generate again. One comment in a hundred waits. The
quiet desk is the same page of the same site with only 100 left waiting. Promise: 300 ms, and the same few questions.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.newsroom_listing import _run
from benchmarks.report import Row, close
from tests.places import Place

PROMISE_MS = 300.0
PROMISE_RATIO = 2.0  # of the page with ten thousand waiting to the same page with a hundred
MEASURE = """
import json, time
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from warta.comments.models import Comment
from warta.readers.models import User
boss = User.objects.filter(email="bench@example.org").first() or User.objects.create_superuser(
    "bench@example.org", "x" * 12, needs_second_factor=False
)
client = Client()
client.force_login(boss)
waiting = Comment.objects.filter(waiting_since__isnull=False)
asked = {{
    "queue": "", "held": "?kind=held", "reported": "?kind=reported", "complaints": "?kind=complained",
    "further down": "?from=5000", "decisions": "decisions/", "appeals": "appeals/",
}}
def measured(query):
    times = []
    for _ in range({rounds}):
        began = time.perf_counter()
        response = client.get(f"/newsroom/comments/{{query}}", headers={{"host": "127.0.0.1"}})
        times.append((time.perf_counter() - began) * 1000)
        assert response.status_code == 200, (query, response.status_code)
    return sorted(times)[int(len(times) * 0.95)]
def questions():
    with CaptureQueriesContext(connection) as seen:
        client.get("/newsroom/comments/", headers={{"host": "127.0.0.1"}})
    return len(seen)
measured("")
found = {{"comments": Comment.objects.count(), "waiting": waiting.count(), "questions": questions()}}
found["figures"] = {{name: measured(query) for name, query in asked.items()}}
with transaction.atomic():
    kept = list(waiting.order_by("look_by").values_list("pk", flat=True)[:100])
    waiting.exclude(pk__in=kept).update(waiting_since=None)
    found["quiet"], found["quiet_questions"] = measured(""), questions()
    transaction.set_rollback(True)
print(json.dumps(found))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--comments", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = _found(Place(options.home or Path(folder)), options.comments, options.rounds)
    print(f"{found['comments']:,} comments, {found['waiting']:,} waiting; 95th percentile of {options.rounds}")
    print(f"questions to the database: {found['questions']}, with 100 waiting {found['quiet_questions']}")
    rows = [Row(name, value, PROMISE_MS, "ms") for name, value in found["figures"].items()]
    ratio = found["figures"]["queue"] / found["quiet"]
    close("moderation", [*rows, Row("10,000 waiting / 100 waiting", ratio, PROMISE_RATIO, "times")])


def _found(place: Place, comments: int, rounds: int) -> dict[str, Any]:
    if not (place.home / "warta.sqlite3").exists():
        content = ("--articles", "500", "--readers", "2000", "--comments", str(comments), "--seed", "1")
        for command in (("prepare",), ("site", "setup"), ("generate", *content)):
            _run(place, *command)
    measured = _run(place, "shell", "--no-imports", "-c", MEASURE.format(rounds=rounds))
    line = next(line for line in measured.splitlines() if line.startswith('{"comments"'))
    found: dict[str, Any] = json.loads(line)
    return found


if __name__ == "__main__":
    main()
