"""Keeping who said what beside the articles that belong to stories."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Mapping

from django.db import transaction

from warta.linking.models import SaidInArticle
from warta.linking.models.statements import NAME_LENGTH, WORDS_LENGTH
from warta.linking.statements import Statement, statements_in
from warta.search.schema import Entry

MOST_OF_AN_ARTICLE = 60
WORD = re.compile(r"\w+")


def note_statements(entry: Entry) -> None:
    """Bring an article's statements into line with its text. What an editor hid stays hidden. Safe to repeat."""
    found = {key_of(one): one for one in statements_in(entry.body.split("\n"), entry.language)[:MOST_OF_AN_ARTICLE]}
    with transaction.atomic():
        known = {row.key: row for row in SaidInArticle.objects.select_for_update().filter(article_id=entry.article_id)}
        if known:
            _bring_into_line(known, found)
        SaidInArticle.objects.bulk_create(
            _row(entry.article_id, position, key, one)
            for position, (key, one) in enumerate(found.items())
            if key not in known
        )


def _bring_into_line(known: Mapping[str, SaidInArticle], found: Container[str]) -> None:
    """What the text holds no longer goes, or waits when it is hidden; what it holds again is there again."""
    lost = [row for key, row in known.items() if key not in found]
    there = [row.pk for key, row in known.items() if key in found]
    SaidInArticle.objects.filter(pk__in=[row.pk for row in lost if not row.is_hidden]).delete()
    SaidInArticle.objects.filter(pk__in=[row.pk for row in lost if row.is_hidden]).update(is_gone=True)
    SaidInArticle.objects.filter(pk__in=there, is_gone=True).update(is_gone=False)


def key_of(statement: Statement) -> str:
    """The same for the same words of the same speaker, whatever marks and spaces stand between them."""
    words = " ".join(WORD.findall(f"{statement.speaker} {statement.words}".casefold()))
    return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _row(article_id: int, position: int, key: str, one: Statement) -> SaidInArticle:
    return SaidInArticle(
        article_id=article_id, key=key, position=position, speaker=one.speaker[:NAME_LENGTH],
        role=one.role[:NAME_LENGTH], verb=one.verb[:40], words=one.words[:WORDS_LENGTH], is_quote=one.is_quote,
    )  # fmt: skip
