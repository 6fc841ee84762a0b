"""Signing in within the day takes a deletion back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from warta.readers.models import User
from warta.readers.own_data.deleting import call_off_deletion


@receiver(user_logged_in, dispatch_uid="readers.own_data.call_off_deletion")
def stay(sender: type[User], user: User, request: HttpRequest | None, **kwargs: Any) -> None:
    if call_off_deletion(user, request=request) and request is not None:
        words = _("Welcome back. You signed in, so your account is not deleted.")
        messages.success(request, words, fail_silently=True)
