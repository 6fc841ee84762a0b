"""How a benchmark says what it measured: one table, each row with its limit and the ratio of the two."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Row:
    """One promise. `is_most`: the limit is the most allowed; otherwise it is the least."""

    what: str
    measured: float
    limit: float
    unit: str
    is_most: bool = True

    @property
    def is_met(self) -> bool:
        return self.measured <= self.limit if self.is_most else self.measured >= self.limit

    @property
    def ratio(self) -> float:
        return self.measured / self.limit if self.limit else 0.0

    def __str__(self) -> str:
        word = "at most" if self.is_most else "at least"
        verdict = "met" if self.is_met else "NOT MET"
        limit = f"{word} {self.limit:,.4g}"
        return f"{self.what:<58} {self.measured:>12,.4g} {self.unit:<8} {limit:<18} {self.ratio:>6.2f}×  {verdict}"


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of them do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def close(name: str, rows: Sequence[Row]) -> None:
    """Print the table, keep it as JSON under results/, and end the program: 0 when every promise is met."""
    print(f"\n{name}\n{'─' * 118}")
    for row in rows:
        print(row)
    RESULTS.mkdir(exist_ok=True)
    kept = [{**asdict(row), "ratio": round(row.ratio, 3), "is_met": row.is_met} for row in rows]
    (RESULTS / f"{name}.json").write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    sys.exit(0 if all(row.is_met for row in rows) else 1)
