"""Codes by e-mail: asked for, sent, redeemed. The code proves the address, whether or not there is an account.

Because an account is looked for only once its address is proven, everything before is the same for known and unknown.
What is kept of a code stands in the session: a keyed hash, when it was made and what for. A code is good for three
tries and for three minutes, counted in the limiter, so that tries at once by many connections count, too.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from warta.lib.addresses import shared_by_one_household
from warta.lib.clock import now
from warta.lib.crypto import normalised
from warta.lib.ids import opaque_id
from warta.lib.limits import Limit
from warta.limits.services import take, take_all
from warta.outbox.models import Lane
from warta.readers.mails.services import put_in_line
from warta.readers.models import User
from warta.readers.signing_in import address_of, too_often

DIGITS = 8
LIVES_SECONDS = 180
# Three at once; the next one would come a day later, when the code is long dead.
TRIES = Limit(3, seconds=86_400, burst=3)
ONCE = Limit(1, seconds=86_400)
# A few at once for somebody whose mail is slow; nobody's mailbox is filled with them.
PER_MAILBOX = Limit(12, seconds=3600, burst=4)
PER_PLACE = Limit(60, seconds=900, burst=30)

SESSION_KEY = "code"


class CodeRefused(Exception):
    """The code does not let anybody through; the message says what to do."""


@dataclass(frozen=True)
class Pending:
    """A code under way. `purpose` keeps one that was sent to sign in from being used for anything else."""

    purpose: str
    email: str
    nonce: str
    mac: str
    at: float
    onward: str

    @property
    def is_alive(self) -> bool:
        return 0 <= now().timestamp() - self.at < LIVES_SECONDS


def send_code(request: HttpRequest, email: str, *, purpose: str, kind: str, onward: str = "") -> None:
    """Send a code of the mail's kind to an address. Raises CodeRefused when that was asked too often.

    A code that was under way is dead from now on.
    """
    email = normalised(email)
    place = shared_by_one_household(address_of(request))
    wait = take_all([(f"codes for {email}", PER_MAILBOX), (f"codes from {place}", PER_PLACE)])
    if wait:
        raise CodeRefused(too_often(wait))
    code, nonce = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}", opaque_id()
    person = User.objects.filter(email=email, is_active=True).first()
    language = (person.language if person else "") or get_language() or ""
    facts = {"code": f"{code[:4]} {code[4:]}", "minutes": str(LIVES_SECONDS // 60)}
    kept = Pending(purpose, email, nonce, _mac(nonce, purpose, email, code), now().timestamp(), onward)
    with transaction.atomic():  # one for both: writers wait for each other
        put_in_line(
            kind, to=email, person=person, facts=facts, language=language, lane=Lane.CODES, lives_seconds=LIVES_SECONDS
        )
        request.session[SESSION_KEY] = asdict(kept)
        request.session.save()


def code_under_way(request: HttpRequest, purpose: str) -> Pending | None:
    kept = request.session.get(SESSION_KEY)
    pending = Pending(**kept) if isinstance(kept, dict) else None
    return pending if pending is not None and pending.purpose == purpose else None


def redeem(request: HttpRequest, text: str, *, purpose: str) -> Pending:
    """What the code was sent for. Raises CodeRefused. A code is redeemed once."""
    pending = code_under_way(request, purpose)
    if pending is None or not pending.is_alive or take(f"tries of code {pending.nonce}", TRIES):
        raise CodeRefused(_("This code is used up or too old. Have a new one sent."))
    if not hmac.compare_digest(pending.mac, _mac(pending.nonce, purpose, pending.email, re.sub(r"[\s-]", "", text))):
        raise CodeRefused(_("That is not the code from the latest mail. Check it and type it again."))
    request.session.pop(SESSION_KEY, None)
    if take(f"redeemed code {pending.nonce}", ONCE):
        raise CodeRefused(_("This code is used up or too old. Have a new one sent."))
    return pending


def _mac(nonce: str, purpose: str, email: str, code: str) -> str:
    told = "\0".join(("warta code", nonce, purpose, email, code)).encode("utf-8", "replace")
    return hmac.new(settings.SECRET_KEY.encode("utf-8"), told, hashlib.sha256).hexdigest()
