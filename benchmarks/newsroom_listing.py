"""The newsroom's listing over a million generated articles: each filter and search, 95th percentile.

    python -m benchmarks.newsroom_listing [--articles 1000000] [--home DIR]

The home is kept when it is named, so that a second run need not generate again. Promise: 300 ms.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks.report import Row, close
from tests.places import Place

PROMISE_MS = 300.0
MEASURE = """
import json, statistics, time
from django.contrib.auth import get_user_model
from django.test import Client
from warta.articles.models import ArticlePage, SectionPage
people = get_user_model().objects
boss = people.filter(email="bench@example.org").first() or people.create_superuser(
    "bench@example.org", "x" * 12, needs_second_factor=False
)
client = Client()
client.force_login(boss)
newest = ArticlePage.objects.order_by("-pk").first()
section = SectionPage.objects.order_by("pk").first()
word = newest.title.split()[0]
asked = {{
    "everything": "", "page 15": "p=15",
    "drafts": "status=draft", "live": "status=live", "withdrawn": "status=withdrawn",
    "scheduled": "status=scheduled", "newer draft": "status=changed", "section": f"section={{section.pk}}",
    "opinion": "kind=opinion", "English": "language=en", "mine": "mine=mine",
    "a month": "published_from=2024-01-01&published_to=2024-01-31",
    "a number": f"q={{newest.pk}}", "a common word": f"q={{word}}",
    "a headline": "q=" + newest.title.replace(" ", "+"),
    "an unfinished word": f"q={{word[:3]}}", "no such word": "q=zzzzqqq",
}}
figures = {{}}
for name, query in asked.items():
    times = []
    for _ in range({rounds}):
        began = time.perf_counter()
        response = client.get(f"/newsroom/articles/?{{query}}", headers={{"host": "127.0.0.1"}})
        times.append((time.perf_counter() - began) * 1000)
        assert response.status_code == 200, (name, response.status_code)
    figures[name] = sorted(times)[int(len(times) * 0.95)]
print(json.dumps({{"articles": ArticlePage.objects.count(), "figures": figures}}))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = _figures(Place(options.home or Path(folder)), options.articles, options.rounds)
    print(f"{figures['articles']:,} articles; 95th percentile of {options.rounds}")
    close("newsroom_listing", [Row(name, found, PROMISE_MS, "ms") for name, found in figures["figures"].items()])


def _figures(place: Place, articles: int, rounds: int) -> dict[str, dict[str, float]]:
    if not (place.home / "warta.sqlite3").exists():
        generate = ("generate", "--articles", str(articles), "--seed", "1")
        for command in (("prepare",), ("site", "setup"), generate):
            _run(place, *command)
    measured = _run(place, "shell", "--no-imports", "-c", MEASURE.format(rounds=rounds))
    found: dict[str, dict[str, float]] = json.loads(
        next(line for line in measured.splitlines() if line.startswith('{"articles"'))
    )
    return found


def _run(place: Place, *command: str) -> str:
    """To its end, however long: a million articles, or a busy machine, take longer than a command may elsewhere."""
    running = place.start(*command)
    said, _ = running.communicate()
    assert running.returncode == 0, said
    return said


if __name__ == "__main__":
    main()
