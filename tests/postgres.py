"""A PostgreSQL for the tests alone: started in a temporary folder, reached by a Unix socket, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

# Tests want speed and throw the data away, so nothing waits for the disk.
OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100 -c listen_addresses="
NAME = "warta"


class NoPostgres(Exception):
    """This machine can't start one. The message says why."""


@contextmanager
def scratch_postgres() -> Iterator[str]:
    """A running server with one empty database; yields its address for WARTA_DATABASE_URL. Raises NoPostgres."""
    programs = program_folder()
    folder = Path(tempfile.mkdtemp(prefix="warta-pg-"))
    try:
        _give_to_postgres(folder)
        data = folder / "data"
        _run(programs, "initdb", "--auth=trust", "--username=warta", "--encoding=UTF8", "--locale=C.UTF-8", "-D", data)
        control = ("-D", data, "-w", "-s", "-l", folder / "log")
        _run(programs, "pg_ctl", *control, "-o", f"{OPTIONS} -c unix_socket_directories={folder}", "start")
        try:
            _run(programs, "createdb", "-h", folder, "-U", "warta", NAME)
            yield f"postgres://warta@/{NAME}?host={folder}"
        finally:
            _run(programs, "pg_ctl", *control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def program_folder() -> Path:
    """Where Debian, or the PATH, keeps `initdb`; the newest first. Raises NoPostgres."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]), reverse=True)
    on_path = shutil.which("initdb")
    if found:
        return found[0].parent
    if on_path:
        return Path(on_path).parent
    raise NoPostgres("PostgreSQL is not installed (apt-get install postgresql)")


def _account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; its own account, or that of nobody, does instead."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _give_to_postgres(folder: Path) -> None:
    account = _account()
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)


def _run(programs: Path, program: str, *arguments: str | Path) -> None:
    command: Sequence[str] = [str(programs / program), *map(str, arguments)]
    account = _account()
    if account:
        command = [
            "setpriv",
            f"--reuid={account.pw_uid}",
            f"--regid={account.pw_gid}",
            "--clear-groups",
            *command,
        ]
    # Not captured by pipe: the server would inherit it and keep the reader waiting for its end.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as words:
        done = subprocess.run(command, stdout=words, stderr=words, stdin=subprocess.DEVNULL, cwd="/", check=False)
        if done.returncode:
            words.seek(0)
            raise NoPostgres(f"{program} failed: {words.read().strip()[-600:]}")
