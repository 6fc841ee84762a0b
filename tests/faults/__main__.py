"""`python -m tests.faults`: every fault test on both databases, with 200 killings instead of a test run's few."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.postgres import NoPostgres, scratch_postgres

ROUNDS = "200"


def main() -> int:
    failed = [_run("")]
    try:
        with scratch_postgres() as address:
            failed.append(_run(address))
    except NoPostgres as error:
        print(f"left out on PostgreSQL: {error}")
    return 1 if any(failed) else 0


def _run(database: str) -> int:
    environment = {"WARTA_FAULT_ROUNDS": ROUNDS, **os.environ, "WARTA_DATABASE_URL": database}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "fault", "-s", *sys.argv[1:]], env=environment, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
