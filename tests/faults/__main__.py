"""`python -m tests.faults`: every fault test, with 200 killings instead of the few that each test run takes."""

from __future__ import annotations

import os
import subprocess
import sys

ROUNDS = "200"


def main() -> int:
    environment = {"WARTA_FAULT_ROUNDS": ROUNDS, **os.environ}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "fault", "-s", *sys.argv[1:]], env=environment, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
