"""Threads of comments as a browser gets them: accessible, usable by keyboard and without scripts, and safe to read.

`WARTA_ALL_HOSTILE=1` tries every string of the collection instead of a sample of it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page

from benchmarks.site import warta
from tests.browser.conftest import Walk
from tests.browser.test_pages import AXE, RULES
from warta.comments.showing.text import _NO_TEXT

pytestmark = pytest.mark.browser
COLLECTION = Path(__file__).resolve().parents[3] / "shared" / "data" / "html_xss"
FILES = {"xss_payloads.jsonl": "payload", "naughty_strings.jsonl": "text", "dompurify_cases.jsonl": "payload"}
SAMPLE = 45  # of each file
# For whoever has not got the collection: the ways out that there are of text, attribute, address and direction.
OWN = (
    "<script>window.hurt = 1</script>", '"><img src=x onerror="window.hurt = 1">', "</p></div></article></main><h1>x",
    "javascript:window.hurt=1 https://x.example/\"onmouseover=\"window.hurt=1", "{{ 7 * 7 }} {% now 'Y' %} ${7*7}",
    "\u202eterbalik \u2066dan tidak kembali", "a\u0301" * 400, "W" * 3000, "<!--", "]]><![CDATA[",
    "&lt;b&gt; &amp;amp;",
)  # fmt: skip

FILL = """
import json
from pathlib import Path
from warta.articles.models import ArticlePage
from warta.comments.models import State
from warta.comments.publishing import Draft, add_comment, hold_comment
from warta.readers.models import User
given = json.loads(Path({given!r}).read_text())
article = ArticlePage.objects.get(pk={article})
people = {{}}
def person(name):
    if name not in people:
        address = f"p{{len(people)}}-{article}@threads.example"
        people[name] = User.objects.create_user(address, None, display_name=name[:60])
    return people[name]
root, numbers = None, []
for number, (name, text) in enumerate(given):
    draft = Draft(article.pk, person(name), text, State.PUBLISHED)
    numbers.append(add_comment(draft).pk)
for reply in range(5 if {replies} else 0):
    add_comment(Draft(article.pk, person("Pembalas"), f"Balasan {{reply}}", State.PUBLISHED,
                      reply_to_id=numbers[0], root_id=numbers[0]))
print("numbers", json.dumps(numbers))
"""
SIGN_IN = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from warta.readers.models import User
person = User.objects.create_user("sari@threads.example", None, display_name="Sari")
session = SessionStore()
session[SESSION_KEY] = str(person.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = person.get_session_auth_hash()
session.save()
print("key", session.session_key)
"""


