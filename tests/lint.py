"""`python -m tests.lint [NAME …]`: every check of the code's form, side by side, and the words of what failed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Check:
    name: str
    command: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    name: str
    is_clean: bool
    seconds: float
    words: str


def checks(home: Path) -> list[Check]:
    django = {"DJANGO_SETTINGS_MODULE": "warta.project.settings", "WARTA_HOME": str(home)}
    production = {
        **django,
        "WARTA_SITE_URL": "https://warta.example",
        "WARTA_SECRET_KEY": "a-key-of-no-installation-but-as-long-and-as-mixed-as-one-0123456789",
    }
    admin = str(BIN / "django-admin")
    return [
        Check("ruff check", [str(BIN / "ruff"), "check", "--quiet", "."]),
        Check("ruff format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
        Check("mypy", [str(BIN / "mypy"), "--no-error-summary"], django),
        Check("imports", [str(BIN / "lint-imports"), "--no-cache"]),
        Check("templates", [str(BIN / "djade"), "--check", "--target-version", "5.2", *templates()]),
        Check("migrations", [admin, "makemigrations", "--check", "--dry-run"], django),
        Check("deploy", [admin, "check", "--deploy", "--fail-level", "WARNING"], production),
    ]


def templates() -> list[str]:
    return [str(path.relative_to(ROOT)) for path in sorted((ROOT / "warta").glob("**/templates/**/*.html"))]


def outcome_of(check: Check) -> Outcome:
    began = time.monotonic()
    done = subprocess.run(
        check.command, cwd=ROOT, env={**os.environ, **check.environment}, capture_output=True, text=True, check=False
    )
    words = (done.stdout + done.stderr).strip()
    return Outcome(check.name, done.returncode == 0, time.monotonic() - began, words)


def main(wanted: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="warta-lint-") as home, ThreadPoolExecutor(os.cpu_count()) as pool:
        chosen = [check for check in checks(Path(home)) if not wanted or check.name in wanted]
        outcomes = list(pool.map(outcome_of, chosen))
    for outcome in outcomes:
        if not outcome.is_clean:
            print(f"\n── {outcome.name} ──\n{outcome.words}")
    print()
    for outcome in outcomes:
        print(f"{'ok' if outcome.is_clean else 'FAILED':<7}{outcome.name:<13}{outcome.seconds:5.1f} s")
    return 0 if all(outcome.is_clean for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
