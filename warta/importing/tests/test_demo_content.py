"""The files of the demonstration, without a database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image as Pillow

from warta.importing.demo.written import Content, Malformed, Written, article_in, moment, rich

CONTENT = Content()
KEYS = {written.key for written in CONTENT.articles}
JAKARTA = ZoneInfo("Asia/Jakarta")
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)  # noon in Jakarta
LARGEST_BYTES = 8 * 1024 * 1024
each_article = pytest.mark.parametrize("written", CONTENT.articles, ids=lambda written: written.key)


@each_article
def test_an_article_has_all_a_reader_expects(written: Written) -> None:
    head = written.head
    editor = {head["editor"]} if "editor" in head else set()
    assert head["section"] in CONTENT.site["sections"]
    assert head["summary"].endswith((".", "?"))
    assert head["caption"]
    assert len(head["summary"]) <= 400
    assert head["authors"]
    assert {*head["authors"], *editor} <= set(CONTENT.site["authors"])
    assert head["topics"]
    assert set(head["topics"]) <= set(CONTENT.site["topics"])
    assert {one["outlet"] for one in head.get("citations", ())} <= set(CONTENT.site["outlets"])


@each_article
def test_nobody_edits_what_they_wrote_and_the_newsroom_edits_nothing_that_was_paid_for(written: Written) -> None:
    assert written.head.get("editor") not in written.head["authors"]
    assert ("editor" in written.head) == (written.head["kind"] != "sponsored")


@each_article
def test_a_headline_does_not_repeat_the_label_beside_it(written: Written) -> None:
    assert not written.head["headline"].startswith(("Langsung", "Live", "Opini", "Analisis", "Penjelasan"))


@each_article
def test_whatever_an_article_refers_to_exists_and_is_not_itself(written: Written) -> None:
    named = {*written.named_by("read_also", "article"), written.head.get("translation"), written.head.get("reply_to")}
    assert named - {None} <= KEYS - {written.key}
    assert {written.head["picture"], *written.named_by("picture", "picture")} <= set(CONTENT.pictures)


@each_article
def test_a_read_also_line_stands_between_paragraphs(written: Written) -> None:
    kinds = [piece.kind for piece in written.pieces]
    assert all(kinds[place - 1] != "heading" for place, kind in enumerate(kinds) if kind == "read_also")


@each_article
def test_a_translation_is_named_by_both_and_is_in_the_other_language(written: Written) -> None:
    other = next((one for one in CONTENT.articles if one.key == written.head.get("translation")), None)
    if other:
        assert other.head["translation"] == written.key
        assert {other.language, written.language} == {"id", "en"}


def test_there_are_articles_of_every_kind_in_both_languages() -> None:
    languages = [written.language for written in CONTENT.articles]
    kinds = {written.head.get("kind", "news") for written in CONTENT.articles}
    assert languages.count("id") >= 12
    assert languages.count("en") >= 4
    assert kinds == {"news", "analysis", "opinion", "explainer", "live", "sponsored"}


def test_no_two_articles_share_a_picture() -> None:
    names = [written.head["picture"] for written in CONTENT.articles]
    assert len(set(names)) == len(names)


def test_every_picture_has_a_record_of_its_licence_and_every_record_a_picture() -> None:
    files = {path.stem for path in (CONTENT.folder / "pictures").glob("*.jpg")}
    assert files == set(CONTENT.pictures)
    for record in CONTENT.pictures.values():
        assert all(record[name] for name in ("title", "alt", "credit", "author", "licence", "origin"))


def test_pictures_are_wide_enough_for_leads_and_light_enough_for_the_repository() -> None:
    files = [CONTENT.picture_file(name) for name in CONTENT.pictures]
    assert sum(path.stat().st_size for path in files) <= LARGEST_BYTES
    for written in CONTENT.articles:
        with Pillow.open(CONTENT.picture_file(written.head["picture"])) as picture:
            assert picture.width >= 1600


def test_times_are_told_in_local_time() -> None:
    assert moment("3 hours ago", now=NOON, zone=JAKARTA) == datetime(2026, 11, 22, 9, 0, tzinfo=JAKARTA)
    assert moment("2 days ago 06:40", now=NOON, zone=JAKARTA) == datetime(2026, 11, 20, 6, 40, tzinfo=JAKARTA)
    assert moment("2017-12-28 14:05", now=NOON, zone=JAKARTA) == datetime(2017, 12, 28, 14, 5, tzinfo=JAKARTA)


def test_what_is_no_time_is_refused_with_a_sentence() -> None:
    with pytest.raises(Malformed, match="write"):
        moment("soon", now=NOON, zone=JAKARTA)


def test_a_file_without_its_fields_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "01-bare.md"
    path.write_text("Only text.")
    with pytest.raises(Malformed, match=r"01-bare\.md"):
        article_in(path)


def test_words_become_rich_text_and_nothing_else_is_markup() -> None:
    assert rich("**a** *b* [c](https://d.example) <e>") == (
        '<b>a</b> <i>b</i> <a href="https://d.example">c</a> &lt;e&gt;'
    )
    assert rich("[[cite:reuters|Dikutip dari]], x") == '<a linktype="citation" id="reuters">Dikutip dari</a>, x'
