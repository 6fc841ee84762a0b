"""What the newsroom refuses, worded for the person who asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class NewsroomError(Exception):
    """Something the newsroom does not do; `words` says why and what to do instead."""

    words = _("This can't be done.")

    def __str__(self) -> str:
        return str(self.words)


class ReasonMissing(NewsroomError):
    words = _("Write a public reason; readers see it in the article's place.")


class ExpiryPassed(NewsroomError):
    words = _("Its expiry passed before it could be published. Cancel the schedule, or set a later expiry.")
