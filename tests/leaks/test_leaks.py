"""Values are planted in every field of the vault, the site is lived in, and everything it left on the disk is read."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
import urllib3

from tests.leaks.places_to_look import rows_of_postgres, texts_below
from tests.leaks.spellings import spellings
from tests.places import PROGRAM, ROOT, Place, a_place

pytestmark = pytest.mark.fault

# By field. A province is two digits, which stand everywhere; every other field is planted and looked for.
RATNA = {
    "full_name": "Ratnaningsih Kusumawardhanisari", "birth_date": "1987-03-29", "phone": "+6281398761234",
    "regency": "Kabupaten Sukamiskinjaya", "identity_number": "3404076903870001", "tax_number": "914567893451000",
    "postal_address": "Jalan Pinangrantai 771", "telegram_chat": "7788991122334", "push_address": "https://push.invalid/zq81Lm",
}  # fmt: skip
BAGUS = {
    "full_name": "Bagustirta Prameswarajati", "birth_date": "1971-10-17", "phone": "+6285712349876",
    "regency": "Kota Wonosarimulya", "identity_number": "3173051710710003", "tax_number": "823456712345000",
    "postal_address": "Gang Kenangasari 993", "telegram_chat": "6655443322110", "push_address": "https://push.invalid/xk42Wd",
}  # fmt: skip
TYPED = {"full_name": "Ratnaningsih Baruwijayanti", "birth_date": "28-02-1986"}
REFUSED = {"identity_number": "9188776655443322", "regency": "8844-3377-9911"}
READING = "Samsungprana Galaksiwati di Cilacaptimur"  # what somebody has many of
MANY = "leaks.reading.words"
PLANT = """
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from warta.lib.clock import now
from warta.readers import vault
from warta.readers.models import User
from warta.readers.roles import ensure_roles
groups = ensure_roles()
def session_of(person):
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY], session["proven_at"] = person.get_session_auth_hash(), now().timestamp()
    session["second_factor"] = True
    session.save()
    return session.session_key
keys = {}
for name, planted in %(people)r.items():
    person = User.objects.create_user(name + "@pembaca.example", None, display_name=name.title())
    for field in vault.FIELDS:
        vault.keep(person, field, planted.get(field.name, "34"), by=person)
    vault.confirm(person, vault.PHONE, by=person)
    vault.sealed_for(person, %(many)r, %(reading)r)
    keys[name] = session_of(person)
for role in groups:
    member = User.objects.create_user(role + "@warta.example", None, display_name=role, is_staff=True)
    member.groups.add(groups[role])
    keys[role] = session_of(member)
