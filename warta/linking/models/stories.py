"""Stories, which article belongs to which, and by which words the next one finds its story."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from warta.articles.models import ArticlePage
from warta.lib.clock import now

NAME_LENGTH = 160
SLUG_LENGTH = 120
TERM_LENGTH = 60


class StoryQuerySet(models.QuerySet["Story"]):
    def current(self) -> Self:
        """Those that stand for themselves: a merged one only leads to another."""
        return self.filter(merged_into=None)

    def open(self) -> Self:
        """Those that the machine may add to."""
        return self.current().filter(is_locked=False)


class Story(models.Model):
    """One running affair: articles gathered under a name and an address that stay.

    `weights` is the centroid of its articles. `version` counts changes of what it holds; whoever changes it says
    which one they saw.
    """

    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    slug = models.SlugField(_("address"), max_length=SLUG_LENGTH, unique=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    is_named = models.BooleanField(_("named by an editor"), default=False)
    is_locked = models.BooleanField(
        _("locked"), default=False, help_text=_("A locked story is changed by editors alone.")
    )
    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="merged")
    size = models.PositiveIntegerField(_("articles"), default=0)
    first_at = models.DateTimeField(_("first article"))
    last_at = models.DateTimeField(_("latest article"), db_index=True)
    weights = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now, db_index=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering: ClassVar[list[str]] = ["-last_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/story/{self.slug}/"

    def change(self, **values: object) -> bool:
        """Write these fields unless somebody changed the story since it was read. Whether they were written."""
        seen = type(self).objects.filter(pk=self.pk, version=self.version)
        return seen.update(**values, version=F("version") + 1, changed_at=now()) == 1


class Gathered(models.Model):
    """An article that was looked at: its words, and the story it belongs to. Without one it waits for a second.

    What an editor placed (`is_by_hand`) the machine leaves where it is. `article_changed_at` is the stamp of the
    article that was looked at last.
    """

    article = models.OneToOneField(ArticlePage, on_delete=models.CASCADE, related_name="gathered")
    story = models.ForeignKey(Story, null=True, on_delete=models.SET_NULL, related_name="gathered")
    is_by_hand = models.BooleanField(default=False)
    at = models.DateTimeField()  # of the article's first publication
    language = models.CharField(max_length=5)
    weights = models.JSONField(default=dict)
    article_changed_at = models.DateTimeField()
    gathered_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["story", "at"], name="gathered_of_story")]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.story_id}"


class FindingTerm(models.Model):
    """One of the few words by which an article that was gathered lately is found. Rows go when they are old."""

    gathered = models.ForeignKey(Gathered, on_delete=models.CASCADE, related_name="finding_terms", db_index=True)
    language = models.CharField(max_length=5)
    term = models.CharField(max_length=TERM_LENGTH)
    at = models.DateTimeField()
    noted_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["term", "language", "at"], name="finding_term_at")
        ]

    def __str__(self) -> str:
        return f"{self.term} {self.gathered_id}"


class GatheringPosition(models.Model):
    """Up to which change of an article the gathering has come. One row."""

    changed_at = models.DateTimeField()
    article_id = models.BigIntegerField(default=0)
    looked_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(pk=1), name="one_gathering_position")
        ]

    def __str__(self) -> str:
        return f"{self.changed_at:%Y-%m-%d %H:%M} {self.article_id}"

    @property
    def moment(self) -> datetime:
        return self.changed_at
