"""The beacon's signature of a round: asked for over HTTPS, or read from what somebody typed or saved.

Refuses to take a random number that comes without its signature, and any signature that is not the beacon's.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from warta.campaigns.draw.computing import CHAIN, is_signed, moment_of, round_begins
from warta.campaigns.draw.form import MATCHES
from warta.lib.http import Client, HttpFailure

ENDPOINTS = ("https://api.drand.sh", "https://api2.drand.sh", "https://api3.drand.sh", "https://drand.cloudflare.com")
MOST_BYTES = 4096  # an answer has about 300
CLIENT = Client(connect_seconds=5, read_seconds=5, total_seconds=10, max_bytes=MOST_BYTES)


class NoSignature(Exception):
    """Why there is no signature yet, in a sentence. The draw then waits for the very same round."""


def signature_in(text: str, number: int) -> str:
    """The signature in what was typed or saved: 96 hexadecimal digits, or the beacon's JSON. Raises NoSignature."""
    typed = text.strip()
    signature = _signature_of(_json(typed), number) if typed.startswith("{") else typed.lower()
    if not MATCHES["signature"](signature):
        raise NoSignature("A signature has 96 hexadecimal digits; give it, or the beacon's answer as a file.")
    if not is_signed(number, signature):
        raise NoSignature(f"This is not the beacon's signature of round {number}.")
    return signature


def fetched_signature(number: int, *, now: int, endpoints: Sequence[str] = ENDPOINTS, client: Client = CLIENT) -> str:
    """Ask one place after the other until one shows a signature that holds. Raises NoSignature. Safe to repeat."""
    if now < round_begins(number):
        raise NoSignature(f"Round {number} is made at {moment_of(round_begins(number))}; the draw waits for it.")
    reasons = []
    for endpoint in endpoints:
        try:
            answer = client.get(f"{endpoint.rstrip('/')}/{CHAIN}/public/{number}")
            if answer.is_success:
                return signature_in(answer.body.decode("utf-8", "replace"), number)
            reasons.append(f"{endpoint} answered {answer.status}.")
        except (HttpFailure, NoSignature) as failure:
            reasons.append(f"{endpoint}: {failure}")
    told = " ".join(reasons)
    raise NoSignature(f"Round {number} could not be fetched; the draw waits for this very round. {told}")


def _json(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise NoSignature("That is not the beacon's answer: it is not JSON.") from None
    return value if isinstance(value, dict) else {}


def _signature_of(answer: dict[str, Any], number: int) -> str:
    if answer.get("round") != number:
        raise NoSignature(f"That is the answer for another round than {number}.")
    if not isinstance(signature := answer.get("signature"), str):
        raise NoSignature("There is no signature in it, and a random number alone is never taken.")
    return signature.lower()
