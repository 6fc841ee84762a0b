"""What the terms tell the rooms above."""

from __future__ import annotations

from dataclasses import dataclass

from warta.lib.events import Event


@dataclass(frozen=True)
class WithdrawnFact:
    """A person (by public id) took back what they had agreed to, or objected. A deletion of the account is none."""

    person: str
    purpose: str


# Told again, until every act of `terms.settling.ACTS` was done: listeners must stand hearing it twice.
consent_withdrawn: Event[WithdrawnFact] = Event("consent_withdrawn")
