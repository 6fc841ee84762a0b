"""Adding to the log, and writing its end down outside the database."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from warta.audit.chain import BEGINNING, Link, canonical
from warta.audit.models import AuditEntry, AuditHead
from warta.audit.queries import witnessed
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
    head = AuditHead.objects.filter(pk=1).first()
    path = witness_path()
    if head is None or any(line.hash == head.hash for line in witnessed(path)[-1:]):
        return False
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = json.dumps({"at": now().isoformat(), "number": head.number, "hash": head.hash}) + "\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, line.encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return True


def witness_path() -> Path:
    return Path(settings.HOME) / "witness" / "audit.jsonl"


def _locked_head() -> AuditHead:
    AuditHead.objects.bulk_create([AuditHead(pk=1, hash=BEGINNING)], ignore_conflicts=True)
    return AuditHead.objects.select_for_update().get(pk=1)
