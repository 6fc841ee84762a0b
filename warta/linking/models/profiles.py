"""What is kept of each article so that proposals need not read its text. Derived: it may be lost at any time."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models

from warta.articles.models import ArticlePage

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ArticleProfile(models.Model):
    """`warta.linking.ranking.profile`, packed, of the article as it was stamped then."""

    article = models.OneToOneField(ArticlePage, primary_key=True, on_delete=models.CASCADE, related_name="profile")
    article_changed_at = models.DateTimeField()
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.article_id)


class Followed(models.Model):
    """One row for each thing that follows the articles' changes: up to which change it was done."""

    name = models.CharField(max_length=20, primary_key=True)
    changed_at = models.DateTimeField(default=EPOCH)
    article_id = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.changed_at:%Y-%m-%d %H:%M:%S} {self.article_id}"
