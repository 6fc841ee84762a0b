"""What Django and Wagtail tell us of people, written down."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest
from wagtail.users.models import UserProfile

from warta.audit.services import record
from warta.lib.clock import now
from warta.readers.accounts.proving import HAS_SECOND, PROVEN_AT
from warta.readers.models import User


@receiver(user_logged_in, dispatch_uid="readers.note_sign_in")
def note_sign_in(sender: type[User], user: User, **kwargs: Any) -> None:
    """A member's sign-in leaves an audit entry; a failed one doesn't: it would tell accounts apart by its time."""
    if user.is_staff:
        record("member.signed_in", actor=user.public_id, subject=user.subject)


@receiver(post_save, sender=UserProfile, dispatch_uid="readers.follow_language")
def follow_language(sender: type[UserProfile], instance: UserProfile, **kwargs: Any) -> None:
    """The language chosen in Wagtail's account page is the person's language everywhere."""
    User.objects.filter(pk=instance.user_id).exclude(language=instance.preferred_language).update(
        language=instance.preferred_language
    )


@receiver(user_logged_in, dispatch_uid="readers.note_proofs")
def note_proofs(sender: type[User], request: HttpRequest, user: User, **kwargs: Any) -> None:
    """What was proven at the sign-in holds for its session; what an earlier one left behind does not."""
    request.signed_in_now = user  # type: ignore[attr-defined]  # `middleware.account_cookies` reads it
    methods = {record["method"] for record in get_authentication_records(request, user)}
    request.session.pop(HAS_SECOND, None)
    request.session.pop(PROVEN_AT, None)
    if methods:
        request.session[PROVEN_AT] = now().timestamp()
    if "mfa" in methods:
        request.session[HAS_SECOND] = True


@receiver(user_logged_out, dispatch_uid="readers.note_sign_out")
def note_sign_out(sender: type[User], request: HttpRequest, **kwargs: Any) -> None:
    request.signed_out_now = True  # type: ignore[attr-defined]
