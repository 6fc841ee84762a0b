"""Who said what in articles that belong to stories."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from warta.articles.models import ArticlePage

WORDS_LENGTH = 1600
NAME_LENGTH = 200


class SaidInArticle(models.Model):
    """One statement as it was taken from the text. `key` is the same for the same words of the same speaker.

    A hidden one stays as a row, even while the article does not hold it, so that it is hidden again when it comes back.
    """

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="statements")
    key = models.CharField(max_length=32)
    position = models.PositiveSmallIntegerField()
    speaker = models.CharField(_("speaker"), max_length=NAME_LENGTH)
    role = models.CharField(_("role"), max_length=NAME_LENGTH, blank=True)
    verb = models.CharField(max_length=40)
    words = models.CharField(_("statement"), max_length=WORDS_LENGTH)
    is_quote = models.BooleanField()
    is_hidden = models.BooleanField(_("hidden"), default=False)
    is_gone = models.BooleanField(default=False)  # hidden, and not in the text at present

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering: ClassVar[list[str]] = ["article_id", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["article", "key"], name="said_once_per_article")
        ]

    def __str__(self) -> str:
        return f"{self.speaker}: {self.words[:60]}"
