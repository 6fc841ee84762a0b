"""Readers, and terms that they answer to."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.test import Client

from warta.lib.clock import now
from warta.readers.accounts.proving import PROVEN_AT
from warta.readers.models import TermsDocument, User
from warta.readers.terms.publishing import ensure_starting_texts, publish


def reader(name: str) -> User:
    """A reader with a confirmed address."""
    someone = User.objects.create_user(f"{name}@pembaca.example", "ombak-besar-di-selatan", display_name=name.title())
    EmailAddress.objects.create(user=someone, email=someone.email, verified=True, primary=True)
    return someone


def signed_in(person: User, *, is_proven: bool = True, checks_csrf: bool = False) -> Client:
    """A browser of theirs; proven: they have shown just now who they are."""
    client = Client(enforce_csrf_checks=checks_csrf)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    if is_proven:
        session = client.session
        session[PROVEN_AT] = now().timestamp()
        session.save()
    return client


def published() -> None:
    ensure_starting_texts()


def next_version(slug: str, *, adds: str, is_material: bool = True) -> None:
    document = TermsDocument.objects.get(slug=slug)
    document.body_id += f"\n\n{adds}"
    document.body_en += f"\n\n{adds}"
    document.save()
    publish(document, by="system", change_id="Satu kalimat.", change_en="One sentence.", is_material=is_material)
