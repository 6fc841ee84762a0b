"""What of an entrant is compared with others: hashes under the campaign's own key, which compare and say nothing else.

They are made from hashes that the sign-ins left and from the account's contact; nothing readable is kept, and with the
campaign's key for comparing they become noise.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from warta.campaigns.keys import KeyGone, key_of
from warta.campaigns.models import Campaign, Entry, KeyPurpose, State, Trait, TraitKind
from warta.campaigns.review import mailbox_of
from warta.lib.crypto import blind_index, derived_key
from warta.readers.models import SignIn

AT_ONCE = 500


def note_traits() -> int:
    """The job: note the traits of entries that have none yet. How many entries. Safe to run twice."""
    found = Campaign.objects.filter(state__in=(State.OPEN, State.CLOSED))
    return sum(note_traits_of(campaign) for campaign in found)


def note_traits_of(campaign: Campaign, *, at_once: int = AT_ONCE) -> int:
    """Of one campaign. The contact is noted of everybody, so who has it was looked at."""
    noted = Trait.objects.filter(entry=OuterRef("pk"), kind=TraitKind.CONTACT)
    entries = Entry.objects.filter(~Exists(noted), campaign=campaign, person__isnull=False).select_related("person")
    some = list(entries.order_by("pk")[:at_once])
    if not some:
        return 0
    try:
        key = key_of(campaign, KeyPurpose.INDEX)
    except KeyGone:
        return 0  # the comparing is over
    sign_ins = _last_sign_ins([entry.person_id for entry in some if entry.person_id])
    rows = [row for entry in some for row in _traits(entry, sign_ins.get(entry.person_id or 0), key)]
    Trait.objects.bulk_create(rows, ignore_conflicts=True)
    return len(some)


def _last_sign_ins(people: list[int]) -> dict[int, SignIn]:
    """The latest that passed, of each."""
    passed = SignIn.objects.filter(person__in=people, state=SignIn.State.PASSED).order_by("pk")
    return {sign_in.person_id: sign_in for sign_in in passed}


def _traits(entry: Entry, sign_in: SignIn | None, key: bytes) -> list[Trait]:
    """A device is a browser, in its very version, at one address: the best that is known without marking anybody's."""
    known = {TraitKind.CONTACT: mailbox_of(entry.person.email) if entry.person else ""}
    if sign_in is not None and sign_in.address:
        known[TraitKind.NETWORK] = sign_in.address
        known[TraitKind.DEVICE] = f"{sign_in.address} {sign_in.agent}" if sign_in.agent else ""
    return [
        Trait(entry=entry, kind=kind, value=blind_index(text, key=derived_key(key, f"trait|{kind.value}")))
        for kind, text in known.items()
        if text
    ]
