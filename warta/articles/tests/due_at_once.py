"""Many articles due in the same moment, for the fault test and the benchmark of publishing on time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Revision

from warta.articles.bulk.creating import BulkArticle, create_articles
from warta.articles.models import ArticlePage, Kind, Origin, SectionPage
from warta.lib.clock import now

TEXT = [
    {"type": "paragraph", "value": "<p>It was written in good time.</p>", "id": "ab5c22ac-0e8f-4e2c-9f0e-0d3b2a8e8f11"}
]


def schedule_many(count: int, *, at: datetime, within_seconds: float = 0.0) -> list[int]:
    """Drafts due evenly from `at` on. The one in the middle can't be published: sponsored by nobody. Their ids."""
    section = SectionPage.objects.order_by("pk")[0]
    fields = {"section_id": section.pk, "published_at": at, "body": TEXT, "origin": Origin.NEWSROOM, "is_draft": True}
    ids = create_articles([BulkArticle(title=f"Due {number}", **fields) for number in range(count)])
    articles = list(ArticlePage.objects.filter(pk__in=ids).order_by("pk"))
    for number, article in enumerate(articles):
        article.go_live_at = at + timedelta(seconds=within_seconds * number / count)
        article.first_published_at = None
    articles[count // 2].kind = Kind.SPONSORED
    Revision.objects.bulk_create([_approved(article) for article in articles])
    return [article.pk for article in articles]


def _approved(article: ArticlePage) -> Revision:
    return Revision(
        content_type=ContentType.objects.get_for_model(ArticlePage),
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=str(article.pk), object_str=article.title, created_at=now(),
        content=article.serializable_data(), approved_go_live_at=article.go_live_at,
    )  # fmt: skip
