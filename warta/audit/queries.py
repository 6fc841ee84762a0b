"""Whether the log is whole: each entry's seal, each link, the end, and what the witness saw."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from warta.audit.chain import BEGINNING, Link
from warta.audit.models import AuditEntry, AuditHead

ROWS_AT_ONCE = 2000
MOST_FINDINGS = 20


@dataclass(frozen=True)
class Witnessed:
    """A line of the witness file. Number 0: the line can't be read."""

    number: int
    hash: str


@dataclass
class Report:
    """What `verified` found; whole when there is nothing in `findings`, each a sentence."""

    entries: int = 0
    witnessed: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.findings

    def find(self, sentence: str) -> None:
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(sentence)


def verified(witness: Path) -> Report:
    """Recompute the whole chain and hold it against the witness file. Reads only; entries added meanwhile are fine."""
    report = Report()
    lines = {line.number: line.hash for line in _readable(witnessed(witness), report)}
    head = AuditHead.objects.filter(pk=1).first()
    last_number, last_hash = 0, BEGINNING
    for entry in AuditEntry.objects.order_by("number").iterator(ROWS_AT_ONCE):
        report.entries += 1
        _check(entry, last_number, last_hash, report)
        expected = lines.pop(entry.number, entry.hash)
        if expected != entry.hash:
            report.find(_("Entry %(number)s is not the one the witness saw.") % {"number": entry.number})
        last_number, last_hash = entry.number, entry.hash
    if last_number < (head.number if head else 0) or (head is None and report.entries):
        report.find(_("The end of the log is missing: it stops at entry %(number)s.") % {"number": last_number})
    for number in sorted(lines):
        report.find(_("The witness saw entry %(number)s, which is gone.") % {"number": number})
    return report


def witnessed(path: Path) -> list[Witnessed]:
    """The lines of the witness file, oldest first; none when there is no file yet."""
    if not path.exists():
        return []
    return [_line(text) for text in path.read_text(encoding="utf-8", errors="replace").split("\n") if text]


def _check(entry: AuditEntry, last_number: int, last_hash: str, report: Report) -> None:
    link = Link(entry.number, entry.at, entry.action, entry.actor, entry.subject, entry.facts, entry.previous)
    if entry.number != last_number + 1:
        report.find(_("Entries are missing before %(number)s.") % {"number": entry.number})
    elif entry.previous != last_hash:
        report.find(_("Entry %(number)s does not follow the one before it.") % {"number": entry.number})
    if link.seal != entry.hash:
        report.find(_("Entry %(number)s was changed.") % {"number": entry.number})


def _readable(lines: list[Witnessed], report: Report) -> Iterator[Witnessed]:
    for line in lines:
        report.witnessed += 1
        if line.number:
            yield line
        else:
            report.find(_("The witness file has a line that can't be read."))


def _line(text: str) -> Witnessed:
    try:
        entry = json.loads(text)
        return Witnessed(int(entry["number"]), str(entry["hash"]))
    except (ValueError, KeyError, TypeError):
        return Witnessed(0, "")
