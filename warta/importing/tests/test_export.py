from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warta.articles.models import ArticlePage, Author, Outlet, Topic
from warta.importing.export import ExportFailed, export_articles
from warta.importing.generating import generate_articles, generate_readers
from warta.importing.services import import_articles
from warta.importing.tests.lines import as_data, line, picture_bytes, written
from warta.importing.written import clean_stored

pytestmark = pytest.mark.django_db


def _emptied() -> None:
    for model in (ArticlePage, Author, Outlet, Topic):
        for row in model.objects.all():
            row.delete()


def test_export_and_import_into_an_empty_site_and_export_are_equal(tmp_path: Path) -> None:
    rich = line(
        1,
        body=[
            "JAKARTA, KORAN.example — Dikutip dari The Independent, Kamis (28/12/2017), air <surut> & naik.",
            "<p>Dua <b>tebal</b><br>baris</p><ul><li>a</li></ul><h2>Sela</h2><table><tr><td>1</td></tr></table>",
            "Baca juga: Air surut di hari ke-2",
            f"<img src='{as_data(picture_bytes())}' alt='Laut'>",
            "Baca juga: Yang tidak ada",
        ],
        images=[{"src": as_data(picture_bytes("red")), "caption": "Merah", "credit": "Citra"}],
        topics=["Banjir", "Air"],
        source="Koran Sungai",
        desk="kota",
        author="Reporter Kota, Ana dan Budi",
        corrections=[{"at": "2018-01-01T00:00:00Z", "text": "Bukan tiga."}],
        reply_to="koran:2",
    )
    gone = line(3, status="withdrawn", withdrawn="2018-01-01T00:00:00Z", withdrawal_reason="Keliru.")
    import_articles(written(tmp_path, rich, line(2), gone, line(4, status="draft")))
    first, second = tmp_path / "satu.jsonl", tmp_path / "dua.jsonl"
    exported = export_articles(str(first))
    _emptied()

    summary = import_articles(str(first))
    export_articles(str(second))

    assert (exported.articles, summary.created, summary.skipped_count, summary.note_count) == (4, 4, 0, 0)
    assert second.read_text() == first.read_text()
    article = json.loads(first.read_text().splitlines()[0])
    assert article["desk"] == "kota"
    assert article["read_also"] == ["koran:2"]
    assert article["reply_to"] == "koran:2"
    assert (tmp_path / article["images"][0]["src"]).is_file()


def test_an_export_read_on_the_same_site_changes_nothing(tmp_path: Path) -> None:
    import_articles(written(tmp_path, line(1)))
    article = ArticlePage.objects.get()
    ArticlePage.objects.filter(pk=article.pk).update(original_id=None, original={}, origin="newsroom")
    path = str(tmp_path / "ekspor.jsonl")
    export_articles(path)

    summary = import_articles(path)

    assert ArticlePage.objects.count() == 1
    assert "own article" in summary.skipped[0].why


def test_a_file_that_cannot_be_written_is_said_in_one_sentence() -> None:
    with pytest.raises(ExportFailed, match="can't be written"):
        export_articles("/tiada/ekspor.jsonl")


@given(st.text(alphabet="<>/apbriulo \"'=&;#x:javascript", max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_cleaning_stored_text_twice_changes_nothing_more(html: str) -> None:
    assert clean_stored(clean_stored(html)) == clean_stored(html)


def test_a_seed_makes_the_same_articles_and_making_them_again_adds_none() -> None:
    assert generate_articles(30, seed=3) == 30
    first = list(ArticlePage.objects.order_by("original_id").values_list("title", "first_published_at", "summary"))

    assert generate_articles(30, seed=3) == 0
    for article in ArticlePage.objects.all():
        article.delete()
    generate_articles(30, seed=3)

    again = list(ArticlePage.objects.order_by("original_id").values_list("title", "first_published_at", "summary"))
    assert again == first
    assert not any(article.may_be_announced for article in ArticlePage.objects.all())


def test_readers_are_made_once() -> None:
    assert generate_readers(5, seed=1) == 5
    assert generate_readers(6, seed=1) == 1
