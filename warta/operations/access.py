"""Who may read the metrics."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Mapping
from typing import Any

# A proxy on this machine hands on requests from everywhere; these headers give it away.
MARKS_OF_A_PROXY = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


def may_read_metrics(meta: Mapping[str, Any], *, token: str) -> bool:
    """With a token set: its bearer. Without: who asks from this machine, not through a proxy on it."""
    if token:
        scheme, _, offered = str(meta.get("HTTP_AUTHORIZATION", "")).partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(offered.strip().encode(), token.encode())
    return not any(mark in meta for mark in MARKS_OF_A_PROXY) and _is_loopback(str(meta.get("REMOTE_ADDR", "")))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
