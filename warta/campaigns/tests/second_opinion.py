"""`python -m warta.campaigns.tests.second_opinion ROUND SIGNATURE`: what py-ecc says of a round of the beacon.

A process of its own: the library raises Python's recursion limit to 100,000 for whoever imports it, with which hostile
input that other tests read would end the interpreter.
"""

from __future__ import annotations

import hashlib
import sys

from py_ecc.bls.hash_to_curve import hash_to_G1
from py_ecc.bls.point_compression import decompress_G1, decompress_G2
from py_ecc.optimized_bls12_381.optimized_curve import G2
from py_ecc.optimized_bls12_381.optimized_pairing import pairing

from warta.campaigns.draw.computing import CHAIN_KEY, SUITE


def is_good(number: int, signature: str) -> bool:
    message = hash_to_G1(hashlib.sha256(number.to_bytes(8, "big")).digest(), SUITE, hashlib.sha256)  # type: ignore[arg-type]
    key = decompress_G2((int(CHAIN_KEY[:96], 16), int(CHAIN_KEY[96:], 16)))  # type: ignore[arg-type]
    return pairing(G2, decompress_G1(int(signature, 16))) == pairing(key, message)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(0 if is_good(int(sys.argv[1]), sys.argv[2]) else 1)
