"""That an article is told, once."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from warta.articles.models import Alert, ArticlePage
from warta.lib.clock import now

SUBJECT = "announcement:"


class State(models.TextChoices):
    RUNNING = "running", pgettext_lazy("announcement", "under way")
    DIGEST = "digest", pgettext_lazy("announcement", "for the digest")
    DONE = "done", pgettext_lazy("announcement", "done")
    STOPPED = "stopped", pgettext_lazy("announcement", "stopped")
    WITHDRAWN = "withdrawn", pgettext_lazy("announcement", "withdrawn")


# One that was stopped or withdrawn says nothing new.
TALKING = (State.RUNNING, State.DIGEST, State.DONE)


class Announcement(models.Model):
    """That an article is told, once. What became of it on each channel is in the outbox."""

    article = models.OneToOneField(
        ArticlePage, null=True, on_delete=models.SET_NULL, related_name="announcement", verbose_name=_("article")
    )
    headline = models.CharField(max_length=255)  # stays when the article is deleted
    level = models.CharField(max_length=8, choices=Alert.choices)
    state = models.CharField(max_length=9, choices=State.choices)
    edition = models.PositiveIntegerField(default=0)  # how often what it says has changed since
    says = models.CharField(max_length=32)
    looked_at = models.DateTimeField(default=now)  # the article as of then is what `says` is of
    created_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return self.headline

    @property
    def subject(self) -> str:
        """What the outbox knows it by."""
        return f"{SUBJECT}{self.pk}"

    @property
    def can_be_stopped(self) -> bool:
        return self.state in (State.RUNNING, State.DIGEST)


def announcement_id(subject: str) -> int | None:
    """The announcement a subject of the outbox is about; None: it is about something else."""
    number = subject.removeprefix(SUBJECT)
    return int(number) if subject.startswith(SUBJECT) and number.isdigit() else None
