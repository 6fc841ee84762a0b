from __future__ import annotations

from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from warta.articles.tests.newsroom import Newsroom
from warta.articles.tests.pages import read, text_of
from warta.articles.views import forbidden


def test_a_missing_page_helps_on(newsroom: Newsroom) -> None:
    newsroom.published("Still here")
    response = read("/tidak/ada")
    assert response.status_code == 404
    assert "Halaman ini tidak ada di sini" in text_of(response)
    assert "Still here" in text_of(response)
    assert '<meta name="robots" content="noindex">' in text_of(response)


def test_a_missing_page_speaks_the_language_of_its_address(newsroom: Newsroom) -> None:
    assert "This page is not here" in text_of(read("/en/tidak/ada"))


def test_a_forbidden_page_says_what_to_do(newsroom: Newsroom) -> None:
    with override("id"):
        response = forbidden(RequestFactory().get("/"), PermissionError())
    assert response.status_code == 403
    assert "Masuk ke ruang redaksi" in text_of(response)


def test_the_page_of_a_failure_needs_no_database(django_assert_num_queries: DjangoAssertNumQueries, db: None) -> None:
    with django_assert_num_queries(0):
        text = render_to_string("500.html")
    assert "Ada yang rusak di sisi kami" in text
    assert "Something broke on our side" in text


def test_a_forgotten_last_slash_is_added_where_there_is_a_page(newsroom: Newsroom) -> None:
    response = Client().get("/topic/korea")
    assert (response.status_code, response.headers["Location"]) == (301, "/topic/korea/")
    assert read("/berita/apa/saja").status_code == 404
