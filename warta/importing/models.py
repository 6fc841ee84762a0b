"""What an import still has to do after its lines were read: read-also links whose article was not there yet."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from warta.articles.models import ArticlePage


class WantedLink(models.Model):
    """A read-also link of an imported article that waits for the article it names, in this file or a later one.

    So does what it answers, and its translation.
    """

    class Role(models.TextChoices):
        READ_ALSO = "read_also", _("Read also")
        REPLY_TO = "reply_to", _("Right of reply to")
        TRANSLATION = "translation", _("Translation")

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.READ_ALSO)
    after = models.CharField(max_length=36, blank=True)
    order = models.PositiveIntegerField()
    original_id = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    title = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["article_id", "order"]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.original_id or self.url or self.title}"
