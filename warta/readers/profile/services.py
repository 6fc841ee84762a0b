"""Changing one's own profile: the values, the timeline's line, the word to the owner, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from warta.audit.services import record
from warta.lib.clock import now
from warta.lib.dates import clock_time, long_date
from warta.readers import events, vault
from warta.readers.mails.services import put_in_line
from warta.readers.models import User
from warta.readers.profile import queries
from warta.readers.profile.fields import LABELS
from warta.readers.services import set_language
from warta.readers.sign_ins.services import note
from warta.readers.vault_fields import Field


def change_profile(person: User, texts: Mapping[Field, str], *, request: HttpRequest) -> list[Field]:
    """Keep what the person says of themselves; returns the fields that changed. Safe to repeat. Raises VaultClosed.

    Where something else stood before, the sign-in address is told that it was changed, and never to what.
    """
    with transaction.atomic():
        before = vault.own_values(person, texts)
        was_complete = queries.completeness(person).is_complete
        changed = vault.keep_all(person, texts, by=person)
        if changed:
            facts = {"fields": ", ".join(field.name for field in changed)}
            note(person, "profile_changed", request=request, facts=facts)
        if replaced := [field for field in changed if field in before]:
            tell_owner(person, replaced)
        if changed:
            told = events.ProfileFact(person.public_id, tuple(field.name for field in changed))
            transaction.on_commit(partial(_tell, person, told, was_complete=was_complete))
    return changed


def change_public(person: User, *, display_name: str, language: str, request: HttpRequest) -> bool:
    """Change what others see of the person; False: it was so already. Safe to repeat."""
    with transaction.atomic():
        known = User.objects.select_for_update().get(pk=person.pk)
        if (known.display_name, known.language) == (display_name, language):
            return False
        User.objects.filter(pk=person.pk).update(display_name=display_name)
        set_language(person, language)
        note(person, "profile_changed", request=request, facts={"fields": "display_name, language"})
        told = events.ProfileFact(person.public_id, ("display_name", "language"))
        transaction.on_commit(partial(events.profile_changed.tell, told))
    return True


def note_shown(person: User, *, request: HttpRequest) -> None:
    """The person looks at everything in full: once stolen, a session might, so the timeline and the audit say it."""
    with transaction.atomic():
        note(person, "profile_shown", request=request)
        record("vault.shown", actor=person.public_id, subject=person.subject)


def note_phone_confirmed(person: User) -> None:
    """Tell who listens that the phone is proven; call it after that is kept."""
    told = events.ProfileFact(person.public_id, ("phone",))
    transaction.on_commit(partial(_tell, person, told, was_complete=False))


def tell_owner(person: User, fields: list[Field]) -> None:
    """A mail to the sign-in address that says which fields were changed and when, and no value."""
    language = person.language or settings.LANGUAGE_CODE
    moment = now()
    with override(language):
        what = ", ".join(str(LABELS[field]) for field in fields if field in LABELS)
        day = long_date(localtime(moment).date(), language)
        facts = {
            "what": _("Profile: %(fields)s") % {"fields": what},
            "when": f"{day}, {clock_time(moment, language, settings.TIME_ZONE)}",
            "link": settings.SITE_URL + reverse("account_profile"),
        }
    put_in_line("account_changed", to=person.email, person=person, facts=facts, language=language)


def _tell(person: User, told: events.ProfileFact, *, was_complete: bool) -> None:
    events.profile_changed.tell(told)
    if not was_complete and queries.completeness(person).is_complete:
        events.profile_completed.tell(told)
