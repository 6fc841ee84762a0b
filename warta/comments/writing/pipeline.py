"""From a text to a decision: phases in a fixed order, each a small function, and every reason kept.

What a phase gives back to the writer ends the run: nothing of it is kept. All others run to the end, so that a
moderator sees everything that was found. A phase that fails holds the comment.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from warta.comments.models import State
from warta.comments.writing import admission, author, saying
from warta.comments.writing.findings import Effect, Finding, weightiest
from warta.comments.writing.situation import Situation

log = logging.getLogger(__name__)

Phase = Callable[[Situation], Finding | None]
PHASES: tuple[Phase, ...] = (
    admission.length,
    admission.openness,
    admission.suspension,
    admission.repetition,
    saying.refused_words,
    saying.watched_words,
    saying.civility,
    saying.links,
    author.trust,
    author.newcomer,
    author.policy,
)
# Members of the newsroom write under their own name and badge: what they say is not held for another's look.
OF_MEMBERS: tuple[Phase, ...] = (admission.length, admission.openness, admission.repetition)


@dataclass(frozen=True)
class Decided:
    findings: tuple[Finding, ...]

    @property
    def gravest(self) -> Finding | None:
        return weightiest(self.findings)

    @property
    def returned(self) -> Finding | None:
        """Why the text goes back to its writer; None if it is kept."""
        gravest = self.gravest
        return gravest if gravest and gravest.effect == Effect.RETURN else None

    @property
    def state(self) -> State:
        if self.gravest is None:
            return State.PUBLISHED
        return State.REFUSED if self.gravest.effect == Effect.REFUSE else State.HELD


def decided_on(seen: Situation) -> Decided:
    """Run every phase. Never raises."""
    phases = OF_MEMBERS if seen.writer.is_member else PHASES
    findings: list[Finding] = []
    for finding in _found(phases, seen):
        findings.append(finding)
        if finding.effect == Effect.RETURN:
            return Decided((finding,))
    return Decided(tuple(findings))


def _found(phases: Iterable[Phase], seen: Situation) -> Iterable[Finding]:
    for phase in phases:
        try:
            finding = phase(seen)
        except Exception:
            log.exception("a phase failed", extra={"phase": phase.__name__})
            finding = Finding("failed", Effect.HOLD, {"phase": phase.__name__})
        if finding:
            yield finding
