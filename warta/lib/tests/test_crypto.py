from __future__ import annotations

import base64

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from warta.lib.crypto import (
    MasterKeys,
    UnknownKey,
    WrongSeal,
    blind_index,
    derived_key,
    master_keys,
    master_keys_text,
    new_key,
    normalised,
    open_sealed,
    seal,
)
from warta.lib.env import WrongSetting

KEY = bytes(range(32))
OLD, NEW = ("2025", b"o" * 32), ("2026", b"n" * 32)


@given(st.binary(), st.text())
def test_what_is_sealed_opens_in_its_place(plain: bytes, place: str) -> None:
    assert open_sealed(seal(plain, key=KEY, place=place), key=KEY, place=place) == plain


@given(st.binary(max_size=40), st.text(), st.text())
def test_it_opens_in_no_other_place(plain: bytes, place: str, other: str) -> None:
    assume(place != other)
    with pytest.raises(WrongSeal):
        open_sealed(seal(plain, key=KEY, place=place), key=KEY, place=other)


@given(st.binary(max_size=40), st.integers(0, 10_000), st.integers(1, 255))
def test_a_single_changed_byte_is_found(plain: bytes, position: int, change: int) -> None:
    sealed = bytearray(seal(plain, key=KEY, place="here"))
    sealed[position % len(sealed)] ^= change
    with pytest.raises(WrongSeal):
        open_sealed(bytes(sealed), key=KEY, place="here")


@given(st.binary(max_size=60))
def test_any_other_bytes_do_not_open(text: bytes) -> None:
    with pytest.raises(WrongSeal):
        open_sealed(text, key=KEY, place="here")


def test_sealing_twice_never_gives_the_same() -> None:
    assert seal(b"x", key=KEY, place="") != seal(b"x", key=KEY, place="")


def test_derived_keys_follow_rfc_5869_and_differ_by_purpose() -> None:
    # Computed independently: HMAC-SHA256(HMAC-SHA256(0^32, key), "warta|" + purpose + 0x01).
    import hashlib
    import hmac

    extracted = hmac.new(b"\0" * 32, KEY, hashlib.sha256).digest()
    expected = hmac.new(extracted, b"warta|wrap\x01", hashlib.sha256).digest()
    assert derived_key(KEY, "wrap") == expected
    assert derived_key(KEY, "wrap") != derived_key(KEY, "index")


def test_after_rotation_old_wrappings_open_and_new_ones_use_the_new_key() -> None:
    name, wrapped = MasterKeys(dict([OLD])).wrap(KEY, "person 1")
    ring = MasterKeys(dict([NEW, OLD]))
    assert ring.unwrap(name, wrapped, "person 1") == KEY
    assert ring.wrap(KEY, "person 1")[0] == "2026"


def test_a_wrapping_opens_for_nobody_else() -> None:
    ring = MasterKeys(dict([OLD]))
    name, wrapped = ring.wrap(KEY, "person 1")
    with pytest.raises(WrongSeal):
        ring.unwrap(name, wrapped, "person 2")


def test_a_missing_master_key_is_named() -> None:
    name, wrapped = MasterKeys(dict([OLD])).wrap(KEY, "p")
    with pytest.raises(UnknownKey, match="2025"):
        MasterKeys(dict([NEW])).unwrap(name, wrapped, "p")


def test_a_ring_shows_names_and_no_keys() -> None:
    assert repr(MasterKeys(dict([NEW, OLD]))) == "MasterKeys(2026, 2025)"


def test_a_ring_reads_back_as_written() -> None:
    assert master_keys(master_keys_text([NEW, OLD])).keys == dict([NEW, OLD])


@pytest.mark.parametrize("text", ["", "k1", "k1:c2hvcnQ=", ":" + "A" * 44, "k1:ÿ", "k:{key},k:{key}"])
def test_a_wrong_ring_is_refused_without_showing_it(text: str) -> None:
    secret = base64.b64encode(new_key()).decode()
    with pytest.raises(WrongSetting) as caught:
        master_keys(text.replace("{key}", secret))
    assert secret not in str(caught.value)


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


def test_spellings_of_the_same_have_one_index() -> None:
    spellings = ["Siti  Nurhaliza", "siti nurhaliza ", "ＳＩＴＩ Nurhaliza"]
    assert len({blind_index(spelling, key=KEY) for spelling in spellings}) == 1
    assert blind_index("Siti", key=KEY) != blind_index("Siti", key=new_key())
