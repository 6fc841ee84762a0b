"""An index of headlines of its own, so that the newsroom finds an article among a million as it is typed.

Wagtail's search index recomputes an average over all titles at each save. This one costs a publication nothing that
can be measured: on SQLite a full-text table that the database's own triggers keep, on PostgreSQL an index on an
expression. It is made after each migration, since Django rebuilds SQLite's tables and drops triggers with them.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import connections
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from warta.articles.models import ArticlePage

WORDS = re.compile(r"\w+")
MOST_WORDS = 12
CANDIDATES = 20

_SQLITE = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS articles_headline USING fts5(
        title, draft_title, content='wagtailcore_page', content_rowid='id',
        tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER IF NOT EXISTS articles_headline_in AFTER INSERT ON wagtailcore_page BEGIN
        INSERT INTO articles_headline(rowid, title, draft_title) VALUES (new.id, new.title, new.draft_title); END""",
    """CREATE TRIGGER IF NOT EXISTS articles_headline_out AFTER DELETE ON wagtailcore_page BEGIN
        INSERT INTO articles_headline(articles_headline, rowid, title, draft_title)
        VALUES ('delete', old.id, old.title, old.draft_title); END""",
    """CREATE TRIGGER IF NOT EXISTS articles_headline_again AFTER UPDATE OF title, draft_title ON wagtailcore_page
        WHEN old.title <> new.title OR old.draft_title <> new.draft_title BEGIN
        INSERT INTO articles_headline(articles_headline, rowid, title, draft_title)
        VALUES ('delete', old.id, old.title, old.draft_title);
        INSERT INTO articles_headline(rowid, title, draft_title) VALUES (new.id, new.title, new.draft_title); END""",
)
_VECTOR = "to_tsvector('simple', title || ' ' || draft_title)"
_POSTGRESQL = f"CREATE INDEX IF NOT EXISTS articles_headline ON wagtailcore_page USING gin ({_VECTOR})"
# The few live articles that have a newer draft, among all pages; the listing can be narrowed to them.
_NEWER_DRAFTS = """CREATE INDEX IF NOT EXISTS articles_newer_draft ON wagtailcore_page (id)
    WHERE live AND has_unpublished_changes"""


def ensure_headline_index(using: str = "default", **_: Any) -> None:
    """Make the index where it is missing, and fill it. Safe to repeat."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _ensure_on_sqlite(cursor)
        else:
            _ensure_on_postgresql(cursor)


def _ensure_on_sqlite(cursor: Any) -> None:
    is_whole = _has_triggers(cursor)
    for statement in (*_SQLITE, _NEWER_DRAFTS):
        cursor.execute(statement)
    if not is_whole:
        cursor.execute("INSERT INTO articles_headline(articles_headline) VALUES ('rebuild')")


def _ensure_on_postgresql(cursor: Any) -> None:
    """Looks first: to create what is there already would still hold up everyone who writes a page."""
    for name, statement in (("articles_headline", _POSTGRESQL), ("articles_newer_draft", _NEWER_DRAFTS)):
        cursor.execute("SELECT to_regclass(%s)", [name])
        if cursor.fetchone()[0] is None:
            cursor.execute(statement)


def _has_triggers(cursor: Any) -> bool:
    cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'articles_headline_%'")
    return bool(cursor.fetchone()[0] == len(_SQLITE) - 1)


def with_words(articles: QuerySet[ArticlePage], text: str) -> QuerySet[ArticlePage]:
    """Those whose headline, public or in the draft, has all the words; the last may be unfinished."""
    words = WORDS.findall(text)[:MOST_WORDS]
    if not words:
        return articles.none()
    if connections[articles.db].vendor == "sqlite":
        query = " ".join(f'"{word}"' for word in words) + "*"
        found = RawSQL("SELECT rowid FROM articles_headline WHERE articles_headline MATCH %s", [query])
    else:
        query = " & ".join(words) + ":*"
        sql = f"SELECT id FROM wagtailcore_page WHERE {_VECTOR} @@ to_tsquery('simple', %s)"  # noqa: S608
        found = RawSQL(sql, [query])  # noqa: S611 - no word of a person is in the statement
    return articles.filter(pk__in=found)


def article_with_headline(headline: str) -> ArticlePage | None:
    """The newest public article of exactly this headline, whatever its capitals and spaces."""
    wanted = _plain(headline)
    found = with_words(ArticlePage.objects.public(), headline).order_by("-pk").defer("body")[:CANDIDATES]
    return next((article for article in found if _plain(article.title) == wanted), None)


def _plain(text: str) -> str:
    return " ".join(WORDS.findall(text)).casefold()
