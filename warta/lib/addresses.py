"""Whose address a request comes from: the one function that decides whom to believe."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from warta.lib.env import WrongSetting

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

UNKNOWN = "0.0.0.0"  # noqa: S104 - not bound to: stands for a caller without an address, such as a Unix socket
SHARED_IPV6_PREFIX = 64  # a household or phone gets at least this many bits' worth, so one person can use them all
UNIX_SOCKET = "unix"


def trusted_networks(entries: Sequence[str]) -> tuple[Network | str, ...]:
    """Read WARTA_TRUSTED_PROXIES: addresses, networks such as 10.0.0.0/8, or `unix`. Raises WrongSetting."""
    return tuple(_network(entry) for entry in entries)


def client_address(peer: str, forwarded_for: str, trusted: Sequence[Network | str]) -> str:
    """The nearest address that is not one of our own proxies; `UNKNOWN` when there is none.

    `peer` is the other end of the connection ("" for a Unix socket), `forwarded_for` the header as it came (several
    joined by commas). It is read from the right: each step is believed only because a trusted proxy wrote it, so what
    a client puts there itself is never reached.
    """
    nearest = _address(peer)
    if not _is_trusted(nearest, trusted):
        return str(nearest or UNKNOWN)
    for step in reversed(forwarded_for.split(",")) if forwarded_for.strip() else ():
        address = _address(step)
        if address is None:
            break  # a proxy of ours wrote what is no address: nothing left of it can be believed
        nearest = address
        if not _is_trusted(address, trusted):
            break
    return str(nearest or UNKNOWN)


def shared_by_one_household(address: str) -> str:
    """The address as a limit should count it: IPv6 by its /64, since one client has all of that."""
    parsed = _address(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((int(parsed), SHARED_IPV6_PREFIX), strict=False))
    return str(parsed or UNKNOWN)


def _network(entry: str) -> Network | str:
    if entry == UNIX_SOCKET:
        return UNIX_SOCKET
    try:
        return ipaddress.ip_network(entry, strict=False)
    except ValueError:
        raise WrongSetting(
            "WARTA_TRUSTED_PROXIES", f"must list addresses or networks such as 10.0.0.0/8, not {entry!r}."
        ) from None


def _address(text: str) -> Address | None:
    """An address as proxies write it: bare, in brackets, with a port or a zone; an IPv4 one in IPv6 counts as IPv4."""
    bare = text.strip().strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_trusted(address: Address | None, trusted: Sequence[Network | str]) -> bool:
    if address is None:
        return UNIX_SOCKET in trusted
    return any(address in network for network in trusted if not isinstance(network, str))
