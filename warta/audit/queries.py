"""Whether the log is whole: each entry's seal, each link, the end, and what the witnesses saw."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from warta.audit.chain import BEGINNING, Link
from warta.audit.models import AuditEntry, AuditHead

ROWS_AT_ONCE = 2000
MOST_FINDINGS = 20
TAIL_BYTES = 4096  # the last line of the witness file, and many before it


@dataclass(frozen=True)
class Witnessed:
    """A line of the witness file. Number 0: the line can't be read."""

    number: int
    hash: str


@dataclass
class Report:
    """What `verified` found, each a sentence; whole when there is nothing in `findings`.

    Of a log that is not whole, `sound_until` is the last entry that everything speaks for: no seal or link before it is
    broken, and no witness contradicts it or what came before.
    """

    entries: int = 0
    witnessed: int = 0
    sound_until: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.findings

    @property
    def conclusion(self) -> str:
        """From where on the log can't be believed; "" when it is whole."""
        if self.is_whole:
            return ""
        if self.sound_until >= self.entries and self.entries:
            return _("All %(number)s entries that are there are as they were.") % {"number": self.entries}
        words = _("Up to entry %(number)s the log is as it was; from entry %(next)s on it can't be believed.")
        return words % {"number": self.sound_until, "next": self.sound_until + 1}

    def find(self, sentence: str) -> None:
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(sentence)


def verified(witness: Path, seen: Iterable[Witnessed] = ()) -> Report:
    """Recompute the whole chain and hold it against the witness file and what else was `seen` of it, as in a mail.

    Reads only; entries added meanwhile are fine.
    """
    report = Report()
    witnesses = _by_number([*_readable(witnessed(witness), report), *seen])
    checking = _Checking(report, witnesses, AuditHead.objects.filter(pk=1).first())
    for entry in AuditEntry.objects.order_by("number").iterator(ROWS_AT_ONCE):
        checking.look_at(entry)
    checking.finish()
    return report


def witnessed(path: Path) -> list[Witnessed]:
    """The lines of the witness file, oldest first; none when there is no file yet."""
    if not path.exists():
        return []
    return [_line(text) for text in path.read_text(encoding="utf-8", errors="replace").split("\n") if text]


def last_witnessed(path: Path) -> Witnessed | None:
    """The last line alone, however long the file has become."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        file.seek(max(file.seek(0, 2) - TAIL_BYTES, 0))
        lines = file.read().decode("utf-8", "replace").split("\n")
    return next((_line(text) for text in reversed(lines) if text), None)


def actions_there_are() -> list[str]:
    """Every action that stands in the log, by leaps through its index: as many look-ups as there are actions."""
    actions: list[str] = []
    following = AuditEntry.objects.order_by("action").values_list("action", flat=True)
    while (action := following.filter(action__gt=actions[-1] if actions else "").first()) is not None:
        actions.append(action)
    return actions


def on_day(entries: QuerySet[AuditEntry], day: date) -> QuerySet[AuditEntry]:
    """Those of a day in the site's time zone."""
    zone = timezone.get_default_timezone()
    first = datetime.combine(day, time.min, zone)
    return entries.filter(at__gte=first, at__lt=datetime.combine(day + timedelta(days=1), time.min, zone))


class _Checking:
    """One walk through the log, from its first entry to its last.

    Where a seal or a number is wrong, all before it is sound. Where a witness or a link is contradicted, somebody may
    have written anew everything since the last entry that a witness agreed with.
    """

    def __init__(self, report: Report, witnesses: dict[int, set[str]], head: AuditHead | None) -> None:
        self.report, self.witnesses, self.head = report, witnesses, head
        self.number, self.hash = 0, BEGINNING
        self.agreed, self.doubted_from = 0, 0  # the latter is 0 while nothing is doubted

    def look_at(self, entry: AuditEntry) -> None:
        self._check_chain(entry)
        seen = self.witnesses.pop(entry.number, None)
        if seen is not None and seen != {entry.hash}:
            self._find(_("Entry %(number)s is not the one the witness saw."), entry.number, since=self.agreed)
        elif seen is not None and not self.doubted_from:
            self.agreed = entry.number
        self.number, self.hash = entry.number, entry.hash
        self.report.entries += 1

    def finish(self) -> None:
        reached = self.head.number if self.head else 0
        if self.number < reached or (self.head is None and self.number):
            words = _("The end of the log is missing: it stops at entry %(number)s.")
            self._find(words, self.number, since=self.number)
        for number in sorted(self.witnesses):
            self._find(_("The witness saw entry %(number)s, which is gone."), number, since=self.agreed)
        self.report.sound_until = self.doubted_from - 1 if self.doubted_from else self.number

    def _check_chain(self, entry: AuditEntry) -> None:
        link = Link(entry.number, entry.at, entry.action, entry.actor, entry.subject, entry.facts, entry.previous)
        if entry.number != self.number + 1:
            self._find(_("Entries are missing before %(number)s."), entry.number, since=self.number)
        elif entry.previous != self.hash:
            words = _("Entry %(number)s does not follow the one before it.")
            self._find(words, entry.number, since=min(self.agreed, entry.number - 1))
        if link.seal != entry.hash:
            self._find(_("Entry %(number)s was changed."), entry.number, since=entry.number - 1)
        if self.head is not None and self.head.number == entry.number and self.head.hash != entry.hash:
            words = _("Entry %(number)s is not the end that was written down with it.")
            self._find(words, entry.number, since=self.agreed)

    def _find(self, sentence: str, number: int, *, since: int) -> None:
        self.report.find(sentence % {"number": number})
        self.doubted_from = min(self.doubted_from or since + 1, since + 1)


def _by_number(lines: Iterable[Witnessed]) -> dict[int, set[str]]:
    """Every hash that was seen of an entry: a second line must not speak for the first."""
    seen: dict[int, set[str]] = {}
    for line in lines:
        seen.setdefault(line.number, set()).add(line.hash)
    return seen


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
