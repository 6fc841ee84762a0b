"""Settings that are valid one by one and wrong together, and a clock that can be believed."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from warta.operations.checks.findings import Finding, warning, wrong

# No Warta existed before; a machine that believes it is earlier has lost its clock.
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
WHOLE_WORLD = {"0.0.0.0/0", "::/0"}
LOCAL_NAMES = {"localhost", "127.0.0.1", "::1"}


def is_public(site_url: str) -> bool:
    """Whether readers elsewhere are meant to reach it."""
    host = urlsplit(site_url).hostname or ""
    if host in LOCAL_NAMES or host.endswith((".localhost", ".local", ".internal", ".test")):
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host


def site_address_is_safe(site_url: str) -> Iterator[Finding]:
    if is_public(site_url) and site_url.startswith("http://"):
        yield wrong(
            f"WARTA_SITE_URL is {site_url}: a public site without encryption.",
            "Set it to the https:// address and let the proxy in front speak TLS; see deploy/nginx.conf.",
        )


def proxies_are_named(site_url: str, host: str, proxies: Sequence[str]) -> Iterator[Finding]:
    if WHOLE_WORLD & set(proxies):
        yield wrong(
            "WARTA_TRUSTED_PROXIES trusts the whole world, so anyone can choose the address they seem to come from.",
            "Name only your own proxies, for example 127.0.0.1.",
        )
    elif is_public(site_url) and not proxies and host in LOCAL_NAMES:
        yield warning(
            "A public site listens on this machine alone and trusts no proxy, so all readers seem to be one.",
            "Set WARTA_TRUSTED_PROXIES to the address of the proxy in front, for example 127.0.0.1.",
        )


def clock_is_sane(now: datetime, database_file: Path | None) -> Iterator[Finding]:
    """Schedules and sessions hang on it."""
    if now < BEGINNING:
        yield wrong(f"This machine believes it is {now:%Y-%m-%d}.", "Set its clock, best by a time service (NTP).")
    elif database_file and database_file.exists():
        written = datetime.fromtimestamp(database_file.stat().st_mtime, UTC)
        if (written - now).total_seconds() > 60:
            yield wrong(
                f"The database was last written in the future ({written:%Y-%m-%d %H:%M} UTC): the clock went back.",
                "Set the clock, best by a time service (NTP), before anything is scheduled.",
            )
