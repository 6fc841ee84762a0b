from __future__ import annotations

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.test import Client
from django.utils import translation

from warta.audit.models import AuditEntry
from warta.readers.models import TermsDocument, TermsVersion
from warta.readers.models.terms import NotChangeable
from warta.readers.own_data.retention import RULES
from warta.readers.terms.periods import states_the_periods_that_run
from warta.readers.terms.publishing import NothingToPublish, ensure_starting_texts, publish
from warta.readers.terms.queries import current_version
from warta.readers.terms.tests.cast import next_version, published
from warta.readers.tests.cast import person

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert('x')</script> {{ 7|add:7 }} {% now 'Y' %} \u202e"


def test_a_new_site_has_terms_and_a_privacy_notice_in_both_languages_marked_as_a_start() -> None:
    published()
    published()
    assert [version.number for version in TermsVersion.objects.all()] == [1, 1, 1]
    for slug in ("terms-of-use", "privacy"):
        version = current_version(slug)
        assert version is not None
        assert "titik awal" in version.body_id
        assert "starting point" in version.body_en
        assert "[" not in version.body_id + version.body_en


def test_what_an_editor_made_of_them_is_left_alone() -> None:
    published()
    next_version("privacy", adds="Kalimat baru kami.")
    ensure_starting_texts()
    version = current_version("privacy")
    assert version is not None
    assert version.number == 2


def test_a_published_version_is_never_changed_or_deleted() -> None:
    published()
    version = TermsVersion.objects.get(document__slug="privacy")
    with pytest.raises(NotChangeable):
        version.save()
    with pytest.raises(NotChangeable):
        version.delete()
    with pytest.raises(NotChangeable):
        TermsVersion.objects.update(body_id="lain")
    with pytest.raises(NotChangeable):
        TermsVersion.objects.all().delete()


def test_the_same_text_is_not_published_twice() -> None:
    published()
    with pytest.raises(NothingToPublish):
        publish(TermsDocument.objects.get(slug="privacy"), by="system")


def test_two_versions_can_t_have_one_number() -> None:
    published()
    version = TermsVersion.objects.get(document__slug="privacy")
    with pytest.raises(IntegrityError):
        TermsVersion.objects.create(document=version.document, number=1, published_by="system")


def test_publishing_is_in_the_audit_log() -> None:
    ana = person("ana", "operator")
    published()
    document = TermsDocument.objects.get(slug="privacy")
    document.body_en += "\n\nMore."
    document.save()
    publish(document, by=ana.public_id)
    entry = AuditEntry.objects.get(action="terms.published", actor=ana.public_id)
    assert entry.subject == "terms:privacy"


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_privacy_notice_states_the_periods_that_run(language: str) -> None:
    published()
    version = current_version("privacy")
    body = getattr(version, f"body_{language}")
    with translation.override(language):
        assert all(f"{rule.what}: {rule.how_long}." in body for rule in RULES)
    assert states_the_periods_that_run(body, language)
    assert not states_the_periods_that_run(body.replace("180 ", "90 "), language)


def test_readers_find_the_current_version_the_older_one_and_what_changed(client: Client) -> None:
    published()
    next_version("privacy", adds="Sebuah kalimat yang baru.")
    current = client.get("/terms/privacy/")
    older = client.get("/terms/privacy/1/")
    changes = client.get("/terms/privacy/2/changes/")
    assert "Sebuah kalimat yang baru." in current.text
    assert "Sebuah kalimat yang baru." not in older.text
    assert '<a href="/terms/privacy/">' in older.text
    assert "<ins>Sebuah kalimat yang baru.</ins>" in changes.text
    assert client.get("/en/terms/privacy/").text.count("Privacy notice")


@pytest.mark.parametrize(
    "path", ["/terms/none/", "/terms/privacy/3/", "/terms/privacy/0/", "/terms/privacy/1/changes/"]
)
def test_what_was_never_published_is_not_there(client: Client, path: str) -> None:
    published()
    assert client.get(path).status_code == 404


def test_a_draft_is_not_seen_by_readers(client: Client) -> None:
    published()
    TermsDocument.objects.filter(slug="privacy").update(body_id="Rahasia konsep.")
    assert "Rahasia konsep." not in client.get("/terms/privacy/").text


def test_hostile_text_is_shown_as_text(client: Client) -> None:
    published()
    next_version("privacy", adds=HOSTILE)
    for path in ("/terms/privacy/", "/terms/privacy/2/changes/", "/terms/"):
        page = client.get(path).text
        assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in client.get("/terms/privacy/").text
    assert "{{ 7|add:7 }}" in client.get("/terms/privacy/").text


def test_the_pages_are_pressed_and_the_footer_leads_to_them(client: Client) -> None:
    published()
    page = client.get("/terms/privacy/")
    assert "Set-Cookie" not in page.headers
    assert 'href="/terms/terms-of-use/"' in page.text
    assert f"{settings.SITE_URL}/terms/privacy/" in page.text
