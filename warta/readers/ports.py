"""What this room asks of rooms above it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from warta.lib.ports import Port


class Passing(Enum):
    """May a sign-in whose proofs were right go on?"""

    PASS = "pass"  # noqa: S105 - no password
    STEP_UP = "step_up"  # with one more proof than a password
    HOLD = "hold"  # not now, and not in this way


@dataclass(frozen=True)
class SignInFact:
    """A sign-in at the door: whose account, from where and with what, and what was proven so far.

    `proofs` are of "password", "code", "mfa" and "passkey". Address and agent are for comparing, never for keeping.
    """

    public_id: str
    address: str
    agent: str
    proofs: frozenset[str]


def _step_up(fact: SignInFact) -> Passing:
    return Passing.STEP_UP


# Asked at each sign-in, after the proofs. A reader waits for it, so it must answer within the blink of an eye.
sign_in_passes: Port[[SignInFact], Passing] = Port("readers.sign_in_passes", _step_up, limit_seconds=0.5)


@dataclass(frozen=True)
class PhoneCode:
    """A code that shall reach a number, so that whoever holds the number can type it in."""

    public_id: str
    phone: str = field(repr=False)
    code: str = field(repr=False)
    minutes: int
    language: str


# A sender puts it in line, in the caller's transaction, and says True. False: there is none, and the code goes to the
# person's Telegram or mail, which proves that it was they who typed the number, and no more.
send_phone_code: Port[[PhoneCode], bool] = Port("readers.send_phone_code", lambda _code: False)
