"""From an empty newsroom to an article that a reader sees: written, attributed, published and pressed."""

from __future__ import annotations

import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.places import Place, a_place

PASSWORD = "a long enough password"
PATIENCE_SECONDS = 90
CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip
BUDI = f"""
from django.contrib.auth import get_user_model
from warta.readers.roles import ensure_roles
budi = get_user_model().objects.create_user("budi@example.org", "{PASSWORD}", display_name="Budi", is_staff=True)
budi.groups.add(ensure_roles()["editor"])
"""
HEADLINE = "Menlu AS dan Rusia sepakat soal Korea Utara"
LEAD = (
    "WASHINGTON DC, WARTA.com - Kedua menteri berbicara lewat telepon. "
    "Dikutip dari The Independent, Kamis (28/12/2017), keduanya tidak mengakui Korea Utara sebagai negara nuklir."
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running Warta in which Budi edits."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    settings = {"WARTA_PORT": str(port), "WARTA_SITE_URL": address, "WARTA_LANGUAGE": "id"}
    with a_place(tmp_path_factory.mktemp("journey"), **settings) as place:
        for command in (("prepare",), ("site", "setup")):
            done = place.warta(*command)
            assert done.returncode == 0, done.stderr
        place.python(BUDI)
        yield from _running(place, address)


def _running(place: Place, address: str) -> Iterator[str]:
    web = place.start("web")
    try:
        _wait_for(f"{address}/healthz")
        yield address
    finally:
        web.terminate()
        web.wait(timeout=20)


@pytest.fixture
def browser_page(site: str) -> Iterator[Page]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE_SECONDS * 1000)
        elsewhere: list[str] = []
        page.on("request", lambda asked: elsewhere.append(asked.url) if _is_elsewhere(asked.url, site) else None)
        yield page
        browser.close()
        assert elsewhere == []


@pytest.mark.browser
def test_an_editor_writes_an_article_and_a_reader_reads_it(site: str, browser_page: Page) -> None:
    page = browser_page
    _sign_in(page, site)
    page.goto(f"{site}/newsroom/articles/choose_parent/")
    page.fill("#id_title", HEADLINE)
    page.fill("#id_summary", "Keduanya berbicara lewat telepon.")
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.type(LEAD)
    _publish(page)

    page.goto(f"{site}/")
    page.click(f"text={HEADLINE}")
    article = page.locator("article").first.inner_text()
    assert "WASHINGTON DC, WARTA" in article
    assert "Dikutip dari The Independent, Kamis (28/12/2017)" in article.replace("\n", " ")
    assert article.count("Dikutip dari The Independent") == 1
    assert "WARTA.com" not in article


@pytest.mark.browser
def test_the_mark_is_set_by_hand_on_selected_words(site: str, browser_page: Page) -> None:
    page = browser_page
    _sign_in(page, site)
    page.goto(f"{site}/newsroom/articles/")
    page.click(f"text={HEADLINE}")
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Keterangan lain menurut")
    page.keyboard.press("Control+Shift+ArrowLeft")
    page.locator("button[name=CITATION]").first.click()
    page.locator(".warta-dialog__choices button", has_text="The Independent").click()
    page.wait_for_selector(".warta-mark:has-text('menurut')")
    _publish(page)

    page.goto(f"{site}/")
    page.click(f"text={HEADLINE}")
    assert "menurut The Independent" in page.locator("article").first.inner_text().replace("\n", " ")


def _sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/newsroom/")
    page.fill("input[name=username]", "budi@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector(".warta-begin")


def _publish(page: Page) -> None:
    """The publish button stands in the menu beside "save"."""
    page.wait_for_timeout(3000)  # an autosave under way would make this page a newer version's rival
    page.locator("footer [data-w-dropdown-target=toggle], footer .w-dropdown__toggle").first.click()
    page.locator("button[name=action-publish]").first.click()
    page.wait_for_url("**/newsroom/articles/")


def _is_elsewhere(address: str, site: str) -> bool:
    return not address.startswith((site, "data:", "blob:"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str) -> None:
    ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends:
        try:
            urllib.request.urlopen(address, timeout=5)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"{address} never answered")
