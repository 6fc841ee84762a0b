"""The vault: do the keys that there are open what there is."""

from __future__ import annotations

from collections.abc import Iterator

from warta.operations.checks.findings import Finding, warning, wrong
from warta.readers.key_ring import ring
from warta.readers.rotation import keys_missing, people_behind, people_closed

RANDOM_PEOPLE = 200  # to open all of a hundred thousand keys would take a quarter of a minute


def vault_opens() -> Iterator[Finding]:
    missing = keys_missing()
    for name, count in missing.items():
        yield wrong(
            f"The personal data of {count} people needs the master key {name}, which is not in the ring.",
            "Put it back from where `warta keys export` wrote it, beside the others.",
        )
    closed = people_closed(RANDOM_PEOPLE)
    if closed:
        yield wrong(
            f"Of {RANDOM_PEOPLE} people's keys at most, taken at random, {closed} don't open.",
            "The key ring is another one of the same names, or rows were changed: compare with the last export.",
        )
    behind = people_behind().exclude(master__in=missing).count()
    if behind:
        yield warning(
            f"{behind} people's keys are not under {ring().current_name} yet.",
            "A rotation was broken off, or is under way: `warta keys rotate` goes on with it.",
        )
