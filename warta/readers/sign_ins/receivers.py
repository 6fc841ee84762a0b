"""What Django tells of signing in and out, passed on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from warta.readers.models import User
from warta.readers.sign_ins.arriving import arrived, failed
from warta.readers.sign_ins.sessions import forget_ended


@receiver(user_logged_in, dispatch_uid="readers.sign_ins.arrived")
def note_arrival(sender: type[User], request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    if request is not None:
        arrived(user, request)


@receiver(user_login_failed, dispatch_uid="readers.sign_ins.failed")
def note_failure(
    sender: str, credentials: Mapping[str, str], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    if request is not None:
        failed(str(credentials.get("email") or credentials.get("username") or ""), request)


@receiver(user_logged_out, dispatch_uid="readers.sign_ins.left")
def note_leaving(sender: type[User], request: HttpRequest | None, **kwargs: Any) -> None:
    key = getattr(getattr(request, "session", None), "session_key", None)
    if key:
        forget_ended(key)
