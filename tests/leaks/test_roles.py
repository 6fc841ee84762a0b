"""Every ordinary role walks through the whole newsroom, and meets nothing of what is in the vault."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape

import pytest
from django.apps import apps
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.leaks.spellings import spellings
from warta.audit.models import AuditEntry
from warta.lib.clock import now
from warta.readers import vault
from warta.readers.models import User
from warta.readers.roles import ensure_roles
from warta.readers.vault_fields import FIELDS

ORDINARY = ("reporter", "editor", "front-editor", "moderator", "campaign-manager", "help-desk")
MOST_PAGES = 60  # of one role, besides the addresses it begins with
PLANTED = {
    "full_name": "Ratnaningsih Kusumawardhanisari", "birth_date": "1987-03-29", "phone": "+6281398761234",
    "regency": "Kabupaten Sukamiskinjaya", "identity_number": "3404076903870001", "tax_number": "914567893451000",
    "postal_address": "Jalan Pinangrantai 771", "telegram_chat": "7788991122334",
    "push_address": "https://push.invalid/zq81Lm",
}  # fmt: skip
FORMS = frozenset(form for value in PLANTED.values() for form in spellings(value))
# What changes something or signs out is not looked at; it is asked for by POST anyway.
LEFT_OUT = ("logout", "login", "sprite", "jsi18n")


@pytest.fixture
def planted() -> list[User]:
    """A reader and a member who say everything of themselves."""
    people = [
        User.objects.create_user("ratna@pembaca.example", None, display_name="Ratna"),
        User.objects.create_user("bagus@warta.example", None, display_name="Bagus", is_staff=True),
    ]
    for person in people:
        for field in FIELDS:
            vault.keep(person, field, PLANTED.get(field.name, "34"), by=person)
    vault.confirm(people[0], vault.PHONE, by=people[0])
    return people


def _member(role: str) -> Client:
    member = User.objects.create_user(f"{role}@warta.example", None, display_name=role, is_staff=True)
    member.groups.add(ensure_roles()[role])
    client = Client(raise_request_exception=False)  # what a failure shows is to be looked at as well
    client.force_login(member)
    session = client.session
    session["proven_at"], session["second_factor"] = now().timestamp(), True
    session.save()
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("role", ORDINARY)
def test_an_ordinary_role_meets_no_value_of_the_vault_anywhere(role: str, planted: list[User]) -> None:
    client = _member(role)
    seen = dict(_walk(client, [*_addresses(), *_of_people(planted)]))
    assert len([answer for answer in seen.values() if answer]) > 3
    assert [address for address, content in seen.items() if any(form in content for form in FORMS)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", ORDINARY)
def test_personal_data_and_the_audit_log_are_closed_to_an_ordinary_role(role: str, planted: list[User]) -> None:
    client = _member(role)
    for person in planted:
        address = reverse("personal_data", args=[person.public_id])
        assert client.get(address).status_code in (302, 403)
        assert client.post(address, {"reason": "out of curiosity"}).status_code in (302, 403)
    assert not AuditEntry.objects.filter(action="vault.read").exists()


@pytest.mark.django_db
def test_the_operator_meets_a_value_only_behind_a_reason_that_is_kept(planted: list[User]) -> None:
    client = _member("operator")
    seen = dict(_walk(client, [*_addresses(), *_of_people(planted)]))
    assert [address for address, content in seen.items() if any(form in content for form in FORMS)] == []
    shown = client.post(reverse("personal_data", args=[planted[1].public_id]), {"reason": "a press card"})
    assert PLANTED["full_name"].encode() in shown.content
    assert AuditEntry.objects.filter(action="vault.read", subject=planted[1].subject).count() == 2


@pytest.mark.django_db
def test_who_reads_the_database_reads_no_value(planted: list[User]) -> None:
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            kept = b"\n".join(
                bytes(v) if isinstance(v, (bytes, memoryview)) else repr(v).encode() for v in row.values()
            )
            assert not any(form in kept for form in FORMS), model


def _as_bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, (bytes, memoryview)) else repr(value).encode()


def _walk(client: Client, beginning: list[str]) -> Iterator[tuple[str, bytes]]:
    """Each address and what it showed, following the links; lists also as the files they can be taken home as."""
    waiting, known, left = list(beginning), set(beginning), MOST_PAGES + len(beginning)
    while waiting and left:
        address = waiting.pop(0)
        left -= 1
        answer = client.get(address, follow=True)
        content = _content(answer)
        yield address, content
        for link in _links(content) if answer.status_code == 200 else ():
            if link not in known:
                known.add(link)
                waiting.append(link)


def _content(answer: HttpResponseBase) -> bytes:
    content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if content[:2] == b"PK":  # a sheet
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    return bytes(content)


def _links(content: bytes) -> list[str]:
    found = re.findall(r'(?:href|action|data-src)="(/newsroom/[^"#]*)"', content.decode(errors="replace"))
    return [unescape(link) for link in found if not any(word in link for word in LEFT_OUT)]


def _addresses() -> list[str]:
    """Every address of the newsroom that needs no argument, and each list's files."""
    plain = [address for address in _plain(get_resolver(), "/") if address.startswith("/newsroom/")]
    lists = [f"{address}?export={kind}" for address in plain for kind in ("csv", "xlsx") if "report" in address]
    return [address for address in [*plain, *lists] if not any(word in address for word in LEFT_OUT)]


def _plain(resolver: URLResolver, start: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        part = re.sub(r"^\^|\$$|\\Z$", "", str(entry.pattern))
        if re.search(r"[<(\[\\?*]", part):
            continue
        if isinstance(entry, URLResolver):
            yield from _plain(entry, start + part)
        elif isinstance(entry, URLPattern):
            yield start + part


def _of_people(people: list[User]) -> list[str]:
    views = [f"wagtailusers_users:{view}" for view in ("edit", "delete", "history")]
    addresses = [reverse(view, args=[person.pk]) for person in people for view in views]
    index = reverse("wagtailusers_users:index")
    return [*addresses, *(f"{index}?q={part}" for part in ("Ratnaningsih", "8139876")), f"{index}?export=csv"]
