"""An account's whole life at the door, as a browser without scripts walks it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any, Literal

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page

from benchmarks.site import Site, environment_of, free_port, running_site, scratch_home, warta

pytestmark = pytest.mark.browser
PASSWORD = "kuda laut minum kopi"
READER = "siti@pembaca.example"
PATIENCE_SECONDS = 30
AXE = (Path(__file__).resolve().parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with scratch_home() as home:
        port = free_port()
        warta(environment_of(home, port), "prepare")
        with running_site(home, port=port) as running:
            yield running


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    yield context.new_page()
    context.close()


def test_from_signing_up_to_signing_in_with_an_app_without_scripts(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/en/account/sign-up/")
    _sign_up(page, site)
    _choose_password(page, site)
    secret = _add_app(page, site)
    page.goto(f"{site.address}/en/account/sign-out/")
    _press(page, "Sign out")
    assert "signed_in" not in {cookie["name"] for cookie in page.context.cookies()}
    page.goto(f"{site.address}/en/account/")
    page.fill("input[name=email]", READER)
    page.fill("input[name=password]", PASSWORD)
    _press(page, "Sign in")
    page.fill("input[name=code]", _shown(secret, steps_later=1))
    _press(page, "Go on")
    assert page.locator("h1").inner_text() == "Hello, Siti"


def test_axe_finds_nothing_on_the_pages_at_the_door(chromium: Browser, site: Site) -> None:
    found: list[Any] = []
    schemes: tuple[tuple[Literal["light", "dark"], int], ...] = (("light", 1280), ("dark", 390))
    for colours, width in schemes:
        context = chromium.new_context(
            color_scheme=colours,
            viewport={"width": width, "height": 900},
            bypass_csp=True,
        )
        opened = context.new_page()
        for path in ("sign-in/", "sign-in/code/", "sign-up/", "sign-in/held/"):
            opened.goto(f"{site.address}/account/{path}")
            opened.evaluate(AXE)
            result = opened.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
            found += [(path, v["id"], v["nodes"][0]["html"][:120]) for v in result["violations"]]
        context.close()
    assert found == []


def _sign_up(page: Page, site: Site) -> None:
    page.fill("input[name=email]", READER)
    _press(page, "Send the code")
    page.fill("input[name=code]", _mailed_code(site))
    _press(page, "Go on")
    page.fill("input[name=display_name]", "Siti")
    _press(page, "Make the account")
    assert page.locator("h1").inner_text() == "Hello, Siti"


def _choose_password(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/en/account/sign-in-methods/password/")
    page.fill("input[name=password]", PASSWORD)
    page.fill("input[name=again]", PASSWORD)
    _press(page, "Keep this password")
    assert "holds from now on" in page.locator(".said").inner_text()


def _add_app(page: Page, site: Site) -> str:
    page.goto(f"{site.address}/en/account/sign-in-methods/app/")
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    assert page.locator(".steps__code").bounding_box() is not None
    page.fill("input[name=code]", _shown(secret))
    _press(page, "Add the app")
    assert page.locator(".codes li").count() == 10
    return secret


def _press(page: Page, words: str) -> None:
    page.locator(f"main button:has-text('{words}')").first.click()


def _shown(secret: str, *, steps_later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps_later))


def _mailed_code(site: Site) -> str:
    """From the box in which mails become files while no server is named."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        for file in site.home.rglob("*.eml"):
            mail = message_from_bytes(file.read_bytes(), policy=policy.default)
            body = mail.get_body(("plain",))
            found = re.search(r"\b\d{4} \d{4}\b", body.get_content() if body else "")
            if mail["To"] and READER in mail["To"] and found:
                return found[0]
        time.sleep(0.1)
    raise TimeoutError("no mail with a code came")
