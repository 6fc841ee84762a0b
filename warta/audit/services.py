"""Adding to the log, and writing its end down outside the database."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from warta.audit.chain import BEGINNING, Link, canonical
from warta.audit.models import AuditEntry, AuditHead
from warta.audit.queries import last_witnessed
from warta.lib.clock import now
from warta.lib.logs import redacted

SYSTEM = "system"  # the actor when no person acted


def record(
    action: str, *, actor: str = SYSTEM, subject: str = "", facts: Mapping[str, Any] | None = None
) -> AuditEntry:
    """Add an entry inside the caller's transaction: it stands or falls with what it tells of.

    `action` is dotted ("reader.signed_in"), `actor` a public id, `subject` what it was done to ("article:7",
    "person:<public id>"). `facts` are few, JSON, and never personal; what looks like an address or a secret is hidden.
    Call it last: from here to the commit every other audited transaction waits for this one. Not safe to repeat.
    """
    with transaction.atomic():
        head = _locked_head()
        link = Link(
            number=head.number + 1, at=now(), action=action, actor=actor, subject=subject,
            facts=redacted(canonical(dict(facts or {}))), previous=head.hash,
        )  # fmt: skip
        entry = AuditEntry.objects.create(**vars(link), hash=link.seal)
        AuditHead.objects.filter(pk=head.pk).update(number=link.number, hash=entry.hash)
    return entry


def write_witness() -> bool:
    """Append the chain's end to the witness file, unless it stands there already. Returns whether it was written.

    Safe to repeat, and from several processes: a line too many says the same again.
    """
    head, path = AuditHead.objects.filter(pk=1).first(), witness_path()
    last = last_witnessed(path)
    if head is None or (last is not None and last.hash == head.hash):
        return False
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = json.dumps({"at": now().isoformat(), "number": head.number, "hash": head.hash}) + "\n"
    # A line that a crash cut short keeps to itself.
    _append(path, line if last is None or _ends_whole(path) else f"\n{line}")
    return True


def witness_path() -> Path:
    return Path(settings.HOME) / "witness" / "audit.jsonl"


def head_to_tell() -> AuditHead | None:
    """The chain's end, if there is more than what was told to witnesses on other machines."""
    return AuditHead.objects.filter(pk=1, number__gt=F("told")).first()


def note_told(head: AuditHead) -> bool:
    """This end was told; inside the transaction that puts the message in line. False when another process told it."""
    return bool(AuditHead.objects.filter(pk=head.pk, told__lt=head.number).update(told=head.number))


def _append(path: Path, text: str) -> None:
    """On disk when this returns, the file's place in its folder included."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, text.encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read() == b"\n"


def _locked_head() -> AuditHead:
    AuditHead.objects.bulk_create([AuditHead(pk=1, hash=BEGINNING)], ignore_conflicts=True)
    return AuditHead.objects.select_for_update().get(pk=1)
