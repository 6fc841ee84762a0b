"""The computation of a draw: leaves and root, the beacon's round, the order, who holds which prize.

Values in, values out. Sources: RFC 5869 for the order, drand's "quicknet" for the randomness.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime
from heapq import nsmallest
from typing import Any

from warta.campaigns.draw.form import fingerprint

LABEL = b"warta-draw/1:"
# drand's "quicknet". The key is what we trust; the chain's name is a hash of it, its first second and its period.
CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
CHAIN_KEY = (
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
CHAIN_BEGAN, CHAIN_SECONDS = 1692803367, 3
SUITE = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
LEAD_SECONDS = 600  # between the seal and its round: time for the seal to be seen before anybody can know the round
CODE_BYTES, RECORD_BYTES = 16, 48  # an entry's public code; the code and the commitment that follows it


class HeldNothing(ValueError):
    """A passing-on names somebody who holds no prize at that point."""

    def __init__(self, number: int) -> None:
        super().__init__(f"The passing-on number {number + 1} names somebody who holds no prize.")
        self.number = number


def commitment(opening: bytes, account: bytes) -> bytes:
    """What the list shows of an account: nothing, to anybody without the opening."""
    return hmac.digest(opening, account, "sha256")


def leaves(campaign: bytes, records: bytes) -> list[bytes]:
    """The tree's leaves of a list of records (code and commitment, one after the other)."""
    start, sha256 = b"\0" + campaign, hashlib.sha256
    return [sha256(start + records[at : at + RECORD_BYTES]).digest() for at in range(0, len(records), RECORD_BYTES)]


def root_of(level: Sequence[bytes]) -> bytes:
    """The Merkle root of at least one leaf; a node without a neighbour goes up as it is."""
    sha256 = hashlib.sha256
    while len(level) > 1:
        paired = [sha256(b"\1" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
        level = [*paired, level[-1]] if len(level) % 2 else paired
    return level[0]


def hmacs(keys: bytes, message: bytes, *, key_bytes: int) -> list[bytes]:
    """HMAC-SHA256 of one message under many keys of that size, which stand one after the other.

    In little more than half the time of the standard library's own, key by key: all keys are padded at once.
    """
    sha256, rest = hashlib.sha256, 64 - key_bytes  # the size of SHA-256's block
    inner, outer = (keys.translate(bytes(byte ^ pad for byte in range(256))) for pad in (0x36, 0x5C))
    after_inner, after_outer = b"\x36" * rest + message, b"\x5c" * rest
    return [
        sha256(outer[at : at + key_bytes] + after_outer + sha256(inner[at : at + key_bytes] + after_inner).digest())
        .digest()
        for at in range(0, len(keys), key_bytes)
    ]  # fmt: skip


def codes_in(records: bytes) -> list[bytes]:
    return [records[at : at + CODE_BYTES] for at in range(0, len(records), RECORD_BYTES)]


def placed_codes(records: bytes, *, seal_hash: str, randomness: bytes) -> list[bytes]:
    """Each entry's position and behind it its code (HKDF of RFC 5869, the code being its salt), in the list's order."""
    codes = codes_in(records)
    pseudorandom = hmacs(b"".join(codes), randomness, key_bytes=CODE_BYTES)
    positions = hmacs(b"".join(pseudorandom), LABEL + bytes.fromhex(seal_hash) + b"\1", key_bytes=32)
    return list(map(bytes.__add__, positions, codes))


def drawn_order(records: bytes, *, seal_hash: str, randomness: bytes) -> list[bytes]:
    """The codes of all entries in the order in which they are drawn."""
    return [placed[32:] for placed in sorted(placed_codes(records, seal_hash=seal_hash, randomness=randomness))]


def randomness_of(signature: str) -> bytes:
    return hashlib.sha256(bytes.fromhex(signature)).digest()


def round_begins(number: int) -> int:
    """When a round of the beacon is made, in seconds of Unix time."""
    return CHAIN_BEGAN + (number - 1) * CHAIN_SECONDS


def moment_of(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_signed(number: int, signature: str) -> bool:
    """Whether the beacon signed this round. Raises ImportError without the package that can tell."""
    from py_arkworks_bls12381 import GT, G1Point, G2Point

    raw = bytes.fromhex(signature)
    try:
        point = G1Point.from_compressed_bytes(raw)
    except ValueError:
        return False
    message = G1Point.hash_to_curve(hashlib.sha256(number.to_bytes(8, "big")).digest(), SUITE)
    key = G2Point.from_compressed_bytes(bytes.fromhex(CHAIN_KEY))
    return point.to_compressed_bytes() == raw and GT.pairing_check([point, -message], [G2Point(), key])


def listed_order(placed: Sequence[bytes], rules: dict[str, Any]) -> list[str]:
    """The part of the order that a result lists, from what `placed_codes` gave: who wins, then the substitutes."""
    listed = min(sum(prize["quantity"] for prize in rules["prizes"]) + rules["substitutes"], len(placed))
    return [first[32:].hex() for first in nsmallest(listed, placed)]


def holders_of(
    order: Sequence[str], rules: dict[str, Any], passed_on: Sequence[dict[str, Any]]
) -> list[dict[str, str]]:
    """Who holds each prize: in order, each passed on to the next substitute; "" where there is nobody left.

    Raises HeldNothing.
    """
    prizes = [prize["prize"] for prize in rules["prizes"] for _ in range(min(prize["quantity"], len(order)))]
    prizes = prizes[: len(order)]
    held = dict(zip(order, range(len(prizes)), strict=False))
    following, holders = iter(order[len(prizes) :]), list(order[: len(prizes)])
    for number, passing in enumerate(passed_on):
        place = held.pop(passing["entry"], None)
        if place is None:
            raise HeldNothing(number)
        holders[place] = next(following, "")
        if holders[place]:
            held[holders[place]] = place
    return [{"entry": entry, "prize": prize} for entry, prize in zip(holders, prizes, strict=True)]


def result_hash_of(bundle: dict[str, Any]) -> str:
    return fingerprint({name: bundle[name] for name in ("beacon", "result", "seal_hash")})


def records_of(entries: Sequence[str]) -> bytes:
    return bytes.fromhex("".join(entries).replace(":", ""))
