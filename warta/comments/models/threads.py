"""The thread of an article: who may write in it, how much stands in it, and which of its pages are to be pressed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from warta.articles.models import ArticlePage
from warta.lib.clock import now


class Policy(models.TextChoices):
    OPEN = "open", _("Open")
    HELD = "held", _("Every comment waits for a person")
    CLOSED = "closed", _("Closed")


class Thread(models.Model):
    """What is true of all comments under an article. Made with the first comment or the first setting.

    `places` counts the numbers given to comments that answer no other, `published` what readers see, replies
    included. Both are right after any crash: they change in the transaction that publishes, and a sweep recounts.
    """

    article = models.OneToOneField(ArticlePage, on_delete=models.CASCADE, related_name="thread", primary_key=True)
    policy = models.CharField(_("comments"), max_length=6, choices=Policy.choices, default=Policy.OPEN)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    places = models.PositiveIntegerField(default=0)
    published = models.PositiveIntegerField(default=0)
    likers = models.PositiveIntegerField(default=0)  # people who like something here; summed by a job
    changed_at = models.DateTimeField(default=now)
    recounted_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["changed_at"], name="thread_changed")]

    def __str__(self) -> str:
        return f"comments under article {self.article_id}"


class ThreadChange(models.Model):
    """Pages that show something older than the tables: their press tags, separated by spaces. A job tells the press.

    If a comment became public, or is public no longer, a row names it, too: the job then tells who listens. Written in
    the transaction that changes, one row each, never joined: a row that is there already could be taken away by the job
    before this transaction is seen.
    """

    tags = models.CharField(max_length=400)  # none once the press knows
    comment = models.BigIntegerField(null=True)
    is_public = models.BooleanField(null=True)
    at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.tags
