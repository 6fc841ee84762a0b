"""The computation against other people's: RFC vectors, real rounds of the beacon, and two other libraries."""

from __future__ import annotations

import hashlib
import os
import struct
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand
from hypothesis import given
from hypothesis import strategies as some

from warta.campaigns.draw import rfc3797
from warta.campaigns.draw.computing import (
    CHAIN,
    CHAIN_BEGAN,
    CHAIN_KEY,
    CHAIN_SECONDS,
    LABEL,
    drawn_order,
    is_signed,
    leaves,
    moment_of,
    randomness_of,
    root_of,
    round_begins,
)
from warta.campaigns.draw.inclusion import path_to_root, root_by_path
from warta.campaigns.draw.rfc3797 import key_of
from warta.campaigns.draw.sealing import round_at
from warta.campaigns.tests.proofs import ROUNDS

GROUP = "f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e"


def test_rfc_3797_gives_the_choice_of_its_section_6() -> None:
    key = key_of([[9319], [2, 5, 12, 8, 10], [9, 18, 26, 34, 41, 45]])

    assert key == "9319./2.5.8.10.12./9.18.26.34.41.45./"
    assert rfc3797(key, 25, 16) == [17, 7, 2, 16, 25, 23, 8, 24, 19, 13, 22, 5, 18, 9, 1, 4]


def test_rfc_3797_refuses_what_its_two_bytes_cannot_count() -> None:
    for pool, count in ((65_536, 1), (3, 4), (-1, 0)):
        with pytest.raises(ValueError, match="at most"):
            rfc3797("1./", pool, count)
    assert sorted(rfc3797("1./", 300, 300)) == list(range(1, 301))


def test_the_pinned_chain_is_named_by_its_key_its_start_and_its_period() -> None:
    named = struct.pack(">Iq", CHAIN_SECONDS, CHAIN_BEGAN) + bytes.fromhex(CHAIN_KEY + GROUP) + b"quicknet"

    assert hashlib.sha256(named).hexdigest() == CHAIN


@pytest.mark.parametrize(("number", "signature"), ROUNDS.items())
def test_rounds_that_the_beacon_made_are_signed_by_it(number: int, signature: str) -> None:
    assert is_signed(number, signature)
    assert not is_signed(number + 1, signature)


def test_the_randomness_is_what_the_beacon_itself_tells() -> None:
    told = "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587"

    assert randomness_of(ROUNDS[657413]).hex() == told


@pytest.mark.parametrize(("number", "exit_code"), [(1000, 0), (1001, 1)])
def test_another_library_thinks_the_same_of_a_signature(number: int, exit_code: int) -> None:
    command = [sys.executable, "-m", "warta.campaigns.tests.second_opinion", str(number), ROUNDS[1000]]
    assert subprocess.run(command).returncode == exit_code
    assert is_signed(number, ROUNDS[1000]) == (exit_code == 0)


def test_a_draw_waits_for_the_first_round_at_its_time_or_after() -> None:
    began = round_begins(1000)

    assert [round_at(began + seconds) for seconds in (-1, 0, 1, 2, 3)] == [1000, 1000, 1001, 1001, 1001]
    assert moment_of(round_begins(1)) == "2023-08-23T15:09:27Z"


def test_the_order_is_that_of_hkdf_by_another_library() -> None:
    codes = [os.urandom(16) for _ in range(200)]
    randomness, seal_hash = os.urandom(32), os.urandom(32)

    def position(code: bytes) -> bytes:
        prk = HKDF.extract(SHA256(), code, randomness)
        return HKDFExpand(SHA256(), 32, LABEL + seal_hash).derive(prk)

    records = b"".join(code + bytes(32) for code in codes)

    assert drawn_order(records, seal_hash=seal_hash.hex(), randomness=randomness) == sorted(codes, key=position)


@given(some.integers(1, 200), some.data())
def test_every_entry_has_a_path_to_the_root_and_no_other_leaf_has_it(size: int, data: some.DataObject) -> None:
    listed = leaves(bytes(16), bytes(range(256)) * 48)[:size]
    index = data.draw(some.integers(0, size - 1))
    path = path_to_root(listed, index)

    assert root_by_path(listed[index], path, index=index, size=size) == root_of(listed)
    assert root_by_path(bytes(32), path, index=index, size=size) != root_of(listed)
    with pytest.raises(ValueError, match="too long"):
        root_by_path(listed[index], [*path, bytes(32)], index=index, size=size)


def test_a_node_without_a_neighbour_is_promoted_not_doubled() -> None:
    one, two, three = (bytes([number]) * 32 for number in range(3))

    def node(left: bytes, right: bytes) -> bytes:
        return hashlib.sha256(b"\x01" + left + right).digest()

    assert root_of([one, two, three]) == node(node(one, two), three)
    assert root_of([one]) == one
    assert len(path_to_root([one] * 1_000, 0)) == 10
