"""How tests go through the door: what a mail says, what an app shows, sessions that proved themselves."""

from __future__ import annotations

import json
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from warta.lib.clock import now
from warta.lib.crypto import open_sealed
from warta.readers.accounts import proving
from warta.readers.key_ring import ring
from warta.readers.models import User, WaitingMail


def told(mail: WaitingMail) -> dict[str, Any]:
    """What a waiting mail holds: `to` and `facts`."""
    key = ring().unwrap(mail.master, bytes(mail.wrapped), mail.place)
    opened: dict[str, Any] = json.loads(open_sealed(bytes(mail.sealed), key=key, place=mail.place))
    return opened


def latest_code() -> str:
    """The code of the mail that was put in line last."""
    mails = WaitingMail.objects.filter(kind__endswith="_code").order_by("-created_at")
    return str(told(mails[0])["facts"]["code"])


def shown_by_app(secret: str, *, steps_later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30 + steps_later))


def proven(person: User) -> Client:
    """A session of the person, in which they proved themselves just now."""
    client = Client()
    client.force_login(person)
    session = client.session
    session[proving.PROVEN_AT] = now().timestamp()
    session.save()
    return client


def ask_code(client: Client, email: str, name: str = "account_request_login_code", **more: str) -> Any:
    return client.post(reverse(name), {"email": email, **more})


def type_code(client: Client, code: str) -> Any:
    return client.post(reverse("account_confirm_login_code"), {"code": code})


def with_app(person: User) -> str:
    """Gives the person an authenticator app, through its pages. Returns the secret."""
    client = proven(person)
    page = client.get(reverse("mfa_activate_totp"))
    secret = str(page.context["secret"]).replace(" ", "")
    answer = client.post(reverse("mfa_activate_totp"), {"code": shown_by_app(secret, steps_later=-1)})
    assert answer.status_code == 302, answer.context["form"].errors
    return secret
