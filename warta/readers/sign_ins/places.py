"""Where an address is: its network, and its country and city when a file that knows them is configured.

The file is in MaxMind's format (GeoLite2-City, DB-IP City Lite or the like), lies on this machine and is asked locally.
"""

from __future__ import annotations

import ipaddress
import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import maxminddb
from django.conf import settings

log = logging.getLogger(__name__)
IPV4_NETWORK, IPV6_NETWORK = 24, 48  # what one provider gives to one neighbourhood or one customer
LONGEST_NAME = 60


@dataclass(frozen=True)
class Place:
    """Where a request came from. `country` is an ISO code; names by language, "en" and "id" at the most."""

    address: str
    network: str
    country: str = ""
    names: tuple[tuple[str, str], ...] = ()


def place_of(address: str) -> Place:
    """Never raises: what is not known stays empty."""
    network = network_of(address)
    found = _found(address)
    return Place(address, network, _text(found, "country", "iso_code")[:2].upper(), _names(found))


def network_of(address: str) -> str:
    """The network of a customer or a neighbourhood: /24 of IPv4, /48 of IPv6; "" for what is no address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    prefix = IPV4_NETWORK if parsed.version == 4 else IPV6_NETWORK
    return str(ipaddress.ip_network((parsed, prefix), strict=False))


def _found(address: str) -> dict[str, Any]:
    reader = _reader(settings.GEO_FILE)
    if reader is None:
        return {}
    try:
        found = reader.get(address)
    except (ValueError, maxminddb.InvalidDatabaseError, OSError):
        return {}
    return found if isinstance(found, dict) else {}


@cache
def _reader(path: Path | None) -> maxminddb.Reader | None:
    """Opened once by each process; a file that is gone or damaged is reported once, and places go unnamed."""
    if path is None:
        return None
    try:
        return maxminddb.open_database(str(path))
    except (OSError, ValueError, maxminddb.InvalidDatabaseError) as failure:
        log.error("the file of places can't be read; sign-ins go without", extra={"failure": type(failure).__name__})
        return None


def _names(found: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The city, and the country where no city is known, in the site's languages."""
    named = []
    for code in ("en", "id"):
        parts = (_text(found, "city", "names", code), _text(found, "country", "names", code))
        text = ", ".join(part[:LONGEST_NAME] for part in parts if part)
        if text:
            named.append((code, text))
    return tuple(named)


def _text(found: Any, *keys: str) -> str:
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, str) else ""
