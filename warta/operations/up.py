"""`warta up`: prepare, serve and work, in one command for one machine."""

from __future__ import annotations

import argparse
import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from warta.lib.env import Environment, WrongSetting
from warta.operations.children import WRONG_SETTING, Child, environment_for
from warta.operations.doors import CannotStart, hold_home, open_port
from warta.operations.lifeline import VARIABLE, open_lifeline
from warta.operations.prepared import RESTORING, Prepared, fingerprint, read_prepared, restoring_mark
from warta.operations.readiness import Answer, ask_readiness
from warta.operations.supervisor import Supervisor
from warta.operations.terminal import say, show_rows, show_title, warn

MOST_WEB_PROCESSES = 64
INTERRUPTED = 130  # the shell's code for an end by Ctrl-C
SLOW_START_SECONDS = 20.0  # after which the reasons for not being ready are said


@dataclass(frozen=True)
class Place:
    """Where this site lives and listens."""

    home: Path
    host: str
    port: int
    site_url: str
    web_processes: int
    demo: bool


def main(arguments: Sequence[str], program: Sequence[str]) -> int:
    """Run `warta up`; `program` starts Warta's other commands. Returns the exit code."""
    try:
        place = _place(arguments)
        return _up(place, program)
    except WrongSetting as error:
        warn(str(error))
        return WRONG_SETTING
    except CannotStart as error:
        warn(str(error))
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _place(arguments: Sequence[str]) -> Place:
    parser = argparse.ArgumentParser(prog="warta up", description="Prepare, serve and work until Ctrl-C.")
    parser.add_argument("--port", metavar="N", help="port to listen on (WARTA_PORT, 8000)")
    parser.add_argument("--home", metavar="DIR", help="folder that holds all state (WARTA_HOME, ./var)")
    parser.add_argument("--demo", action="store_true", help="fill an empty site with demonstration content")
    given = parser.parse_args(arguments)
    if given.port:
        os.environ["WARTA_PORT"] = given.port
    if given.home:
        os.environ["WARTA_HOME"] = given.home
    environment = Environment.of_process()
    host = environment.text("WARTA_HOST", "127.0.0.1")
    port = environment.whole("WARTA_PORT", 8000, least=1, most=65535)
    return Place(
        home=environment.folder("WARTA_HOME", "var"),
        host=host,
        port=port,
        site_url=environment.web_address("WARTA_SITE_URL", f"http://{host}:{port}"),
        web_processes=environment.whole("WARTA_WEB_PROCESSES", 1, least=1, most=MOST_WEB_PROCESSES),
        demo=given.demo,
    )


def _up(place: Place, program: Sequence[str]) -> int:
    held = hold_home(place.home)
    listener = open_port(place.host, place.port)
    if restoring_mark(place.home).exists():
        raise CannotStart(RESTORING)
    os.environ["WARTA_HOME"] = str(place.home)
    crew = Crew(place, program, listener.fileno(), held)
    if code := crew.prepare_if_needed():
        return code
    greeter = Greeter(place)
    supervisor = Supervisor(crew.children(), prepare=crew.prepare, on_round=greeter.greet)
    greeter.supervisor = supervisor
    threading.Thread(target=greeter.watch, name="readiness", daemon=True).start()
    code = supervisor.run()
    if greeter.has_greeted:
        say("Stopped.")
    return code


class Crew:
    """The processes of one place: what they are called with and what they inherit."""

    def __init__(self, place: Place, program: Sequence[str], listener: int, held: int) -> None:
        self.place, self.program, self.listener = place, program, listener
        lifeline = open_lifeline()
        self.environment = environment_for(dict(os.environ), lifeline, VARIABLE)
        self.inherited = (listener, held, lifeline)

    def children(self) -> list[Child]:
        count = self.place.web_processes
        names = ["web"] if count == 1 else [f"web {number}" for number in range(1, count + 1)]
        return [*(self._child(name, "web", "--fd", str(self.listener)) for name in names), self._child("work", "work")]

    def _child(self, name: str, *command: str) -> Child:
        return Child(name, [*self.program, *command], self.inherited, self.environment)

    def prepare_if_needed(self) -> int:
        left = read_prepared(self.place.home)
        if left and left.fingerprint == fingerprint(self.place.home, os.environ, demo=self.place.demo):
            return 0
        say("Preparing the site …" if left else "Preparing a new site; this takes a moment …")
        return self.prepare()

    def prepare(self) -> int:
        """Bring the database and the site up to this code. Returns the exit code; the child says what is wrong."""
        command = [*self.program, "prepare", *(["--demo"] if self.place.demo else [])]
        return subprocess.run(  # noqa: S603 (our own program)
            command, env=self.environment, pass_fds=self.inherited, check=False
        ).returncode


class Greeter:
    """Waits until the site is ready, then tells the operator where it is; once."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.supervisor: Supervisor | None = None
        self.has_greeted = False
        self._is_ready = threading.Event()

    def watch(self) -> None:
        """In a thread: ask until the answer is yes."""
        began, said = time.monotonic(), ""
        while not self._is_ready.is_set():
            answer = ask_readiness(self.place.host, self.place.port, seconds=SLOW_START_SECONDS)
            if answer and answer.is_ready:
                self._is_ready.set()
            elif time.monotonic() - began > SLOW_START_SECONDS:
                said = self._explain(answer, said)
            time.sleep(0.05)

    def greet(self) -> None:
        """In the supervisor's round, so that its lines and ours never mix."""
        if self.has_greeted or not self._is_ready.is_set() or self.supervisor is None:
            return
        self.has_greeted = self.supervisor.was_ready = True
        left = read_prepared(self.place.home)
        if left:
            _show_welcome(left, self.place)

    def _explain(self, answer: Answer | None, said: str) -> str:
        reason = answer.words if answer else "no answer on the port yet"
        if reason != said:
            warn(f"not ready yet: {reason}")
        return reason


def _show_welcome(left: Prepared, place: Place) -> None:
    show_title(f"Warta {left.version}")
    rows = [("Site", f"{place.site_url}/"), ("Newsroom", f"{place.site_url}/newsroom/")]
    if left.sign_in:
        rows.append(("Sign in", f"{left.sign_in}  password  {_kept_password(place.home)}"))
    rows.append(("State", str(place.home)))
    show_rows(rows)
    if left.hint:
        say(left.hint)
    say("Ctrl-C stops it.")
    say()


def _kept_password(home: Path) -> str:
    try:
        return (home / "keys" / "demo-editor").read_text(encoding="ascii").strip()
    except OSError:
        return f"(see {home / 'keys' / 'demo-editor'})"
