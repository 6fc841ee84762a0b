"""What this room asks of rooms above it."""

from __future__ import annotations

from dataclasses import dataclass
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
