"""From a draft to an immutable, numbered version."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from warta.audit.services import SYSTEM, record
from warta.lib.clock import now
from warta.press.services import changed
from warta.readers.models import TermsDocument, TermsVersion
from warta.readers.terms.periods import with_periods
from warta.readers.terms.starting import STARTING_TEXTS


class NothingToPublish(Exception):
    """The draft says what the last version says."""


def publish(
    document: TermsDocument, *, by: str, change_id: str = "", change_en: str = "", is_material: bool = True
) -> TermsVersion:
    """Make the draft the next version, in both languages, and press its pages. Raises NothingToPublish.

    Where the draft says `[periods]`, the version holds the periods of retention that run at this moment.
    """
    with transaction.atomic():
        draft = TermsDocument.objects.select_for_update().get(pk=document.pk)
        last = draft.versions.order_by("-number").first()
        said = text_of(draft)
        if last is not None and said == _said_by(last):
            raise NothingToPublish(_("The draft says what the published version says; there is nothing to publish."))
        number = last.number + 1 if last else 1
        version = TermsVersion(document=draft, number=number, published_by=by, is_material=is_material or number == 1)
        for name, text in {**said, "change_id": change_id.strip(), "change_en": change_en.strip()}.items():
            setattr(version, name, text)
        version.save()
        changed({"list:terms", f"terms:{draft.slug}"}, eager=(draft.get_absolute_url(),))
        facts = {"number": number, "is_material": version.is_material}
        record("terms.published", actor=by, subject=f"terms:{draft.slug}", facts=facts)
    return version


def keep_draft(document: TermsDocument, *, by: str) -> None:
    """Save what the newsroom wrote; readers see nothing of it. Safe to repeat."""
    document.changed_at = now()
    with transaction.atomic():
        document.save()
        record("terms.edited", actor=by, subject=f"terms:{document.slug}")


def text_of(draft: TermsDocument) -> dict[str, str]:
    """What a version of this draft would say."""
    return {
        "title_id": draft.title_id.strip(), "title_en": draft.title_en.strip(),
        "body_id": with_periods(draft.body_id, "id"), "body_en": with_periods(draft.body_en, "en"),
    }  # fmt: skip


def ensure_starting_texts() -> None:
    """Publish the texts to begin with where a site has none of that address. Safe to repeat."""
    for slug, starting in STARTING_TEXTS.items():
        with transaction.atomic():
            document, made = TermsDocument.objects.get_or_create(slug=slug, defaults=starting.fields())
            if made:
                publish(document, by=SYSTEM, change_id=starting.note_id, change_en=starting.note_en)


def _said_by(version: TermsVersion) -> dict[str, str]:
    return {name: getattr(version, name) for name in ("title_id", "title_en", "body_id", "body_en")}
