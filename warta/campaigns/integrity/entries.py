"""What a member of the newsroom decides on a single entry, always with a reason that is public."""

from __future__ import annotations

from django.utils.translation import gettext as _

from warta.campaigns.errors import NotPossible
from warta.campaigns.models import Entry, EntryState, Why
from warta.campaigns.taking_part.entries import change_entry

# What may be said for which act.
REASONS: dict[EntryState, tuple[Why, ...]] = {
    EntryState.HELD: (Why.UNUSUAL,),
    EntryState.REJECTED: (Why.FALSE_DATA, Why.AGAINST_TERMS),
    EntryState.VALID: (Why.LOOKED_AT,),
}
FROM: dict[EntryState, tuple[EntryState, ...]] = {
    EntryState.HELD: (EntryState.VALID,),
    EntryState.REJECTED: (EntryState.VALID, EntryState.HELD),
    EntryState.VALID: (EntryState.HELD, EntryState.REJECTED),
}


def decide_entry(entry: Entry, to: str, why: str, *, note: str, by: str) -> None:
    """Hold, reject or admit. The entrant is told and may appeal; the words are public. Raises CampaignTrouble."""
    if to not in REASONS or why not in REASONS[EntryState(to)]:
        raise NotPossible(_("Choose a reason of the list: it is published."))
    if entry.state not in FROM[EntryState(to)]:
        raise NotPossible(_("The entry is in another state by now. Look again."))
    if to == EntryState.REJECTED and not note.strip():
        raise NotPossible(_("Say what it rests on: the entrant reads it and may appeal."))
    change_entry(entry, EntryState(to), Why(why), note=note.strip()[:300], by=by)
