"""The public validators, installed once from the locked list beside this file."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent


class NoValidators(Exception):
    """The validators can't be had on this machine; the message says why."""


def validators() -> Path:
    """The folder of installed packages; installs them when they are missing. Safe to call from several processes."""
    modules = HERE / "node_modules"
    if not shutil.which("npm"):
        raise NoValidators("npm is missing: apt-get install nodejs npm")
    with (HERE / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (modules / ".package-lock.json").exists():
            subprocess.run(
                ["npm", "ci", "--no-audit", "--no-fund", "--silent"],
                cwd=HERE,
                check=True,
            )
    return modules
