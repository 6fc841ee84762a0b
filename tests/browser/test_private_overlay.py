"""Pressed pages and those who are signed in: who wakes Django, and what nobody ever sees of another."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import urllib3
from playwright.sync_api import Browser, BrowserContext, Response

from benchmarks.site import warta
from tests.browser.conftest import Walk

NAME = "Gita Pratiwi"
SIGN_IN = f"""
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from warta.readers.models import User
person = User.objects.filter(email="gita@warta.example").first() or User.objects.create_user(
    "gita@warta.example", None, display_name="{NAME}")
session = SessionStore()
session[SESSION_KEY] = str(person.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = person.get_session_auth_hash()
session.save()
print("key", session.session_key)
"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def session_key(walk: Walk) -> str:
    return warta(walk.environment, "shell", "-c", SIGN_IN).rsplit("key ", 1)[1].strip()


@pytest.fixture
def anonymous(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context()
    yield context
    context.close()


@pytest.fixture
def signed_in(chromium: Browser, walk: Walk, session_key: str) -> Iterator[BrowserContext]:
    context = chromium.new_context()
    context.add_cookies([
        {"name": "sessionid", "value": session_key, "url": walk.address, "httpOnly": True},
        {"name": "signed_in", "value": "1", "url": walk.address},
    ])  # fmt: skip
    yield context
    context.close()


def _woken(context: BrowserContext, address: str) -> list[str]:
    """The paths of a page view that Django answered: it alone puts the id of the request on its answers."""
    answers: list[Response] = []
    page = context.new_page()

    def remember(answer: Response) -> None:
        answers.append(answer)

    page.on("response", remember)
    page.goto(address, wait_until="networkidle")
    return [urlsplit(answer.url).path for answer in answers if "x-request-id" in answer.headers]


def test_an_anonymous_view_wakes_django_not_once_and_a_signed_in_one_once(
    anonymous: BrowserContext, signed_in: BrowserContext, walk: Walk
) -> None:
    address = walk.address + walk.paths["article"]
    _woken(anonymous, address)  # whoever comes first has it pressed
    assert _woken(anonymous, address) == []
    assert _woken(signed_in, address) == ["/account/overlay"]


def test_the_menu_takes_the_doors_place_without_moving_anything(signed_in: BrowserContext, walk: Walk) -> None:
    page = signed_in.new_page()
    page.add_init_script(
        "window.moved = 0;"
        "new PerformanceObserver(list => { for (const entry of list.getEntries()) moved += entry.value })"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(walk.address + walk.paths["article"], wait_until="networkidle")
    page.wait_for_selector(".door__menu")
    assert page.evaluate("window.moved") < 0.01
    page.click(".door__menu summary")
    assert NAME in page.inner_text(".door__box")
    page.keyboard.press("Escape")
    assert not page.is_visible(".door__box")


def test_without_a_script_the_door_leads_to_the_account(chromium: Browser, walk: Walk) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(walk.address + walk.paths["article"])
    assert page.get_attribute(".door a", "href") == "/account/"
    context.close()


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-For": "10.0.0.1", "X-Original-URL": "/account/overlay", "X-Rewrite-URL": "/account/"},
        {"Accept-Language": "en", "Authorization": "Basic Z2l0YTp4"},
        {},
    ],
)
def test_a_pressed_page_is_the_same_bytes_whoever_asks_and_however(
    walk: Walk, session_key: str, headers: dict[str, str]
) -> None:
    address = walk.address + walk.paths["article"]
    plain = urllib3.request("GET", address).data
    cookies = {"Cookie": f"sessionid={session_key}; signed_in=1; csrftoken=x"}
    for query in ("", "?article=1&next=//evil.example", "?token=x"):
        assert urllib3.request("GET", address + query, headers={**cookies, **headers}).data == plain
    assert urllib3.request("GET", address).data == plain
    assert NAME.encode() not in plain
    assert b"csrfmiddlewaretoken" not in plain


def test_the_overlay_is_kept_nowhere_however_it_is_asked_for(walk: Walk, session_key: str) -> None:
    address = f"{walk.address}/account/overlay"
    mine = urllib3.request("GET", address, headers={"Cookie": f"sessionid={session_key}; signed_in=1"})
    assert NAME.encode() in mine.data
    assert "no-store" in mine.headers["Cache-Control"]
    for path in ("", "?x=1", "/", ".css", "%2f.js"):
        assert NAME.encode() not in urllib3.request("GET", address + path).data
