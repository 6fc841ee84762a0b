"""How often signing in may be tried: per network, per account and for a device that is known."""

from __future__ import annotations

from math import ceil

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import ngettext

from warta.lib.addresses import client_address, shared_by_one_household
from warta.lib.crypto import normalised
from warta.lib.limits import Limit
from warta.limits.services import take, take_all

# A newsroom behind one address signs in within minutes of a shift's beginning; a guesser needs thousands of tries.
PER_ADDRESS = Limit(60, seconds=900, burst=30)
# Somebody who mistypes gets five tries at once; counted with the address, so that a stranger can't lock a member out.
PER_ACCOUNT_AND_ADDRESS = Limit(10, seconds=900, burst=5)
# A guesser with many addresses is slowed for this account, well above what a person needs.
PER_ACCOUNT = Limit(100, seconds=3600, burst=50)
# A browser in which the account was signed in to before has tries of its own, which no stranger can use up.
PER_DEVICE = Limit(10, seconds=900, burst=5)


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, as far as our own proxies can be believed."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return client_address(request.META.get("REMOTE_ADDR", ""), forwarded, settings.PROXY_NETWORKS)


def seconds_to_wait(address: str, email: str, *, device: str = "") -> float:
    """Count one try; 0 when it may be made. The same for accounts that exist and that don't.

    `device` is the name of one that is known for this account.
    """
    place, account = shared_by_one_household(address), normalised(email)
    if device:
        return take(f"sign-in on {device}", PER_DEVICE)
    return take_all(
        [
            (f"sign-in from {place}", PER_ADDRESS),
            (f"sign-in to {account} from {place}", PER_ACCOUNT_AND_ADDRESS),
            (f"sign-in to {account}", PER_ACCOUNT),
        ]
    )


def too_often(wait: float) -> str:
    """What is said to somebody who has to wait so many seconds."""
    minutes = max(ceil(wait / 60), 1)
    return ngettext(
        "That was too often. Try again in %(minutes)d minute; your account is safe.",
        "That was too often. Try again in %(minutes)d minutes; your account is safe.",
        minutes,
    ) % {"minutes": minutes}
