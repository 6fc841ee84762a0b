"""The pages as a browser gets them: accessible, whole without scripts, small, and asking nobody else."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.browser.conftest import Walk

pytestmark = pytest.mark.browser
AXE = (Path(__file__).resolve().parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BUDGET_BYTES = 20_000
KINDS = (
    "home", "section", "article", "english", "live", "opinion", "sponsored", "withdrawn", "topic", "author", "source",
    "empty", "archive", "missing", "home in English",
)  # fmt: skip


def opened(browser: Browser, walk: Walk, kind: str, **options: Any) -> Page:
    page = browser.new_context(**options).new_page()
    page.goto(walk.address + walk.paths[kind], wait_until="load")
    return page


@pytest.mark.parametrize(("colours", "width"), [("light", 1360), ("dark", 390)])
def test_axe_finds_nothing_on_any_kind_of_page(chromium: Browser, walk: Walk, colours: Any, width: int) -> None:
    found = []
    for kind in KINDS:
        page = opened(
            chromium, walk, kind, color_scheme=colours, viewport={"width": width, "height": 900}, bypass_csp=True
        )
        page.evaluate(AXE)
        result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        found += [(kind, v["id"], v["nodes"][0]["html"][:120]) for v in result["violations"]]
        page.context.close()
    assert found == []


def test_no_page_is_wider_than_a_small_phone(chromium: Browser, walk: Walk) -> None:
    wide = []
    for kind in KINDS:
        page = opened(chromium, walk, kind, viewport={"width": 320, "height": 700})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(kind)
        page.context.close()
    assert wide == []


def test_no_page_asks_another_host_or_breaks_the_policy(chromium: Browser, walk: Walk) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    host = urlsplit(walk.address).netloc
    for kind in KINDS:
        page = chromium.new_context().new_page()
        page.on("request", lambda request: asked.append(request.url) if not _is_own(request, host) else None)
        page.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
        page.goto(walk.address + walk.paths[kind], wait_until="networkidle")
        page.context.close()
    assert asked == []
    assert complaints == []


def _is_own(request: Request, host: str) -> bool:
    return urlsplit(request.url).netloc == host or request.url.startswith("data:")


def test_a_reader_without_scripts_gets_from_home_to_every_part_of_an_article(chromium: Browser, walk: Walk) -> None:
    page = opened(chromium, walk, "home", java_script_enabled=False)
    page.click("nav.menu a >> text=Nasional")
    page.click(".card__headline a >> nth=0")
    assert page.locator("article h1").is_visible()
    page.goto(walk.address + walk.paths["article"])
    assert page.locator(".dateline").is_visible()
    page.click("summary >> text=Bagikan")
    assert page.locator("a >> text=Telegram").first.is_visible()
    assert page.locator(".needs-js").first.is_hidden()
    page.click(".byline a")
    assert page.locator("h1 >> text=Ana Wijaya").is_visible()
    page.click(".tools a >> text=English")
    assert page.url.endswith("/en/author/ana-wijaya/")


def test_colours_and_text_size_are_kept_without_a_flash(chromium: Browser, walk: Walk) -> None:
    page = opened(chromium, walk, "article", color_scheme="light")
    page.click("[data-theme-button]")
    page.click("[data-size-buttons] button[value=large]")
    page.goto(walk.address + walk.paths["section"], wait_until="commit")
    page.wait_for_selector("body", state="attached")
    assert page.evaluate("[document.documentElement.dataset.theme, document.documentElement.dataset.size]") == [
        "dark",
        "large",
    ]


def test_an_embed_asks_its_host_only_after_the_click(chromium: Browser, walk: Walk) -> None:
    page = chromium.new_context().new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.startswith("https:") else None)
    page.route("https://**", lambda route: route.abort())
    page.goto(walk.address + walk.paths["article"], wait_until="networkidle")
    assert asked == []
    with page.expect_request("https://www.youtube-nocookie.com/**"):
        page.click("button[data-embed]")
    assert page.locator("iframe[title='The session']").count() == 1


def test_the_article_page_keeps_its_budget(chromium: Browser, walk: Walk) -> None:
    page = chromium.new_context().new_page()
    sizes = {"document": 0, "stylesheet": 0, "script": 0}
    answers: list[Any] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(walk.address + walk.paths["article"], wait_until="networkidle")
    for answer in answers:
        kind = answer.request.resource_type
        if kind in sizes:
            sizes[kind] += len(gzip.compress(answer.body()))
    assert all(0 < size < BUDGET_BYTES for size in sizes.values()), sizes


def test_nothing_moves_while_an_article_loads(chromium: Browser, walk: Walk) -> None:
    page = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(e => { window.moved += e.value }))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(walk.address + walk.paths["article"], wait_until="networkidle")
    assert page.evaluate("window.moved") < 0.1
