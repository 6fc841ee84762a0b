"""What an article refers to, as "used in" and the proposals of links ask for it."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from warta.articles.models import ArticleAuthor, ArticlePage, Author
from warta.articles.tests.newsroom import Newsroom


def _targets(article: ArticlePage) -> set[tuple[str, str]]:
    page = ContentType.objects.get_for_model(Page)
    rows = ReferenceIndex.objects.filter(base_content_type=page, object_id=article.pk)
    return set(rows.values_list("model_path", "to_object_id"))


def test_what_a_published_article_refers_to_is_known(newsroom: Newsroom) -> None:
    answered, article = newsroom.published("First"), newsroom.draft("Second")
    author = Author.objects.create(name="Ana", slug="ana")
    article.reply_to = answered
    article.bylines = [ArticleAuthor(author=author)]
    article.save_revision().publish()
    assert {("reply_to", str(answered.pk)), ("bylines.item.author", str(author.pk))} <= _targets(article)


def test_a_publication_reads_what_an_article_refers_to_once(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = newsroom.draft("Second")
    article.bylines = [ArticleAuthor(author=Author.objects.create(name="Ana", slug="ana"))]
    read: list[object] = []
    monkeypatch.setattr(ReferenceIndex, "create_or_update_for_object", lambda thing: read.append(thing.pk))
    article.save_revision().publish()
    assert read.count(article.pk) == 1
