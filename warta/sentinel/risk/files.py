"""Sign-ins in the columns of the public login data set (Wiefling et al. 2022): read line by line, in time order."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from warta.sentinel.risk.history import History

COLUMNS = {
    "address": "IP Address",
    "network": "ASN",
    "country": "Country",
    "agent": "User Agent String",
    "browser": "Browser Name and Version",
    "system": "OS Name and Version",
    "device": "Device Type",
}
PERSON, PASSED = "User ID", "Login Successful"


class BadFile(Exception):
    """What is wrong with a file of sign-ins, in words; it quotes no value."""


@dataclass(frozen=True)
class Line:
    person: str
    values: Mapping[str, str]
    has_passed: bool


def lines_of(rows: Iterable[str]) -> Iterator[Line]:
    """The sign-ins of a CSV file. Raises BadFile, naming the line."""
    reader = csv.DictReader(rows)
    missing = {PERSON, PASSED, *COLUMNS.values()} - set(reader.fieldnames or ())
    if missing:
        raise BadFile(f"The first line must name the columns; missing: {', '.join(sorted(missing))}.")
    for row in reader:
        if not row[PERSON] or row[PASSED] is None:
            raise BadFile(f"Line {reader.line_num} ends early or names no person; correct it and begin again.")
        yield Line(
            row[PERSON], {part: row[column] or "" for part, column in COLUMNS.items()}, row[PASSED].lower() == "true"
        )


def scores_of(lines: Iterable[Line]) -> Iterator[float]:
    """A score for each, from what passed before it. Only what passed is learned."""
    history = History()
    for line in lines:
        known = history.knows(line.person)
        yield history.score(line.person, line.values) if known else history.first_score()
        if line.has_passed:
            history.learn(line.person, line.values)
