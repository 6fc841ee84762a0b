"""The desk in a real browser: decided by keyboard, taken back by keyboard, held against others, hostile words shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.site import warta
from tests.browser.conftest import Walk

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"
FILL = f"""
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from warta.articles.models import ArticlePage
from warta.comments.models import State
from warta.comments.moderation.permissions import let_moderate
from warta.comments.publishing import Draft, add_comment
from warta.readers.models import User
from warta.readers.roles import ensure_roles
group = ensure_roles()["moderator"]
let_moderate(group)
author = User.objects.create_user("desk-author@warta.example", display_name={HOSTILE!r}[:60])
article = ArticlePage.objects.live().first()
for text, risk in (({HOSTILE!r}, 1.0), ("The second one.", 0.5)):
    add_comment(Draft(article.pk, author, text, State.HELD, risk=risk))
for name in ("citra", "gilang"):
    person = User.objects.create_user(
        name + "-desk@warta.example", display_name=name.title(), is_staff=True, needs_second_factor=False)
    person.groups.add(group)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    print("key", session.session_key)
"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desks(walk: Walk, chromium: Browser) -> Iterator[tuple[Page, Page]]:
    """The desk as Citra and as Gilang have it before them; whatever a page says aloud fails the test."""
    keys = [line.split()[1] for line in warta(walk.environment, "shell", "-c", FILL).splitlines() if "key " in line]
    contexts = [chromium.new_context(locale="en") for _key in keys]
    pages = []
    for context, key in zip(contexts, keys, strict=True):
        context.add_cookies([{"name": "sessionid", "value": key, "url": walk.address, "httpOnly": True}])
        page = context.new_page()
        page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
        page.goto(f"{walk.address}/newsroom/comments/")
        pages.append(page)
    yield pages[0], pages[1]
    for context in contexts:
        context.close()


def test_hostile_words_are_words(desks: tuple[Page, Page]) -> None:
    card = desks[0].locator(".desk-card").first
    expect(card.locator(".desk-text")).to_have_text(HOSTILE)
    assert card.locator("img, script").count() == 0


def test_who_looks_at_a_comment_is_seen_by_the_other_who_can_not_decide_it(desks: tuple[Page, Page]) -> None:
    citra, gilang = desks
    with citra.expect_response("**/claim/"):
        citra.keyboard.press("j")
    with gilang.expect_response("**/claim/") as asked:
        gilang.keyboard.press("j")
    assert asked.value.status == 409
    expect(gilang.locator(".desk-card").first.locator("[data-holder]")).to_contain_text("Citra")
    gilang.keyboard.press("a")
    expect(gilang.locator(".desk-acts__trouble").first).to_contain_text("Citra")
    with gilang.expect_response("**/release/"):
        gilang.keyboard.press("j")


def test_a_comment_is_refused_and_taken_back_by_keyboard_alone(desks: tuple[Page, Page]) -> None:
    citra, _gilang = desks
    before = citra.locator(".desk-card").count()  # other walks over this site leave comments, too
    with citra.expect_response("**/rule/") as ruled:
        citra.keyboard.press("r")
        citra.keyboard.press("1")
    assert ruled.value.status == 200
    expect(citra.locator(".desk-done")).to_have_count(1)
    expect(citra.locator(".desk-card")).to_have_count(before - 1)
    with citra.expect_navigation():
        citra.keyboard.press("u")
    expect(citra.locator(".desk-card")).to_have_count(before)


def test_the_list_of_keys_opens_and_closes(desks: tuple[Page, Page]) -> None:
    citra, _gilang = desks
    citra.keyboard.press("?")
    expect(citra.locator(".desk-help")).to_be_visible()
    citra.keyboard.press("Escape")
    expect(citra.locator(".desk-help")).to_be_hidden()
