from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Page

from warta.readers.models import User
from warta.readers.sign_ins.tests.conftest import Browser
from warta.readers.tests.cast import person

OVERLAY = "/en/account/overlay"


@pytest.mark.django_db
def test_the_overlay_belongs_to_one_person_and_is_kept_nowhere(browser: Browser) -> None:
    ana = person("ana")
    answer = browser(ana).get(OVERLAY)
    said = answer.content.decode()
    assert "Ana" in said
    assert "csrfmiddlewaretoken" in said
    assert ana.email not in said
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert "Cookie" in answer["Vary"]


@pytest.mark.django_db
def test_who_forges_the_hint_gets_the_plain_door_and_the_hint_goes() -> None:
    nobody = Client()
    nobody.cookies["signed_in"] = "1"
    answer = nobody.get(OVERLAY)
    assert 'href="/en/account/"' in answer.content.decode()
    assert "Sign out" not in answer.content.decode()
    assert answer.cookies["signed_in"].value == ""


@pytest.mark.django_db
def test_a_name_is_shown_as_it_was_written_and_never_as_markup(browser: Browser) -> None:
    ana = person("ana")
    User.objects.filter(pk=ana.pk).update(display_name="<script>alert(1)</script>")
    said = browser(ana).get(OVERLAY).content.decode()
    assert "<script>" not in said
    assert "&lt;script&gt;" in said


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["", "0", "x", "-1", "²", "9" * 30, "1 OR 1=1"])
def test_a_number_that_is_no_articles_leads_nobody_to_edit(browser: Browser, number: str) -> None:
    boss = person("ana", is_superuser=True)
    answer = browser(boss).get(OVERLAY, {"article": number})
    assert answer.status_code == 200
    assert "/edit/" not in answer.content.decode()


@pytest.mark.django_db
def test_only_who_may_edit_the_article_is_led_to_it(browser: Browser) -> None:
    page = Page.objects.filter(depth__gt=1).first() or Page.get_first_root_node()
    assert page is not None
    boss, dewi = person("ana", is_superuser=True), person("dewi", "help-desk")
    assert f"/newsroom/pages/{page.pk}/edit/" in browser(boss).get(OVERLAY, {"article": page.pk}).content.decode()
    assert "/edit/" not in browser(dewi).get(OVERLAY, {"article": page.pk}).content.decode()


@pytest.mark.django_db
def test_a_reader_sees_nothing_of_the_newsroom(browser: Browser) -> None:
    reader = User.objects.create_user("gita@warta.example", None, display_name="Gita")
    assert "/newsroom/" not in browser(reader).get(OVERLAY).content.decode()


@pytest.mark.django_db
def test_the_overlay_can_only_be_read() -> None:
    assert Client().post(OVERLAY).status_code == 405
