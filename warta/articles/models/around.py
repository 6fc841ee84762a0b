"""What stands around an article: bylines, citations, corrections, former addresses, overdue schedules."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from warta.articles.models.article import ArticlePage
from warta.articles.models.names import Author, Outlet
from warta.lib.clock import now
from warta.lib.ids import opaque_id

KEY_LENGTH = 8


def citation_key() -> str:
    return opaque_id(KEY_LENGTH)


class ArticleAuthor(Orderable):
    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, verbose_name=_("author"), on_delete=models.PROTECT, related_name="bylines")

    class Meta(Orderable.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["article", "author"], name="author_once_per_article")
        ]


class Citation(Orderable):
    """Who reported it first: the outlet, where, and on which day. `key` is what the mark in the text refers to."""

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="citations")
    # Given when the citation is made, not when its row is saved: the mark in a draft needs it before.
    key = models.CharField(max_length=12, default=citation_key, blank=True)
    outlet = models.ForeignKey(Outlet, verbose_name=_("outlet"), on_delete=models.PROTECT, related_name="citations")
    link = models.URLField(_("link"), max_length=500, blank=True)
    reported_on = models.DateField(_("reported on"), null=True, blank=True)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = self.key or citation_key()
        super().save(*args, **kwargs)


class Correction(Orderable):
    """What was wrong and is now right. It stays visible with its date."""

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="corrections")
    corrected_at = models.DateTimeField(_("corrected"), default=now)
    text = models.TextField(_("what was wrong, and what is right"))

    class Meta(Orderable.Meta):
        ordering: ClassVar[list[str]] = ["-corrected_at"]


class Redirect(models.Model):
    """An address that an article had before, here or in the system it was imported from."""

    old_path = models.CharField(max_length=500, unique=True)
    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="redirects")

    def __str__(self) -> str:
        return self.old_path


class Act(models.TextChoices):
    PUBLISH = "publish", _("Publish")
    WITHDRAW = "withdraw", _("Withdraw")


class Overdue(models.Model):
    """Why an article was not published or withdrawn at its time, and when it is tried again.

    The intention itself is Wagtail's: the revision approved to go live, and the expiry of the live page. It stands
    until it is done or called off; this row goes with it.
    """

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="overdue")
    act = models.CharField(_("act"), max_length=8, choices=Act.choices)
    due_at = models.DateTimeField(_("due"))
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    reason = models.TextField(_("reason"))

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["article", "act"], name="overdue_once_per_act")
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.article_id}"

    def waits_at(self, moment: datetime) -> bool:
        return self.next_attempt_at > moment


class DemoMark(models.Model):
    """An object that demonstration content brought, so that `warta demo remove` takes away just that."""

    model = models.CharField(max_length=60)
    object_id = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"
