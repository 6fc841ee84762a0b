"""Read-also links between the paragraphs of an article that were placed without being written into its text."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from warta.articles.models import ArticlePage, SectionPage
from warta.lib.clock import now


class Placement(models.Model):
    """A read-also line that stands after the `after`-th paragraph of an article and leads to `target`.

    What an editor removed stays as a row that is not shown, so that it is not placed by itself again.
    """

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="placements")
    target = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="+")
    after = models.PositiveSmallIntegerField(_("after paragraph"))
    is_by_hand = models.BooleanField(default=False)
    placed_at = models.DateTimeField(default=now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("read-also link")
        verbose_name_plural = _("read-also links")
        ordering: ClassVar[list[str]] = ["article_id", "after", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["article", "target"], name="placed_once_per_article"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.target_id}"


class Placing(models.Model):
    """What was decided about an article's links: off by an editor's choice, and when Warta saw to them.

    It is true of the article as a whole, not of one revision. `below` holds the ids of what to read next, best first.
    """

    article = models.OneToOneField(ArticlePage, primary_key=True, on_delete=models.CASCADE, related_name="+")
    is_off = models.BooleanField(default=False)
    placed_at = models.DateTimeField(null=True)
    below = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.article_id)


class SectionWithoutLinks(models.Model):
    """A section in whose articles nothing is placed by itself."""

    section = models.OneToOneField(SectionPage, primary_key=True, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.section_id)
