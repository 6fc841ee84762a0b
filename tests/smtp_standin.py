"""Stands in for a mail server: real SMTP on loopback that keeps what it gets and misbehaves on request.

`python -m tests.smtp_standin --port 8125` runs it by hand and prints what arrives.
"""

from __future__ import annotations

import argparse
import base64
import socketserver
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

SAYS = {
    "": b"250 2.0.0 fine",
    "EHLO": b"250 fine",
    "HELO": b"250 fine",
    "DATA": b"354 go on",
    "QUIT": b"221 2.0.0 bye",
}


@dataclass(frozen=True)
class Mail:
    """What arrived, and over which connection."""

    sender: str
    recipient: str
    content: bytes
    at: float
    connection: int
    is_encrypted: bool
    user: str

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=policy.default)


@dataclass
class StandIn:
    """`faults` are what the next commands come to, by verb: an answer such as `450 4.2.0 later`, or `drop`, or `hang`.

    The verb `GREETING` is the connection itself, `CONTENT` the end of a mail: there `drop` keeps the mail first, as a
    server does whose answer is lost.
    """

    port: int = 0
    user: str = ""
    password: str = ""
    certificate: str = ""
    mails: list[Mail] = field(default_factory=list)
    connections: int = 0
    commands: list[str] = field(default_factory=list)
    faults: dict[str, deque[str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def order(self, verb: str, *answers: str) -> None:
        with self.lock:
            self.faults.setdefault(verb, deque()).extend(answers)

    def next_fault(self, verb: str) -> str:
        with self.lock:
            waiting = self.faults.get(verb)
            return waiting.popleft() if waiting else ""

    def doubles(self) -> int:
        """How many mails came more than once."""
        with self.lock:
            names = [mail.message["Message-ID"] for mail in self.mails]
        return len(names) - len(set(names))

    @contextmanager
    def running(self) -> Iterator[StandIn]:
        server = _Server(("127.0.0.1", self.port), _Conversation)
        server.stand_in = self
        self.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    stand_in: StandIn


class _Gone(Exception):
    """The conversation ends without another word."""


class _Conversation(socketserver.StreamRequestHandler):
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.stand_in = self.server.stand_in
        with self.stand_in.lock:
            self.stand_in.connections += 1
            self.number = self.stand_in.connections
        self.sender, self.recipient, self.user = "", "", ""
        self.is_encrypted = False

    def handle(self) -> None:
        try:
            self._say(self._fault("GREETING") or b"220 stand-in ESMTP")
            while line := self.rfile.readline():
                self._answer(line.decode("utf-8", "replace").rstrip("\r\n"))
        except (OSError, _Gone):
            return

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:
            return

    def _answer(self, line: str) -> None:
        verb, _, argument = line.partition(" ")
        verb = verb.upper()
        self.stand_in.commands.append(verb)
        fault = self._fault(verb)
        answers: dict[str, Callable[[str], None]] = {
            "EHLO": self._greet, "STARTTLS": self._encrypt, "AUTH": self._sign_in, "MAIL": self._note_sender,
            "RCPT": self._note_recipient, "DATA": self._take,
        }  # fmt: skip
        if fault:
            self._say(fault)
        elif verb in answers:
            answers[verb](argument)
        else:
            self._say(SAYS.get(verb, SAYS[""]))
        if verb == "QUIT":
            raise _Gone

    def _note_sender(self, argument: str) -> None:
        if self.stand_in.user and not self.user:
            return self._say(b"530 5.7.0 sign in first")
        self.sender = argument.partition("<")[2].partition(">")[0]
        return self._say(SAYS[""])

    def _note_recipient(self, argument: str) -> None:
        self.recipient = argument.partition("<")[2].partition(">")[0]
        self._say(SAYS[""])

    def _greet(self, _argument: str) -> None:
        more = [b"PIPELINING", b"ENHANCEDSTATUSCODES"]
        if self.stand_in.certificate and not self.is_encrypted:
            more.append(b"STARTTLS")
        if self.stand_in.user:
            more.append(b"AUTH PLAIN")
        for line in more:
            self._say(b"250-" + line)
        self._say(SAYS["EHLO"])

    def _encrypt(self, _argument: str) -> None:
        self._say(b"220 2.0.0 go on")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.stand_in.certificate)
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.request, self.rfile = self.connection, self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)
        self.is_encrypted = True

    def _sign_in(self, argument: str) -> None:
        _who, user, password = base64.b64decode(argument.partition(" ")[2]).decode().split("\0")
        if (user, password) == (self.stand_in.user, self.stand_in.password):
            self.user = user
            return self._say(b"235 2.7.0 welcome")
        return self._say(b"535 5.7.8 no")

    def _take(self, _argument: str) -> None:
        self._say(SAYS["DATA"])
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise _Gone
            lines.append(line[1:] if line.startswith(b".") else line)
        fault = self.stand_in.next_fault("CONTENT")
        if fault[:1] not in ("4", "5"):
            self._keep(b"".join(lines))
        self._say(self._meant(fault) or SAYS[""])

    def _keep(self, content: bytes) -> None:
        mail = Mail(self.sender, self.recipient, content, time.time(), self.number, self.is_encrypted, self.user)
        with self.stand_in.lock:
            self.stand_in.mails.append(mail)

    def _fault(self, verb: str) -> bytes:
        return self._meant(self.stand_in.next_fault(verb))

    def _meant(self, fault: str) -> bytes:
        if fault == "drop":
            raise _Gone
        if fault == "hang":
            self.rfile.readline()  # until the other side has had enough
            raise _Gone
        return fault.encode()

    def _say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.smtp_standin", description=__doc__)
    parser.add_argument("--port", type=int, default=8125)
    with StandIn(port=parser.parse_args().port).running() as stand_in:
        print(f"Start Warta with WARTA_EMAIL_URL=smtp://127.0.0.1:{stand_in.port}")
        shown = 0
        while True:
            for mail in stand_in.mails[shown:]:
                print(f"{mail.recipient}: {mail.message['Subject']}")
            shown = len(stand_in.mails)
            time.sleep(0.2)


if __name__ == "__main__":
    main()
