"""A card's HTML is drawn once for each face it shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from django.utils import translation

from warta.articles.models import Kind
from warta.articles.reading.cards import Face
from warta.articles.templatetags.articles import _drawn

FACE = Face(
    headline="Banjir surut",
    address="/nasional/read/2026/11/22/7/banjir-surut",
    language="id",
    summary="Warga kembali.",
    kind=Kind.NEWS,
    sponsor="",
    published_at=datetime(2026, 11, 22, 3, 0, tzinfo=UTC),
    section_name="Nasional",
    section_address="/nasional/",
    picture=None,
    authors=(),
)


def drawn(face: Face, language: str = "id") -> str:
    with translation.override(language):
        return _drawn(face, language, "Asia/Jakarta", "tall", 2, hide_section=False, eager=False)


def test_another_headline_is_another_card() -> None:
    assert "Banjir surut" in drawn(FACE)
    assert "Banjir datang" in drawn(replace(FACE, headline="Banjir datang"))


def test_each_language_has_cards_of_its_own() -> None:
    assert 'href="/nasional/"' in drawn(FACE)
    assert 'href="/en/nasional/"' in drawn(FACE, "en")


def test_only_what_is_not_plain_news_names_its_kind() -> None:
    assert "Nasional" in drawn(FACE)
    assert "Nasional" not in drawn(replace(FACE, kind=Kind.OPINION))
