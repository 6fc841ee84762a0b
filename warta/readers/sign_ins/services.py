"""What happens to an account, written down for its owner."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.http import HttpRequest

from warta.lib.logs import redacted
from warta.lib.text import tidy
from warta.readers.models import SecurityEvent, User
from warta.readers.sign_ins.ending import end_all_but
from warta.readers.sign_ins.kinds import KINDS
from warta.readers.sign_ins.origin import kept_origin, table_of

LONGEST_FACT = 120


def note(
    person: User | None, kind: str, *, request: HttpRequest | None = None, facts: Mapping[str, str] | None = None
) -> SecurityEvent:
    """Add a line to a person's timeline, inside the caller's transaction. Raises KeyError for a kind not in KINDS.

    Without a request it was the house that acted. `facts` are few and never personal: the name of a field, the label
    of a factor; what looks like an address or a secret is hidden. For nobody (a try at an account that there is not)
    the same work is done, so that its time says nothing. Some kinds end the other sessions. Not safe to repeat.
    """
    if kind not in KINDS:
        raise KeyError(kind)
    origin = kept_origin(person, table_of(SecurityEvent), request) if request is not None else None
    kept = {name: redacted(tidy(str(value)))[:LONGEST_FACT] for name, value in (facts or {}).items()}
    with transaction.atomic():
        if person is not None and KINDS[kind].ends_others:
            end_all_but(person, request)
        return SecurityEvent.objects.create(person=person, kind=kind, facts=kept, origin=origin)
