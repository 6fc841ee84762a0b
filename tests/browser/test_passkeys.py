"""A passkey's life: made, renamed, signed in with and removed, by the browser's own dialogue and a virtual device."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from benchmarks.site import Site, environment_of, free_port, running_site, scratch_home, warta

pytestmark = pytest.mark.browser
# A device that has a finger to be recognised by, and keeps its passkeys itself.
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
# A reader with a session that was proven just now, as signing in leaves it.
READER = """
from benchmarks.people import session_of
from warta.readers.models import User
from warta.readers.services import set_language
person = User.objects.create_user("wati@pembaca.example", None, display_name="Wati")
set_language(person, "en")
print(session_of(person))
"""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with scratch_home() as home:
        port = free_port()
        warta(environment_of(home, port), "prepare")
        with running_site(home, port=port) as running:
            yield running


@pytest.fixture
def page(chromium: Browser, site: Site) -> Iterator[Page]:
    """Under the name localhost: browsers make no passkeys for an address of digits."""
    key = warta(environment_of(site.home, site.port), "shell", "-c", READER).split()[-1]
    context = chromium.new_context(base_url=f"http://localhost:{site.port}")
    context.add_cookies([{"name": "sessionid", "value": key, "domain": "localhost", "path": "/"}])
    yield context.new_page()
    context.close()


def _device(page: Page) -> tuple[CDPSession, str]:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session, str(added["authenticatorId"])


def _press(page: Page, words: str) -> None:
    page.locator(f"main button:has-text('{words}')").first.click()


def test_a_passkey_is_made_signs_in_and_is_removed(page: Page) -> None:
    session, device = _device(page)
    page.goto("/en/account/sign-in-methods/passkeys/add/")
    page.fill("input[name=name]", "Wati's <b>phone</b>")
    _press(page, "Add the passkey")
    page.wait_for_selector(".codes li")
    kept = session.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert len(kept) == 1

    page.goto("/en/account/sign-in-methods/")
    assert "Wati's <b>phone</b>" in page.locator(".things").first.inner_text()
    page.locator("a:has-text('Rename')").click()
    page.fill("input[name=name]", "Telephone")
    _press(page, "Keep this name")
    assert "“Telephone”" in page.locator(".things").first.inner_text()

    page.context.clear_cookies()
    page.goto("/en/account/sign-in/")
    _press(page, "Use a passkey")
    page.wait_for_selector("h1:has-text('Hello, Wati')")

    page.goto("/en/account/sign-in-methods/")
    page.locator(".thing:has-text('Telephone') a:has-text('Remove')").click()
    _press(page, "Remove")
    assert "It is removed." in page.locator(".said").inner_text()

    page.context.clear_cookies()
    page.goto("/en/account/sign-in/")
    _press(page, "Use a passkey")
    page.wait_for_selector("[role=alert]:visible")
    assert page.locator("h1").inner_text() == "Sign in"
