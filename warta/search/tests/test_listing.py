"""The newsroom's listing, narrowed by what stands in the texts."""

from __future__ import annotations

from django.test import Client

from warta.articles.tests.newsroom import Newsroom
from warta.search.tests.following import follow_all


def listed(newsroom: Newsroom, query: str) -> list[int]:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(newsroom.budi)
    response = client.get(f"/newsroom/articles/?{query}")
    assert response.status_code == 200
    return [article.pk for article in response.context["object_list"]]


def test_an_article_is_listed_by_words_of_its_text_in_any_form(newsroom: Newsroom) -> None:
    body = [("paragraph", "<p>Gunung itu meletus pada Senin pagi.</p>")]
    there = newsroom.published("Warga mengungsi", body=body, language="id")
    newsroom.published("Pasar ramai", language="id")
    follow_all()
    assert listed(newsroom, "text=letusan") == [there.pk]
    assert listed(newsroom, "text=letusan&status=draft") == []


def test_without_an_index_no_text_is_found_and_the_listing_stands(newsroom: Newsroom) -> None:
    newsroom.published("Gunung meletus")
    assert listed(newsroom, "text=gunung") == []
    assert len(listed(newsroom, "text=")) == 1
