"""Sign-ins counted in memory, in time order: for files and for the generator. A site counts in its database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from warta.sentinel.risk.model import FEATURES, NEVER_SEEN, Count, Evidence, score_of

PARTS = tuple(name for parts in FEATURES.values() for name, _weight in parts)


class History:
    """What passed so far. `values` are those of a sign-in by part; one that is not known is missing or empty."""

    def __init__(self) -> None:
        self._overall: dict[str, Counter[str]] = {part: Counter() for part in PARTS}
        self._own: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: {part: Counter() for part in PARTS})
        self._totals: Counter[str] = Counter()
        self._own_totals: dict[str, Counter[str]] = defaultdict(Counter)
        self._sign_ins: Counter[str] = Counter()
        self._all = 0

    def knows(self, person: str) -> bool:
        return person in self._sign_ins

    def learn(self, person: str, values: Mapping[str, str]) -> None:
        """Count a sign-in that passed. Not safe to repeat."""
        self._sign_ins[person] += 1
        self._all += 1
        for part in PARTS:
            if value := values.get(part):
                self._overall[part][value] += 1
                self._own[person][part][value] += 1
                self._totals[part] += 1
                self._own_totals[person][part] += 1

    def first_score(self) -> float:
        """For a person without any sign-in: as if they had one, with which this one has nothing in common."""
        people = len(self._sign_ins) or 1
        return NEVER_SEEN ** len(FEATURES) * max(self._all, 1) / people

    def score(self, person: str, values: Mapping[str, str]) -> float:
        """Of a sign-in that has not been learned. Raises ValueError for a person without any."""
        if not self.knows(person):
            raise ValueError("a person without a sign-in")
        return score_of(self._evidence(person, values))

    def _evidence(self, person: str, values: Mapping[str, str]) -> Evidence:
        own, own_totals = self._own[person], self._own_totals[person]
        counts = {
            part: Count(
                own=own[part][value], own_total=own_totals[part], overall=self._overall[part][value],
                total=self._totals[part], kinds=len(self._overall[part]),
            )
            for part in PARTS
            if (value := values.get(part))
        }  # fmt: skip
        return Evidence(counts, self._sign_ins[person], self._all, len(self._sign_ins))
