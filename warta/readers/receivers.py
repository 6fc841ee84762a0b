"""What Django and Wagtail tell us of people, written down."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.users.models import UserProfile

from warta.audit.services import record
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
