"""What the database itself refuses once a seal stands, also to whoever comes without Warta.

An operator with every right can take the guards away; what is then changed is found by the comparison with what was
published. Deleting is refused by PostgreSQL alone: SQLite empties tables by deleting, in tests and for `flush`.
"""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

SEALED = "SELECT 1 FROM campaigns_seal s WHERE s.campaign_id ="
ENTRY_FIELDS = ("campaign_id", "code", "commitment", "state", "created_at")
SEAL_FIELDS = ("campaign_id", "seal_hash", "root", "rules_hash", "round", "chain", "document", "entries")
RESULT_FIELDS = ("campaign_id", "round", "signature", "randomness")
DAY_FIELDS = ("campaign_id", "day", "cut_at", "entries", "held", "collapsed", "rejected", "withdrawn", "root")
STANDING_IN_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
STANDING_IN_POSTGRES = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
HOLD_CAMPAIGN = "PERFORM 1 FROM campaigns_campaign c WHERE c.id = NEW.campaign_id FOR KEY SHARE;"
SAYS = "a sealed list of entries is never changed"


def _guards() -> dict[str, tuple[str, str, str]]:
    """By name: the table, the event, and the condition under which it is refused."""
    return {
        "sealed_entry_added": ("campaigns_entry", "INSERT", f"EXISTS ({SEALED} NEW.campaign_id)"),
        "sealed_entry_changed": (
            "campaigns_entry", "UPDATE", f"({_differ(ENTRY_FIELDS)}) AND EXISTS ({SEALED} OLD.campaign_id)",
        ),
        "seal_changed": ("campaigns_seal", "UPDATE", _differ(SEAL_FIELDS)),
        "draw_changed": ("campaigns_drawresult", "UPDATE", f"{_differ(RESULT_FIELDS)} OR NEW.number < OLD.number"),
        "published_day_changed": ("campaigns_dailycount", "UPDATE", _differ(DAY_FIELDS)),
    }  # fmt: skip


# What a demonstration left behind may be taken away again.
REAL = "EXISTS (SELECT 1 FROM campaigns_campaign c WHERE c.id = OLD.campaign_id AND NOT c.is_demo)"
DELETING = {
    "sealed_entry_deleted": ("campaigns_entry", f"EXISTS ({SEALED} OLD.campaign_id) AND {REAL}"),
    "seal_deleted": ("campaigns_seal", REAL),
    "draw_deleted": ("campaigns_drawresult", REAL),
}


def put_up_guards(using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """After every migration: also a table that was built anew has its guards. Safe to repeat."""
    connection = connections[using]
    if "campaigns_seal" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def missing_guards(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The names of those that somebody took away."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(STANDING_IN_SQLITE if connection.vendor == "sqlite" else STANDING_IN_POSTGRES)
        standing = {row[0] for row in cursor.fetchall()}
    wanted = {*_guards(), *(DELETING if connection.vendor != "sqlite" else ())}
    return sorted(wanted - standing)


def _differ(fields: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{field} <> OLD.{field}" for field in fields)


def _statements(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
            for name, (table, event, condition) in _guards().items()
        ]
    every = {**_guards(), **{name: (table, "DELETE", told) for name, (table, told) in DELETING.items()}}
    return [statement for name, guard in every.items() for statement in _for_postgres(name, *guard)]


def _for_postgres(name: str, table: str, event: str, condition: str) -> list[str]:
    """The campaign's row is held first, so that an entry can't come in beside a seal that is just being written."""
    held = HOLD_CAMPAIGN if event == "INSERT" else ""
    answer = "OLD" if event == "DELETE" else "NEW"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {held} "
        f"IF {condition} THEN RAISE EXCEPTION '{SAYS}'; END IF; RETURN {answer}; END $$",
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
