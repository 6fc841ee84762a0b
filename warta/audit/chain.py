"""The chain's arithmetic: values in, values out. Anyone can recompute it from an export of the rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

# What the first entry follows.
BEGINNING = hashlib.sha256(b"warta audit").hexdigest()


@dataclass(frozen=True)
class Link:
    """What an entry's seal covers."""

    number: int
    at: datetime
    action: str
    actor: str
    subject: str
    facts: str
    previous: str

    @property
    def seal(self) -> str:
        """SHA-256 over the fields as a JSON list, in this order, the time in UTC to the microsecond."""
        moment = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        fields = [self.number, moment, self.action, self.actor, self.subject, self.facts, self.previous]
        return hashlib.sha256(canonical(fields).encode("utf-8")).hexdigest()


def canonical(value: Mapping[str, Any] | list[Any]) -> str:
    """JSON with one spelling: keys sorted, no spaces, ASCII. Raises TypeError for what JSON can't say exactly."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
