"""What `up` must hold before anything starts: the port it listens on, and the state folder for itself alone."""

from __future__ import annotations

import fcntl
import os
import socket
import time
from pathlib import Path

BACKLOG = 1024  # connections the kernel holds while the web process starts or is started again
GRACE_SECONDS = 15.0  # what a former run's children may take to end after their supervisor was killed


class CannotStart(Exception):
    """Why Warta does not start: one sentence for the operator."""


def open_port(host: str, port: int) -> socket.socket:
    """A listening socket that children may inherit. Raises CannotStart."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except PermissionError:
        raise CannotStart(f"Port {port} is kept for the system; choose one above 1023 with --port.") from None
    except OSError as error:
        raise CannotStart(_why_no_port(host, port, error)) from None
    listener.set_inheritable(True)
    return listener


def _why_no_port(host: str, port: int, error: OSError) -> str:
    if isinstance(error, socket.gaierror):
        return f"WARTA_HOST names {host}, which this machine doesn't know."
    if error.strerror == "Address already in use":
        return f"Port {port} on {host} is in use by another program; choose another one with --port."
    return f"Can't listen on {host}:{port}: {error.strerror}; choose another address with WARTA_HOST or --port."


def hold_home(home: Path) -> int:
    """Take the state folder for this run; the descriptor holds it until it and its children end. Raises CannotStart.

    Children inherit the descriptor, so a second run waits for the children of a killed first one.
    """
    try:
        (home / "run").mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(home / "run" / "up.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CannotStart(
            f"Can't write to {home}: {error.strerror}; choose another folder with --home or WARTA_HOME."
        ) from None
    _lock(descriptor, home)
    os.truncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    os.set_inheritable(descriptor, True)
    return descriptor


def _lock(descriptor: int, home: Path) -> None:
    patience = time.monotonic() + GRACE_SECONDS
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 20, 0).decode(errors="replace").strip()
            if _is_alive(holder) or time.monotonic() > patience:
                raise CannotStart(
                    f"Warta is already up on {home} (process {holder or 'unknown'}); "
                    "stop that one first or choose another folder with --home."
                ) from None
            time.sleep(0.1)


def _is_alive(process_id: str) -> bool:
    try:
        os.kill(int(process_id), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
