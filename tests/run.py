"""`python -m tests.run`: the whole suite on SQLite, then on a PostgreSQL of its own.

The fault tests run here on SQLite, and on PostgreSQL but for the two that take minutes; `make faults` runs all of them
on both, at full length.

Where CI=true a missing tool is a failure; otherwise the summary says what was left out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.postgres import NoPostgres, scratch_postgres

ROOT = Path(__file__).resolve().parent.parent
IS_CI = os.environ.get("CI") == "true"
SPREAD = ("-n", "2")
SPREAD_BY_FILE = (*SPREAD, "--dist", "loadfile")  # the tests of one file share a whole running site
LONG_ON_POSTGRES = ("--ignore=tests/faults/test_import_kill.py", "--ignore=tests/faults/test_timing.py")
NO_TESTS_FOUND = 5  # pytest's exit code
TOOLS = {
    "chromium": "pages in a real browser",
    "nginx": "the press store behind nginx",
    "xgettext": "whether every word was extracted",
    "java": "pages before the validator of HTML",
    "npm": "pages before the public validators",
    "redis-server": "limits shared over Valkey",
    "pg_dump": "backup and restore of PostgreSQL",
}


@dataclass(frozen=True)
class Part:
    name: str
    arguments: Sequence[str]
    database: str = ""


@dataclass(frozen=True)
class Result:
    name: str
    is_green: bool
    seconds: float
    note: str = ""


def run(part: Part, extra: Sequence[str]) -> Result:
    print(f"\n── {part.name} ──", flush=True)
    began = time.monotonic()
    code = subprocess.run(
        [sys.executable, "-m", "pytest", *part.arguments, *extra],
        cwd=ROOT,
        env={**os.environ, "WARTA_DATABASE_URL": part.database},
        check=False,
    ).returncode
    return Result(part.name, code in (0, NO_TESTS_FOUND), time.monotonic() - began)


def on_sqlite(extra: Sequence[str]) -> list[Result]:
    parts = (
        Part("SQLite", [*SPREAD, "-m", "not fault and not browser"]),
        Part("browser", [*SPREAD_BY_FILE, "-m", "browser and not fault"]),
        Part("faults", [*SPREAD_BY_FILE, "-m", "fault"]),
    )
    return [run(part, extra) for part in parts]


def on_postgres(extra: Sequence[str]) -> list[Result]:
    try:
        with scratch_postgres() as address:
            parts = (
                Part("PostgreSQL", [*SPREAD, "-m", "not fault and not browser"], address),
                Part("faults on PostgreSQL", [*SPREAD_BY_FILE, "-m", "fault", *LONG_ON_POSTGRES], address),
            )
            return [run(part, extra) for part in parts]
    except NoPostgres as error:
        return [Result("PostgreSQL", not IS_CI, 0.0, f"left out: {error}")]


def missing_tools() -> list[Result]:
    """One result for each program that some tests need and this machine lacks."""
    absent = [(tool, use) for tool, use in TOOLS.items() if not shutil.which(tool) and not _is_valkey_here(tool)]
    return [Result(tool, not IS_CI, 0.0, f"not installed; left out: {use}") for tool, use in absent]


def _is_valkey_here(tool: str) -> bool:
    return tool == "redis-server" and shutil.which("valkey-server") is not None


def main(extra: Sequence[str]) -> int:
    results = [*missing_tools(), *on_sqlite(extra), *on_postgres(extra)]
    print()
    for result in results:
        mark = "FAILED" if not result.is_green else "-" if result.note else "ok"
        print(f"{mark:<7}{result.name:<22}{result.note or f'{result.seconds:6.1f} s'}")
    return 0 if all(result.is_green for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
