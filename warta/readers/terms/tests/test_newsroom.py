from __future__ import annotations

import pytest

from warta.readers.models import TermsDocument, TermsVersion
from warta.readers.terms.tests.cast import published, reader, signed_in
from warta.readers.tests.cast import person

pytestmark = pytest.mark.django_db


def privacy() -> TermsDocument:
    return TermsDocument.objects.get(slug="privacy")


def fields_of(document: TermsDocument, **changed: str) -> dict[str, str]:
    names = ("slug", "title_id", "title_en", "body_id", "body_en", "position")
    kept = {name: str(getattr(document, name)) for name in names}
    return {**kept, "seen_at": document.changed_at.isoformat(), **changed}


def test_an_operator_writes_a_draft_looks_at_what_changes_and_publishes() -> None:
    published()
    browser = signed_in(person("eko", "operator"))
    edit = f"/newsroom/terms/edit/{privacy().pk}/"
    assert browser.get("/newsroom/terms/").status_code == 200
    assert browser.get(edit).status_code == 200
    saved = browser.post(edit, fields_of(privacy(), body_en="A new beginning.", publish="yes"))
    assert saved.headers["Location"] == f"/newsroom/terms/{privacy().pk}/publish/"
    assert TermsVersion.objects.filter(document=privacy()).count() == 1
    assert "<ins>A new beginning.</ins>" in browser.get(saved.headers["Location"]).text
    browser.post(saved.headers["Location"], {"change_id": "Baru.", "change_en": "New.", "is_material": "on"})
    version = TermsVersion.objects.get(document=privacy(), number=2)
    assert (version.body_en, version.change_en, version.is_material) == ("A new beginning.", "New.", True)


def test_what_somebody_saved_meanwhile_is_not_overwritten_unseen() -> None:
    published()
    browser = signed_in(person("eko", "operator"))
    edit = f"/newsroom/terms/edit/{privacy().pk}/"
    seen = fields_of(privacy(), body_en="Mine.")
    browser.post(edit, fields_of(privacy(), body_en="Theirs."))
    refused = browser.post(edit, seen)
    assert refused.status_code == 200
    assert "Mine." in refused.text
    assert privacy().body_en == "Theirs."


def test_the_address_of_what_was_published_stays() -> None:
    published()
    browser = signed_in(person("eko", "operator"))
    browser.post(f"/newsroom/terms/edit/{privacy().pk}/", fields_of(privacy(), slug="other", body_en="New."))
    assert privacy().body_en == "New."


@pytest.mark.parametrize("name", ["reporter", "moderator"])
def test_who_has_no_right_to_it_neither_sees_nor_publishes(name: str) -> None:
    published()
    browser = signed_in(person("dewi", name))
    for path in ("/newsroom/terms/", f"/newsroom/terms/{privacy().pk}/publish/"):
        assert browser.get(path).status_code in (302, 403)
    assert browser.post(f"/newsroom/terms/{privacy().pk}/publish/", {}).status_code in (302, 403)
    assert signed_in(reader("gita")).get("/newsroom/terms/").status_code == 302


def test_published_terms_can_t_be_deleted_even_by_an_administrator() -> None:
    published()
    browser = signed_in(person("eko", is_superuser=True))
    assert browser.post(f"/newsroom/terms/delete/{privacy().pk}/").headers["Location"] == "/newsroom/terms/"
    assert TermsVersion.objects.filter(document=privacy()).exists()
