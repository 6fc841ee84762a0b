"""A reader checks a draw in the browser: the proof from a file, the words, and nothing sent anywhere."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page

from tests.browser.conftest import Walk
from tests.browser.test_pages import AXE, RULES
from warta.campaigns.draw.form import file_bytes
from warta.campaigns.tests.proofs import CAMPAIGN, entry, proof, seal

pytestmark = pytest.mark.browser
PATH = "/en/campaign/verify/"


def opened(browser: Browser, walk: Walk, **options: Any) -> Page:
    page = browser.new_context(**options).new_page()
    page.goto(walk.address + PATH, wait_until="load")
    return page


def check(page: Page, bundle: dict[str, Any], **fields: str) -> str:
    """Give the page a proof; answers the headline of its verdict."""
    file: FilePayload = {"name": "proof.json", "mimeType": "application/json", "buffer": file_bytes(bundle)}
    page.set_input_files("input[name=bundle]", files=file)
    if fields:
        page.click(".check__more summary")
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    page.click("draw-check button[type=submit]")
    page.wait_for_selector(".verdict h2:not(:empty)")
    return page.inner_text(".verdict h2")


def test_a_good_proof_is_told_to_be_good_with_the_readers_own_place(chromium: Browser, walk: Walk) -> None:
    page, bundle = opened(chromium, walk), proof()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    receipt = file_bytes(entry(4).receipt(CAMPAIGN)).decode()
    headline = check(page, bundle, receipt=receipt, published=bundle["seal_hash"])

    assert headline == "This draw is right."
    assert "You are in the list" in page.inner_text(".steps")
    assert page.locator(".holders__one").count() == 5
    assert all(url.startswith(f"{walk.address}/static/") for url in asked)
    page.context.close()


def test_a_seal_is_told_to_be_in_order_before_its_draw(chromium: Browser, walk: Walk) -> None:
    page = opened(chromium, walk)

    assert check(page, seal()) == "This seal is in order."
    page.context.close()


def test_what_is_wrong_is_told_in_words(chromium: Browser, walk: Walk) -> None:
    page, bundle = opened(chromium, walk), copy.deepcopy(proof())
    bundle["result"]["order"].reverse()

    assert check(page, bundle) == "Something is wrong with this file."
    assert "The order is not the one" in page.inner_text(".step--bad >> nth=0")
    page.context.close()


@pytest.mark.parametrize(("colours", "width"), [("light", 1360), ("dark", 320)])
def test_the_answer_is_accessible_and_fits_a_small_phone(
    chromium: Browser, walk: Walk, colours: Any, width: int
) -> None:
    page = opened(chromium, walk, color_scheme=colours, viewport={"width": width, "height": 900}, bypass_csp=True)
    check(page, proof(), receipt="{")
    page.evaluate(AXE)

    result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)

    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in result["violations"]] == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    page.context.close()


def test_without_scripts_the_page_leads_to_the_file(chromium: Browser, walk: Walk) -> None:
    page = opened(chromium, walk, java_script_enabled=False)

    assert page.is_visible("text=Checking on this page needs JavaScript")
    assert page.is_visible("text=Download verify_draw.py")
    assert not page.is_visible("draw-check")
    page.context.close()
