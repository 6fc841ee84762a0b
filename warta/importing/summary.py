"""What an import did, counted and told line by line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

# A file with a mistake on every line would fill the memory with reasons; beyond this many they are only counted.
MOST_TOLD = 5_000


@dataclass(frozen=True)
class Told:
    """Something about one line: why it was skipped, or what was changed to fit."""

    line: int
    original_id: str
    why: str

    def as_json(self) -> dict[str, Any]:
        return {"line": self.line, "id": self.original_id, "why": self.why}


@dataclass
class Summary:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped_count: int = 0
    note_count: int = 0
    datelines: int = 0
    attributions: int = 0
    pictures: int = 0
    links_placed: int = 0
    links_waiting: int = 0
    skipped: list[Told] = field(default_factory=list)
    notes: list[Told] = field(default_factory=list)
    stopped: str = ""

    def skip(self, line: int, original_id: str, why: str) -> None:
        self.skipped_count += 1
        if len(self.skipped) < MOST_TOLD:
            self.skipped.append(Told(line, original_id, why))

    def note(self, line: int, original_id: str, why: str) -> None:
        self.note_count += 1
        if len(self.notes) < MOST_TOLD:
            self.notes.append(Told(line, original_id, why))

    def as_json(self) -> dict[str, Any]:
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "skipped_count": self.skipped_count,
            "skipped": [told.as_json() for told in self.skipped],
            "note_count": self.note_count,
            "notes": [told.as_json() for told in self.notes],
            "recognised": {
                "datelines": self.datelines,
                "attributions": self.attributions,
                "read_also": {"placed": self.links_placed, "waiting": self.links_waiting},
            },
            "pictures": self.pictures,
            "stopped": self.stopped or None,
        }
