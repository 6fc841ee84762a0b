"""The script that listens, in a real browser: only while its page is seen, and without a gap."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from benchmarks.site import warta
from tests.browser.conftest import Walk

pytestmark = pytest.mark.browser
PATIENCE_SECONDS = 30

LISTEN = """async ({ channel, byElement }) => {
  const { listen } = await import("/static/live/listen.js");
  window.heard = [];
  window.opened = [];
  document.addEventListener("live:notice", (event) => window.heard.push(event.detail.payload.comments));
  document.addEventListener("live:open", (event) => window.opened.push(event.detail.missed));
  if (byElement) {
    window.element = document.createElement("live-channel");
    window.element.setAttribute("name", channel);
    document.body.append(window.element);
    window.stop = () => window.element.remove();
  } else {
    window.stop = listen(channel);
  }
}"""
SHOW = """(state) => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def page(chromium: Browser, walk: Walk) -> Iterator[Page]:
    present = chromium.new_page()
    present.goto(f"{walk.address}/", wait_until="load")
    yield present
    present.close()


def tell(walk: Walk, channel: str, *numbers: int) -> None:
    lines = "; ".join(f"tell({channel!r}, {{'comments': {number}}})" for number in numbers)
    warta(walk.environment, "shell", "--no-imports", "-c", f"from warta.live.services import tell; {lines}")


def until(page: Page, claim: str) -> None:
    """Asked from outside: the pages' policy lets no script ask for itself."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not page.evaluate(claim):
        assert time.monotonic() < deadline, f"waited in vain for {claim}"
        page.wait_for_timeout(50)


@pytest.mark.parametrize("by_element", [False, True])
def test_a_page_hears_what_is_told_until_it_stops(page: Page, walk: Walk, by_element: bool) -> None:
    channel = f"article-{9001 + by_element}"
    page.evaluate(LISTEN, {"channel": channel, "byElement": by_element})
    until(page, "window.opened.length > 0")
    assert page.evaluate("window.opened") == [True]  # it may be older than its page: read it again
    tell(walk, channel, 1, 2)
    until(page, "window.heard.length === 2")
    page.evaluate("window.stop()")
    tell(walk, channel, 3)
    page.evaluate(LISTEN, {"channel": "article-9000", "byElement": False})
    until(page, "window.opened.length > 0")
    assert page.evaluate("window.heard") == []


def test_a_page_that_is_not_seen_does_not_listen_and_misses_nothing(page: Page, walk: Walk) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/live/article" in request.url else None)
    page.evaluate(LISTEN, {"channel": "article-9003", "byElement": False})
    until(page, "window.opened.length > 0")
    page.evaluate(SHOW, "hidden")
    tell(walk, "article-9003", 1, 2)
    assert page.evaluate("window.heard") == []
    page.evaluate(SHOW, "visible")
    until(page, "window.heard.length === 2")
    assert page.evaluate("window.opened") == [True, False]
    assert page.evaluate("window.heard") == [1, 2]
    assert len(asked) == 2
    assert "?after=" in asked[1]


def test_a_channel_that_is_refused_is_not_asked_for_in_a_hurry(page: Page, walk: Walk) -> None:
    asked: list[str] = []
    page.on("response", lambda answer: asked.append(answer.url) if "/live/nothing" in answer.url else None)
    page.evaluate(LISTEN, {"channel": "nothing-1", "byElement": False})
    page.evaluate(LISTEN, {"channel": "article-9004", "byElement": False})
    until(page, "window.opened.length > 0")
    page.wait_for_timeout(1500)
    assert len(asked) == 1