print(json.dumps(keys))
"""
BREAK = """
from warta.readers.models import VaultValue
VaultValue.objects.filter(person__email="bagus@pembaca.example", field="full_name").update(sealed=b"\\x01" * 60)
"""
READ_PAGES = ("", "en/", "search?q=berita", "feed.xml", "archive/", "tidak/ada")
OWN_PAGES = (
    "account/", "account/profile/", "account/profile/shown/", "account/profile/about/", "account/profile/identity/",
    "account/contacts/", "account/contacts/phone/", "account/security/", "account/security/sessions/", "account/data/",
    "account/consents/",
)  # fmt: skip
NEWSROOM_PAGES = ("newsroom/", "newsroom/users/", "newsroom/reports/site-history/", "newsroom/audit/")


@dataclass
class Browser:
    """Somebody with a session."""

    address: str
    session_key: str = ""

    def get(self, path: str) -> urllib3.BaseHTTPResponse:
        return self._ask("GET", path)

    def post(self, path: str, typed: dict[str, str]) -> urllib3.BaseHTTPResponse:
        page = self.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.data.decode())
        cookie = re.search(r"csrftoken=(\w+)", page.headers.get("Set-Cookie", ""))
        if not token or not cookie:
            return page
        body = urlencode({**typed, "csrfmiddlewaretoken": token[1]})
        return self._ask("POST", path, body=body, cookie=f"; csrftoken={cookie[1]}")

    def _ask(self, method: str, path: str, *, body: str = "", cookie: str = "") -> urllib3.BaseHTTPResponse:
        headers = {"Cookie": f"sessionid={self.session_key}{cookie}", "Referer": f"{self.address}/"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return urllib3.request(
            method, f"{self.address}/{path}", body=body or None, headers=headers, redirect=False, timeout=60
        )


def test_nothing_that_was_planted_in_the_vault_stands_anywhere_else(tmp_path: Path) -> None:
    with a_place(tmp_path / "home", WARTA_PORT=str(_free_port())) as place:
        place.settings["WARTA_SITE_URL"] = f"http://127.0.0.1:{place.settings['WARTA_PORT']}"
        assert place.warta("prepare").returncode == 0
        people = {"ratna": RATNA, "bagus": BAGUS}
        source = PLANT % {"people": people, "many": MANY, "reading": READING}
        sessions = json.loads(place.python(source).splitlines()[-1])
        with _running(place):
            _live(place, sessions)
        _keep_copies(place)

        found = _leaks(place)

    assert found == []


def _live(place: Place, sessions: dict[str, str]) -> None:
    """Read, change, mistype, break: as readers, as the newsroom, as a stranger."""
    address = place.settings["WARTA_SITE_URL"]
    stranger, ratna = Browser(address), Browser(address, sessions["ratna"])
    for page in (*READ_PAGES, *OWN_PAGES):
        stranger.get(page)
        ratna.get(page)
    assert RATNA["full_name"] in ratna.get("account/profile/shown/").data.decode()
    assert ratna.post("account/profile/about/", TYPED).status == 302
    assert ratna.post("account/profile/identity/", REFUSED).status == 200
    assert ratna.post("account/profile/home/", {**REFUSED, "province": "34"}).status == 200
    for role in ("reporter", "editor", "front-editor", "moderator", "campaign-manager", "help-desk", "operator"):
        member = Browser(address, sessions[role])
        for page in NEWSROOM_PAGES:
            member.get(page)
    _break(place, Browser(address, sessions["bagus"]))
    ratna.get("account/profile/")
    _wait_for_the_worker(place)


def _break(place: Place, bagus: Browser) -> None:
    """A value that does not open, and then a failure that nobody foresaw: the ring is gone."""
    place.python(BREAK)
    assert bagus.get("account/profile/shown/").status == 503
    keys = place.home / "keys" / "vault-keys"
    keys.rename(keys.with_suffix(".away"))
    try:
        assert bagus.get("account/profile/shown/").status == 500
        bagus.post("account/profile/home/", {"province": "34", "regency": TYPED["full_name"]})
    finally:
        keys.with_suffix(".away").rename(keys)


def _wait_for_the_worker(place: Place) -> None:
    """Until the mail that tells of the change was sent."""
    waiting = "from warta.readers.models import WaitingMail; print(WaitingMail.objects.count())"
    ends = time.monotonic() + 60
    while place.python(waiting).splitlines()[-1] != "0" and time.monotonic() < ends:
        time.sleep(0.5)


def _keep_copies(place: Place) -> None:
    for command in (
        ("backup", str(place.home / "kept.tar.gz")), ("export", "jsonl", str(place.home / "kept.jsonl")),
        ("doctor",), ("audit", "verify"), ("keys", "rotate"), ("keys", "list"),
    ):  # fmt: skip
        done = place.warta(*command)
        (place.home / f"said-{command[0]}-{command[-1].rpartition('/')[2]}.txt").write_text(done.stdout + done.stderr)
    assert (place.home / "kept.tar.gz").exists()


def _leaks(place: Place) -> list[tuple[str, str]]:
    """(what, where)."""
    planted = {*RATNA.values(), *BAGUS.values(), *TYPED.values(), *REFUSED.values(), READING}
    planted |= {word for value in planted for word in value.split() if len(word) > 9 and word.isalpha()}
    forms = {value: spellings(value) for value in planted}
    return [
        (value, where)
        for where, text in _everything(place)
        for value, several in forms.items()
        if any(form in text for form in several)
    ]


def _everything(place: Place) -> Iterator[tuple[str, bytes]]:
    yield from texts_below(place.home)
    if address := place.settings.get("WARTA_DATABASE_URL"):
        yield from rows_of_postgres(address)


@contextmanager
def _running(place: Place) -> Iterator[None]:
    """`warta up`, whatever it says kept in the home."""
    with (place.home / "log.jsonl").open("wb") as log:
        process = subprocess.Popen([*PROGRAM, "up"], cwd=ROOT, env=place.environment, stdout=log, stderr=log)
        try:
            _wait_until_ready(place.settings["WARTA_SITE_URL"], process)
            yield
        finally:
            process.terminate()
            process.wait(30)


def _wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + 240
    while time.monotonic() < ends and process.poll() is None:
        try:
            if urllib3.request("GET", f"{address}/readyz", retries=False, timeout=10).status == 200:
                return
        except urllib3.exceptions.HTTPError:
            pass
        time.sleep(0.2)
    raise TimeoutError("the site did not come up")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
