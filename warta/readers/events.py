"""What happened to people that other rooms may want to know."""

from __future__ import annotations

from dataclasses import dataclass

from warta.lib.events import Event


@dataclass(frozen=True)
class ProfileFact:
    """Whose profile, by public id, and the names of the fields that changed; never a value."""

    person: str
    fields: tuple[str, ...]


profile_changed: Event[ProfileFact] = Event("readers.profile_changed")
# For the first time, or again after something was taken out: nothing of the basics is missing now.
profile_completed: Event[ProfileFact] = Event("readers.profile_completed")
