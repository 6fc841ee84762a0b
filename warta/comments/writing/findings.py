"""What a phase of the pipeline found: one reason, what follows of it, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any


class Effect(IntEnum):
    """What follows, the weightiest last."""

    HOLD = 1  # a moderator looks at it first
    REFUSE = 2  # it is kept and not published; its author may appeal
    RETURN = 3  # it is given back to its writer, who can mend it; nothing is kept


@dataclass(frozen=True)
class Finding:
    """`reason` is a key of `comments/reasons.py`; `details` are plain values for moderators, never more of a text."""

    reason: str
    effect: Effect
    details: dict[str, Any] = field(default_factory=dict)

    def as_row(self) -> dict[str, Any]:
        """As the comment keeps it."""
        return {"reason": self.reason, "effect": self.effect.name.lower(), **self.details}


def weightiest(findings: Iterable[Finding]) -> Finding | None:
    """The first of those with the gravest effect."""
    return max(findings, key=lambda finding: finding.effect, default=None)
