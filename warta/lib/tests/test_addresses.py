from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.lib.addresses import UNKNOWN, client_address, shared_by_one_household, trusted_networks
from warta.lib.env import WrongSetting

OURS = trusted_networks(["10.0.0.0/8", "127.0.0.1", "fd00::/8"])


def test_without_trusted_proxies_the_header_is_not_believed() -> None:
    assert client_address("203.0.113.7", "198.51.100.1", ()) == "203.0.113.7"


def test_a_peer_that_is_no_proxy_of_ours_is_the_client_whatever_it_claims() -> None:
    assert client_address("203.0.113.7", "127.0.0.1, 10.0.0.1", OURS) == "203.0.113.7"


@pytest.mark.parametrize(
    ("forwarded_for", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("198.51.100.66, 203.0.113.7", "203.0.113.7"),
        ("127.0.0.1, 203.0.113.7, 10.1.2.3", "203.0.113.7"),
        ("203.0.113.7:51234", "203.0.113.7"),
        ("2001:db8::7", "2001:db8::7"),
        ('"[2001:db8::7]:443", fd00::1', "2001:db8::7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::1"),
        ("203.0.113.9, nonsense", "10.0.0.1"),
        ("nonsense, 203.0.113.7", "203.0.113.7"),
        ("", "10.0.0.1"),
        (" , ", "10.0.0.1"),
        ("10.9.9.9, 10.8.8.8", "10.9.9.9"),
    ],
)
def test_behind_our_proxies_the_first_foreign_address_from_the_right_counts(forwarded_for: str, client: str) -> None:
    assert client_address("10.0.0.1", forwarded_for, OURS) == client


@given(st.lists(st.ip_addresses().map(str) | st.text(max_size=20), max_size=6))
def test_nothing_a_client_writes_moves_what_our_proxy_appended(claims: list[str]) -> None:
    header = ", ".join([*claims, "203.0.113.7"])
    assert client_address("10.0.0.1", header, OURS) == "203.0.113.7"


@given(st.text(), st.text())
def test_any_text_gives_an_address(peer: str, header: str) -> None:
    assert client_address(peer, header, OURS)


def test_a_unix_socket_is_believed_only_when_named() -> None:
    assert client_address("", "203.0.113.7", OURS) == UNKNOWN
    assert client_address("", "203.0.113.7", trusted_networks(["unix"])) == "203.0.113.7"


def test_a_wrong_entry_is_named() -> None:
    with pytest.raises(WrongSetting, match=r"10\.0\.0\.0/99"):
        trusted_networks(["10.0.0.0/99"])


def test_a_household_shares_its_ipv6_network_and_nothing_of_ipv4() -> None:
    assert shared_by_one_household("2001:db8:1:2:3:4:5:6") == shared_by_one_household("2001:db8:1:2::9")
    assert shared_by_one_household("203.0.113.7") == "203.0.113.7"
