"""Inserts rows of one table by their columns. Django's `bulk_create` refuses tables that extend another one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db import connection, models
from django.db.models.fields import Field

# SQLite takes 999 values in the oldest versions that Django supports, and longer statements gain nothing.
MOST_VALUES = 900
_AUTOMATIC = frozenset({"AutoField", "BigAutoField"})
# Their values go to either database as they are; preparing each of them was a fifth of an import's time.
_PLAIN = frozenset(
    {
        "CharField", "TextField", "SlugField", "URLField", "FileField", "BooleanField", "IntegerField",
        "PositiveIntegerField", "PositiveSmallIntegerField", "ForeignKey", "OneToOneField", "ParentalKey",
    }
)  # fmt: skip


def insert_rows(model: type[models.Model], rows: Sequence[Mapping[str, Any]], *, returning: str = "") -> list[Any]:
    """Insert `rows` (by attribute name, missing ones get the field's default) into the model's own table.

    Returns the values of the column `returning` in the order of the rows, or nothing. No signal is sent.
    """
    automatic = {
        field.attname for field in model._meta.local_concrete_fields if field.get_internal_type() in _AUTOMATIC
    }
    fields = [field for field in model._meta.local_concrete_fields if field.attname not in automatic]
    per_statement = max(1, MOST_VALUES // len(fields))
    returned: list[Any] = []
    for start in range(0, len(rows), per_statement):
        returned += _insert(model, fields, rows[start : start + per_statement], returning)
    return returned


def _insert(
    model: type[models.Model], fields: Sequence[Field[Any, Any]], rows: Sequence[Mapping[str, Any]], returning: str
) -> list[Any]:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = f"({', '.join(['%s'] * len(fields))})"
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {', '.join([places] * len(rows))}"  # noqa: S608
    if returning:
        sql += f" RETURNING {quote(returning)}"
    prepared = [(field.attname, *_preparation_of(field)) for field in fields]
    values = [
        prepare(row[name]) if name in row else prepare(default()) for row in rows for name, default, prepare in prepared
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()] if returning else []


def _preparation_of(field: Field[Any, Any]) -> tuple[Callable[[], Any], Callable[[Any], Any]]:
    """How a missing value is made, and how one is made ready for the database."""
    kind = field.get_internal_type()
    if kind in _PLAIN:
        return field.get_default, _as_it_is
    if kind == "DateTimeField":
        return field.get_default, connection.ops.adapt_datetimefield_value
    return field.get_default, partial(field.get_db_prep_save, connection=connection)


def _as_it_is(value: Any) -> Any:
    return value
