"""A process that is killed while comments are written loses none that was accepted, and leaves no wrong count."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT, a_place

ROUNDS = int(os.environ.get("WARTA_FAULT_ROUNDS", "6"))
SEED = int(os.environ.get("WARTA_FAULT_SEED", "20171228"))


@pytest.mark.fault
def test_killing_writers_of_comments_loses_nothing_and_counts_right(tmp_path: Path) -> None:
    with a_place(tmp_path / "home") as place:
        place.home.mkdir(exist_ok=True)
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.comment_victims", str(ROUNDS), str(SEED)],
            cwd=ROOT, env=place.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert f"{ROUNDS * 3} killed" in done.stdout
