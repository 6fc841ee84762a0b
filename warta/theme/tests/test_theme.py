from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from warta.theme import regions
from warta.theme.languages import bare_path, editions_of, here, path_in
from warta.theme.middleware import content_security_policy
from warta.theme.policy import PUBLIC_POLICY


@pytest.mark.parametrize(
    ("path", "bare"),
    [("/", "/"), ("/en/", "/"), ("/en", "/"), ("/en/nasional/", "/nasional/"), ("/energi/", "/energi/")],
)
def test_the_language_before_a_path_is_told_from_a_section(path: str, bare: str) -> None:
    assert bare_path(path) == bare


def test_a_page_has_an_address_in_each_language() -> None:
    with override("en"):
        assert here("/nasional/") == "/en/nasional/"
        assert [(e.code, e.path, e.is_current) for e in editions_of("/en/nasional/")] == [
            ("id", "/nasional/", False),
            ("en", "/en/nasional/", True),
        ]
    assert path_in("id", "/nasional/") == "/nasional/"


def test_public_pages_allow_no_inline_script_or_style() -> None:
    answer = content_security_policy(lambda request: HttpResponse())
    policy = answer(RequestFactory().get("/")).headers["Content-Security-Policy"]
    assert policy == PUBLIC_POLICY
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy


def test_the_newsroom_gets_what_its_admin_needs() -> None:
    answer = content_security_policy(lambda request: HttpResponse())
    policy = answer(RequestFactory().get("/newsroom/pages/")).headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy


@pytest.fixture
def no_fillings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regions, "_fillings", {})


def rendered(name: str) -> str:
    return Template("{% load theme %}{% region name %}").render(Context({"name": name, "who": "Ana"})).strip()


def test_a_region_nobody_fills_is_empty(no_fillings: None) -> None:
    assert rendered("article.after") == ""


def test_fillings_stand_in_their_order_and_say_how_they_come(no_fillings: None) -> None:
    regions.fill(regions.Filling("article.after", "b", "pressed", lambda c: f"<p>{c['who']}</p>", position=2))
    regions.fill(regions.Filling("article.after", "a", "fragment", lambda c: "/live/7/", position=1))
    assert rendered("article.after") == '<div data-fragment="/live/7/" data-name="a"></div>\n<p>Ana</p>'


def test_a_filling_that_fails_leaves_the_page_standing(no_fillings: None) -> None:
    regions.fill(regions.Filling("article.after", "broken", "pressed", lambda c: str(1 / 0)))
    assert rendered("article.after") == ""


def test_an_unknown_region_is_refused() -> None:
    with pytest.raises(KeyError):
        regions.fill(regions.Filling("article.nowhere", "x", "pressed", lambda c: ""))
