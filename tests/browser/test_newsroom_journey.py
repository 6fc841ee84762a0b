"""From an empty newsroom to an article that a reader sees: written, attributed, published and pressed."""

from __future__ import annotations

import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page

from tests.places import Place, a_place

PASSWORD = "a long enough password"
PATIENCE_SECONDS = 90
PEOPLE = f"""
from django.contrib.auth import get_user_model
from warta.readers.roles import ensure_roles
for name, role in (("ana", "reporter"), ("budi", "editor")):
    person = get_user_model().objects.create_user(
        name + "@example.org", "{PASSWORD}", display_name=name.title(), is_staff=True, needs_second_factor=False
    )
    person.groups.add(ensure_roles()[role])
"""
A_DAY_LATER = """
from datetime import timedelta
from warta.articles.publishing.timing import publish_due
from warta.lib.clock import clock_at, now
with clock_at(now() + timedelta(days=1)):
    publish_due()
"""
JAKARTA = ZoneInfo("Asia/Jakarta")  # whose time the newsroom keeps
SCHEDULED = "Dua kapal riset berangkat"
HEADLINE = "Menlu AS dan Rusia sepakat soal Korea Utara"
LEAD = (
    "WASHINGTON DC, WARTA.com - Kedua menteri berbicara lewat telepon. "
    "Dikutip dari The Independent, Kamis (28/12/2017), keduanya tidak mengakui Korea Utara sebagai negara nuklir."
)


@dataclass(frozen=True)
class Running:
    place: Place
    address: str


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A running Warta in which Ana reports and Budi edits."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    settings = {"WARTA_PORT": str(port), "WARTA_SITE_URL": address, "WARTA_LANGUAGE": "id"}
    with a_place(tmp_path_factory.mktemp("journey"), **settings) as place:
        for command in (("prepare",), ("site", "setup")):
            done = place.warta(*command)
            assert done.returncode == 0, done.stderr
        place.python(PEOPLE)
        yield from _running(place, address)


@pytest.fixture(scope="module")
def site(running: Running) -> str:
    return running.address


def _running(place: Place, address: str) -> Iterator[Running]:
    web = place.start("web")
    try:
        _wait_for(f"{address}/healthz")
        yield Running(place, address)
    finally:
        web.terminate()
        web.wait(timeout=20)


@pytest.fixture
def browser_page(site: str, chromium: Browser) -> Iterator[Page]:
    elsewhere: list[str] = []
    page = _new_page(chromium)
    page.context.on("request", lambda asked: elsewhere.append(asked.url) if _is_elsewhere(asked.url, site) else None)
    yield page
    page.context.close()
    assert elsewhere == []


def _new_page(browser: Browser) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE_SECONDS * 1000)
    return page


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


@pytest.mark.browser
def test_a_reporter_submits_an_editor_comments_schedules_and_it_goes_live(running: Running, browser_page: Page) -> None:
    ana, site = browser_page, running.address
    budi = _new_page(ana.context.browser or pytest.fail("no browser"))
    _sign_in(ana, site, "ana")
    _write(ana, site, SCHEDULED)
    _choose(ana, "action-submit")
    ana.wait_for_url("**/newsroom/articles/")

    _sign_in(budi, site, "budi")
    budi.click(f"text={SCHEDULED}")  # it waits for review on the first screen
    budi.wait_for_selector("#id_title")
    _ask_for_changes(budi, "Sebut nama kapalnya.")
    ana.goto(f"{site}/newsroom/")
    ana.wait_for_selector("text=Sebut nama kapalnya.")
    ana.click(f"text={SCHEDULED}")
    ana.wait_for_selector("#id_title")
    _choose(ana, "action-submit")
    ana.wait_for_url("**/newsroom/articles/")

    budi.goto(f"{site}/newsroom/")
    budi.click(f"text={SCHEDULED}")
    budi.wait_for_selector("#id_title")
    _schedule(budi)
    assert SCHEDULED not in _read(budi, site)
    running.place.python(A_DAY_LATER)
    assert SCHEDULED in _read(budi, site)


def _write(page: Page, site: str, headline: str) -> None:
    page.goto(f"{site}/newsroom/articles/choose_parent/")
    page.fill("#id_title", headline)
    page.fill("#id_summary", "Berangkat dari Cilacap.")
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.type("CILACAP, WARTA — Dua kapal riset berangkat pada Senin pagi.")
    page.wait_for_timeout(3000)  # as in _publish


def _choose(page: Page, name: str) -> None:
    """An entry of the menu beside "save"."""
    page.locator("footer [data-w-dropdown-target=toggle], footer .w-dropdown__toggle").first.click()
    page.locator(f"button[name={name}]").first.click()


def _ask_for_changes(page: Page, words: str) -> None:
    page.locator("footer [data-w-dropdown-target=toggle], footer .w-dropdown__toggle").first.click()
    page.locator("[data-workflow-action-name=reject]").first.click()
    page.fill(".modal-body textarea", words)
    page.click(".modal-body [type=submit]")
    page.wait_for_url("**/newsroom/articles/")


def _schedule(page: Page) -> None:
    """Write the time into the side panel, then approve: what was approved waits for its time."""
    page.locator("[data-side-panel-toggle=status], [aria-label*='status' i]").first.click()
    page.locator("button:has-text('Jadwalkan'), button:has-text('Set schedule')").first.click()
    page.fill("#id_go_live_at", (datetime.now(JAKARTA) + timedelta(hours=2)).strftime("%Y-%m-%d %H:%M"))
    with page.expect_navigation():
        page.locator("[role=dialog] button:has-text('Simpan jadwal')").first.press("Enter")  # the calendar lies over it
    page.wait_for_selector("#id_title")
    page.locator("footer [data-w-dropdown-target=toggle], footer .w-dropdown__toggle").first.click()
    page.locator("[data-workflow-action-name=approve]").first.click()
    page.wait_for_url("**/newsroom/articles/")


def _read(page: Page, site: str) -> str:
    with urllib.request.urlopen(f"{site}/", timeout=PATIENCE_SECONDS) as answer:
        text: str = answer.read().decode()
    return text


def _sign_in(page: Page, site: str, name: str = "budi") -> None:
    page.goto(f"{site}/newsroom/")
    page.fill("input[name=email]", f"{name}@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
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
