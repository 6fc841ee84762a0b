"""An import is killed at random moments and run again: the site ends up as if nothing had happened."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.places import Place, a_place
from warta.importing.tests.lines import as_data, line, picture_bytes, written

pytestmark = pytest.mark.fault

ROUNDS = int(os.environ.get("WARTA_FAULT_ROUNDS", "2"))
ARTICLES = 500
# What the site holds, with the articles that read-also lines lead to by their original ids.
CONTENT = """
import json
from warta.articles.models import ArticlePage, SectionPage
sections = {section.path: section.title for section in SectionPage.objects.all()}
articles = list(ArticlePage.objects.order_by("original_id"))
ids = {article.pk: article.original_id for article in articles}
def readable(block):
    return ids[block["value"]["article"]] if block["type"] == "read_also" else block["value"]
print(json.dumps([
    [a.original_id, a.title, a.numchild, [readable(b) for b in a.body.raw_data], a.dateline, sections[a.path[:12]]]
    for a in articles
]))
"""
PROBLEMS = """
from wagtail.models import Page
from warta.importing.models import WantedLink
print(any(Page.find_problems()), WantedLink.objects.count())
"""


def _run(place: Place, *arguments: str) -> str:
    done = place.warta(*arguments)
    assert done.returncode == 0, (arguments, done.stderr[-2000:])
    return done.stdout


def _lines() -> list[dict[str, Any]]:
    """Links lead forwards and backwards; every ninth article brings a picture."""
    made = []
    for number in range(ARTICLES):
        other = (number * 37 + 11) % ARTICLES
        body = ["KOTA, Warta — Satu.", f"Baca juga: Air surut di hari ke-{other}", "Dikutip dari Reuters, dua."]
        images = [as_data(picture_bytes(f"#{number * 999 % 0xFFFFFF:06x}"))] if number % 9 == 0 else []
        made.append(line(number, body=body, images=images, section=f"Bagian {number % 5}"))
    return made


def _content(place: Place) -> list[list[Any]]:
    return list(json.loads(place.python(CONTENT).splitlines()[-1]))


def _killed_after(seconds: float, place: Place, *arguments: str) -> None:
    process = place.start(*arguments)
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)


def test_a_killed_import_run_again_equals_an_undisturbed_one(tmp_path: Path) -> None:
    path = str(written(tmp_path, *_lines()))
    with a_place(tmp_path / "calm") as calm:
        began = time.monotonic()
        _run(calm, "import", "jsonl", path)
        seconds = time.monotonic() - began
        expected = _content(calm)
    assert len(expected) == ARTICLES

    for number in range(ROUNDS):
        chance = random.Random(number)
        with a_place(tmp_path / f"home-{number}") as place:
            for _ in range(3):
                _killed_after(chance.uniform(0.3, 1.0) * seconds, place, "import", "jsonl", path)

            summary = json.loads(_run(place, "import", "jsonl", path, "--json"))

            assert summary["created"] + summary["unchanged"] + summary["updated"] == ARTICLES
            assert _content(place) == expected
            assert place.python(PROBLEMS).splitlines()[-1] == "False 0"