def hostile_strings() -> list[str]:
    found = list(OWN)
    for name, field in FILES.items():
        path = COLLECTION / name
        rows = [json.loads(line)[field] for line in path.read_text().split("\n") if line] if path.exists() else []
        step = 1 if os.environ.get("WARTA_ALL_HOSTILE") else max(1, len(rows) // SAMPLE)
        found += rows[::step]
    return [text for text in found if readable(text)]


def readable(text: str) -> str:
    """What a reader can see of it, whatever a browser does with space."""
    return re.sub(r"\s+", "", _NO_TEXT.sub("", text))


def article_id(path: str) -> int:
    return int(path.split("/")[-2])


def write(walk: Walk, folder: Path, path: str, comments: list[tuple[str, str]], *, replies: bool = False) -> list[int]:
    given = folder / "comments.json"
    given.write_text(json.dumps(comments))
    script = FILL.format(given=str(given), article=article_id(path), replies=replies)
    numbers: list[int] = json.loads(warta(walk.environment, "shell", "-c", script).rsplit("numbers ", 1)[1])
    return numbers


@pytest.fixture(scope="module")
def thread(walk: Walk, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of an article under which people talk."""
    said = [("Budi", "Syukurlah. #Banjir"), ("Citra", "Lihat https://contoh.example/a"), ("Dewi", "kata " * 400)]
    path = walk.paths["opinion"]
    write(walk, tmp_path_factory.mktemp("thread"), path, said, replies=True)
    return path


@pytest.fixture(scope="module")
def session_key(walk: Walk) -> str:
    return warta(walk.environment, "shell", "-c", SIGN_IN).rsplit("key ", 1)[1].strip()


@pytest.fixture
def signed_in(chromium: Browser, walk: Walk, session_key: str) -> Iterator[BrowserContext]:
    context = chromium.new_context()
    context.add_cookies([
        {"name": "sessionid", "value": session_key, "url": walk.address, "httpOnly": True},
        {"name": "signed_in", "value": "1", "url": walk.address},
    ])  # fmt: skip
    yield context
    context.close()


@pytest.mark.parametrize(("colours", "width"), [("light", 1360), ("dark", 390)])
def test_axe_finds_nothing_in_a_thread(
    chromium: Browser, walk: Walk, thread: str, session_key: str, colours: Any, width: int
) -> None:
    found = []
    for path in (f"{thread}/comments/", f"{thread}/comments/newest/", "/account/comments/", f"{thread}#comments-place"):
        context = chromium.new_context(color_scheme=colours, viewport={"width": width, "height": 900}, bypass_csp=True)
        if path.startswith("/account"):
            context.add_cookies([{"name": "sessionid", "value": session_key, "url": walk.address}])
        page = context.new_page()
        page.goto(walk.address + path, wait_until="networkidle")
        page.evaluate(AXE)
        result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        found += [(path, v["id"], v["nodes"][0]["html"][:160]) for v in result["violations"]]
        context.close()
    assert found == []


def test_under_an_article_the_thread_comes_when_it_is_near(chromium: Browser, walk: Walk, thread: str) -> None:
    context = chromium.new_context(viewport={"width": 1360, "height": 600})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(walk.address + thread, wait_until="networkidle")
    page.locator("comment-thread").scroll_into_view_if_needed()
    page.wait_for_selector("comment-thread .comment")
    assert f"{walk.address}{thread}/comments/fragment/" in asked
    assert not any("/overlay" in address for address in asked)
    assert page.inner_text("[data-comment-count]") == "8"
    page.click("comment-thread .thread__order >> nth=2")
    page.wait_for_selector("[data-order=oldest]")
    page.click("[data-replies]")
    page.wait_for_selector("text=Balasan 4")
    assert page.url == walk.address + thread
    context.close()


def test_without_a_script_everything_is_a_link(chromium: Browser, walk: Walk, thread: str, session_key: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(walk.address + thread)
    page.click("comment-thread a")
    assert page.url == f"{walk.address}{thread}/comments/"
    page.click(".thread__order >> nth=1")
    assert page.url.endswith("/comments/newest/")
    page.click("[data-act=like] >> nth=0")
    assert "/account/sign-in/?next=/comments/" in page.url
    context.add_cookies([{"name": "sessionid", "value": session_key, "url": walk.address}])
    page.goto(f"{walk.address}{thread}/comments/1/")
    page.click("[data-act=like] >> nth=0")
    page.click("form.report button")
    assert "#comment-" in page.url
    page.click(".comment__more summary >> nth=1")
    page.click("[data-act=report] >> nth=1")
    page.check("input[name=reason] >> nth=0")
    page.click("form.report button")
    assert page.locator("[role=status]").count() == 1
    context.close()


def test_liking_and_muting_by_keyboard(signed_in: BrowserContext, walk: Walk, thread: str) -> None:
    page = signed_in.new_page()
    page.goto(f"{walk.address}{thread}/comments/1/")
    like = page.locator("[data-act=like]").nth(5)
    page.wait_for_selector("[data-act=like][aria-pressed]")
    like.focus()
    with page.expect_response(re.compile("/like/")):
        page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('[data-act=like]')[5].ariaPressed === 'true'")
    page.reload()
    page.wait_for_function("document.querySelectorAll('[data-act=like]')[5].ariaPressed === 'true'")
    menu = page.locator(".comment__more summary").last
    menu.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    with page.expect_response(re.compile("/mute/")):
        page.keyboard.press("Enter")
    page.wait_for_selector(".comment-muted")
    with page.expect_response(re.compile("/mute/")):
        page.locator(".comment-muted__act").last.click()
    page.wait_for_selector(".comment-muted", state="detached")


def test_nothing_that_readers_write_runs_is_lost_or_breaks_the_page(
    chromium: Browser, walk: Walk, tmp_path: Path
) -> None:
    texts = hostile_strings()
    path = walk.paths["live"]
    numbers = write(
        walk, tmp_path, path, [(text if index % 9 == 0 else "Budi", text) for index, text in enumerate(texts)]
    )
    shown: dict[int, str] = {}
    trouble: list[str] = []
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    _watch(page, trouble)
    for number in range(1, (len(texts) - 1) // 50 + 2):
        page.goto(f"{walk.address}{path}/comments/{number}/", wait_until="load")
        shown |= {int(pk): text for pk, text in page.evaluate(READ)}
        trouble += [f"page {number}: {one}" for one in page.evaluate(LOOK)]
    context.close()
    lost = [text for pk, text in zip(numbers, texts, strict=True) if readable(shown.get(pk, "")) != readable(text)]
    assert trouble == []
    assert lost == []


READ = """() => [...document.querySelectorAll("[data-comment]")].map((comment) => [
  comment.dataset.comment,
  [...comment.querySelectorAll(".comment__text")].map((text) => text.textContent).join(""),
])"""
LOOK = """() => [
  window.hurt && "something ran",
  document.documentElement.scrollWidth > document.documentElement.clientWidth && "wider than the window",
  document.querySelectorAll("h1").length !== 1 && "another h1",
  !document.querySelector("body > footer.footer") && "the footer is elsewhere",
  document.querySelector(".comment__text :not(p, br, a)") && "markup in a comment",
  [...document.querySelectorAll(".comment a[href]")].some((a) => !/^https?:$/.test(a.protocol)) && "a strange link",
].filter(Boolean)"""


def _watch(page: Page, trouble: list[str]) -> None:
    def dismiss(dialog: Dialog) -> None:
        trouble.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda told: trouble.append(told.text) if told.type == "error" else None)
