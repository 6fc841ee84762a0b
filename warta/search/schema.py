"""What the index holds of an article, and nothing to show: what a result says is asked of the database.

| field | holds |
|---|---|
| `text` | stems of headline, summary and text: what matches, and what linking compares |
| `title`, `summary` | stems of these alone: what counts more |
| `words` | all words as they stand, with their order: names and phrases |
| `section`, `kind`, `language`, `authors`, `published` | what filters ask for |
| `id`, `changed` | which article, in which state (microseconds of its last change) |

The document with id 0 is no article: it says up to which change the index has followed, and so is written in the same
step as what it speaks of.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from warta.search.terms import terms_of, words_of

if TYPE_CHECKING:
    import tantivy

VERSION = 1  # another one makes every index be built anew, beside the old one that goes on answering
POSITION_ID = 0
STEMMED, SCORED_ALONE, AS_WRITTEN = "text", ("title", "summary"), "words"


@dataclass(frozen=True)
class Entry:
    """An article as the index knows it."""

    article_id: int
    title: str
    summary: str
    body: str  # plain text
    language: str
    section: str  # slug
    kind: str
    author_ids: Collection[int]
    published_at: datetime
    changed_at: datetime


@dataclass(frozen=True, order=True)
class Position:
    """The last change that was followed: when it was stamped, and of which article."""

    changed: int  # microseconds
    article_id: int


def microseconds(moment: datetime) -> int:
    """Since 1970, exact: a float of seconds would lose the last digits."""
    return (int(moment.timestamp()) * 1_000_000) + moment.microsecond


@lru_cache(maxsize=1)
def schema() -> tantivy.Schema:
    import tantivy  # not before something is searched or indexed

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_integer_field("changed", fast=True)
    builder.add_integer_field("published", fast=True)
    for name in ("section", "kind", "language"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("authors", indexed=True)
    for name in (STEMMED, *SCORED_ALONE):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field(AS_WRITTEN, tokenizer_name="whitespace", index_option="position")
    return builder.build()


def document_of(entry: Entry) -> tantivy.Document:
    import tantivy

    title, summary, body = (terms_of(text, entry.language) for text in (entry.title, entry.summary, entry.body))
    words = [word for text in (entry.title, entry.summary, entry.body) for word in words_of(text)]
    document = tantivy.Document()
    document.add_unsigned("id", entry.article_id)
    document.add_integer("changed", microseconds(entry.changed_at))
    document.add_integer("published", microseconds(entry.published_at))
    document.add_text("section", entry.section)
    document.add_text("kind", entry.kind)
    document.add_text("language", entry.language)
    for author_id in entry.author_ids:
        document.add_unsigned("authors", author_id)
    document.add_text("title", " ".join(title))
    document.add_text("summary", " ".join(summary))
    document.add_text(STEMMED, " ".join([*title, *summary, *body]))
    document.add_text(AS_WRITTEN, " ".join(words))
    return document


def document_of_position(position: Position) -> tantivy.Document:
    import tantivy

    document = tantivy.Document()
    document.add_unsigned("id", POSITION_ID)
    document.add_integer("changed", position.changed)
    document.add_integer("published", position.article_id)
    return document
