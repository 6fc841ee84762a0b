"""Inserts rows of one table by their columns. Django's `bulk_create` refuses tables that extend another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    prepared = [(field, field.get_internal_type() in _PLAIN) for field in fields]
    values = [_value(field, row, is_plain=is_plain) for row in rows for field, is_plain in prepared]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()] if returning else []


def _value(field: Field[Any, Any], row: Mapping[str, Any], *, is_plain: bool) -> Any:
    value = row[field.attname] if field.attname in row else field.get_default()
    return value if is_plain else field.get_db_prep_save(value, connection)
