"""An import is killed at random moments and run again: the site ends up as if nothing had happened."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from warta.importing.tests.lines import as_data, line, picture_bytes, written

pytestmark = [pytest.mark.fault, pytest.mark.sqlite]

ROUNDS = int(os.environ.get("WARTA_FAULT_ROUNDS", "2"))
ARTICLES = 500
WHOLE = (
    "SELECT a.original_id, p.title, p.numchild, a.body, a.dateline, s.title FROM articles_articlepage a "
    "JOIN wagtailcore_page p ON p.id = a.page_ptr_id JOIN wagtailcore_page s ON s.path = substr(p.path, 1, 12) "
    "ORDER BY a.original_id"
)


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WARTA_")}
    return {**kept, "WARTA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "warta.project.settings"}


def _warta(home: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from warta.project.cli import main; main()", *arguments]
    return subprocess.Popen(command, env=_environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _run(home: Path, *arguments: str) -> bytes:
    process = _warta(home, *arguments)
    out, words = process.communicate(timeout=300)
    assert process.returncode == 0, (arguments, words[-2000:])
    return out


def _lines() -> list[dict[str, Any]]:
    """Links lead forwards and backwards; every ninth article brings a picture."""
    made = []
    for number in range(ARTICLES):
        other = (number * 37 + 11) % ARTICLES
        body = ["KOTA, Warta — Satu.", f"Baca juga: Air surut di hari ke-{other}", "Dikutip dari Reuters, dua."]
        images = [as_data(picture_bytes(f"#{number * 999 % 0xFFFFFF:06x}"))] if number % 9 == 0 else []
        made.append(line(number, body=body, images=images, section=f"Bagian {number % 5}"))
    return made


def _content(home: Path) -> list[tuple[Any, ...]]:
    """What the site holds, with the articles that read-also lines lead to by their original ids."""
    with sqlite3.connect(home / "warta.sqlite3") as database:
        ids = dict(database.execute("SELECT page_ptr_id, original_id FROM articles_articlepage"))
        rows = database.execute(WHOLE).fetchall()
    return [(*row[:3], _readable(json.loads(row[3]), ids), *row[4:]) for row in rows]


def _readable(body: list[dict[str, Any]], ids: dict[int, str]) -> list[Any]:
    return [ids[block["value"]["article"]] if block["type"] == "read_also" else block["value"] for block in body]


def _problems(home: Path) -> str:
    code = (
        "import django; django.setup()\n"
        "from wagtail.models import Page\nfrom warta.importing.models import WantedLink\n"
        "print(any(Page.find_problems()), WantedLink.objects.count())"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], env=_environment(home), check=True, capture_output=True, timeout=120
    )
    return out.stdout.decode().strip().splitlines()[-1]


def test_a_killed_import_run_again_equals_an_undisturbed_one(tmp_path: Path) -> None:
    path = written(tmp_path, *_lines())
    empty, calm = tmp_path / "empty", tmp_path / "calm"
    _run(empty, "migrate", "-v0")
    shutil.copytree(empty, calm)
    began = time.monotonic()
    _run(calm, "import", "jsonl", path)
    seconds = time.monotonic() - began
    expected = _content(calm)
    assert len(expected) == ARTICLES

    for number in range(ROUNDS):
        home = tmp_path / f"home-{number}"
        shutil.copytree(empty, home)
        chance = random.Random(number)
        for _ in range(3):
            process = _warta(home, "import", "jsonl", path)
            try:
                process.wait(timeout=chance.uniform(0.3, 1.0) * seconds)
            except subprocess.TimeoutExpired:
                os.kill(process.pid, signal.SIGKILL)
            process.communicate(timeout=60)

        summary = json.loads(_run(home, "import", "jsonl", path, "--json"))

        assert summary["created"] + summary["unchanged"] + summary["updated"] == ARTICLES
        assert _content(home) == expected
        assert _problems(home) == "False 0"
