from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from warta.operations import doors
from warta.operations.doors import CannotStart, hold_home, open_port


def test_an_open_port_listens_and_can_be_inherited() -> None:
    with open_port("127.0.0.1", 0) as listener:
        assert listener.get_inheritable()
        socket.create_connection(listener.getsockname(), timeout=5).close()


def test_a_port_in_use_is_named_with_what_to_do() -> None:
    with open_port("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=rf"Port {port} .* in use .*--port"):
            open_port("127.0.0.1", port)


def test_an_unknown_host_is_named() -> None:
    with pytest.raises(CannotStart, match=r"WARTA_HOST names no\.such\.host\.invalid"):
        open_port("no.such.host.invalid", 8000)


def test_two_runs_on_one_home_refuse_each_other(tmp_path: Path) -> None:
    held = hold_home(tmp_path)
    try:
        with pytest.raises(CannotStart, match=rf"already up on {tmp_path} \(process {os.getpid()}\)"):
            hold_home(tmp_path)
    finally:
        os.close(held)
    os.close(hold_home(tmp_path))


def test_the_children_of_a_killed_run_are_waited_for_and_then_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "GRACE_SECONDS", 0.3)
    held = hold_home(tmp_path)
    os.pwrite(held, b"999999999", 0)  # a process that is no more, whose children still hold the home
    try:
        with pytest.raises(CannotStart, match="already up"):
            hold_home(tmp_path)
    finally:
        os.close(held)


def test_a_home_that_takes_no_writes_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotStart, match="Can't write to"):
        hold_home(tmp_path / "file")
