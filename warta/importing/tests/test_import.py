from __future__ import annotations

import gzip
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Page

from warta.articles.events import article_published, listing_changed
from warta.articles.models import ArticlePage, Citation, Origin, Outlet, Redirect, SectionPage
from warta.articles.reading.article import article_for_reading, reading_of
from warta.importing.models import WantedLink
from warta.importing.services import import_articles
from warta.importing.tests.lines import as_data, line, picture_bytes, written

pytestmark = pytest.mark.django_db


def _html_of(article: ArticlePage) -> str:
    loaded = article_for_reading(article.pk)
    assert loaded is not None
    return "".join(str(part.value) for part in reading_of(loaded).parts)


def test_an_article_is_live_under_its_own_date_and_never_announced(tmp_path: Path) -> None:
    told: list[Any] = []
    article_published.listen(told.append)

    summary = import_articles(written(tmp_path, line(alert="breaking")))

    article = ArticlePage.objects.get()
    assert (summary.created, summary.skipped_count) == (1, 0)
    assert article.is_public
    assert article.origin == Origin.IMPORT
    assert not article.may_be_announced
    assert article.address == f"/kota/read/2017/12/29/{article.pk}/air-surut-di-hari-ke-1"
    assert told == []


def test_a_second_run_changes_nothing_and_a_changed_line_is_brought_up_to_date(tmp_path: Path) -> None:
    import_articles(written(tmp_path, line(1), line(2)))
    before = ArticlePage.objects.get(original_id="koran:2")

    again = import_articles(written(tmp_path, line(1), line(2, title="Air naik", author="Budi")))

    article = ArticlePage.objects.get(original_id="koran:2")
    assert (again.created, again.updated, again.unchanged) == (0, 1, 1)
    assert (article.pk, article.title, article.address_date) == (before.pk, "Air naik", before.address_date)
    assert [byline.author.name for byline in article.bylines.all()] == ["Budi"]


def test_what_the_newsroom_edited_is_not_overwritten(tmp_path: Path) -> None:
    import_articles(written(tmp_path, line()))
    article = ArticlePage.objects.get()
    article.title = "Judul dari redaksi"
    article.save_revision().publish()

    summary = import_articles(written(tmp_path, line(title="Judul lain")))

    article.refresh_from_db()
    assert article.title == "Judul dari redaksi"
    assert summary.skipped_count == 1
    assert "newsroom" in summary.skipped[0].why


def test_the_dateline_and_the_attribution_become_data_and_are_shown_once(tmp_path: Path) -> None:
    body = "JAKARTA, KORAN.example — Dikutip dari The Independent, Kamis (28/12/2017), air surut."

    summary = import_articles(written(tmp_path, line(body=body)))

    article = ArticlePage.objects.get()
    citation = Citation.objects.get()
    html = _html_of(article)
    assert article.dateline == "JAKARTA"
    assert article.original["agency"] == "KORAN.example"
    assert (citation.outlet.name, str(citation.reported_on)) == ("The Independent", "2017-12-28")
    assert (summary.datelines, summary.attributions) == (1, 1)
    assert html.count("The Independent") == html.count("28/12/2017") == html.count("JAKARTA") == 1
    assert "Dikutip dari" in html


def test_read_also_lines_lead_to_articles_that_come_later_in_the_file(tmp_path: Path) -> None:
    body = ["Satu.", "Baca juga: Air surut di hari ke-2", "Dua.", "Baca juga: Yang tidak ada"]

    summary = import_articles(written(tmp_path, line(1, body=body), line(2)))

    article, target = ArticlePage.objects.order_by("pk")
    assert [block["type"] for block in article.body.raw_data] == ["paragraph", "read_also", "paragraph"]
    assert article.body.raw_data[1]["value"] == {"article": target.pk}
    assert (summary.links_placed, summary.links_waiting) == (1, 1)


def test_a_waiting_link_is_placed_by_a_later_import(tmp_path: Path) -> None:
    links = [{"url": "https://koran.example/kota/2/judul"}, "koran:3"]
    import_articles(written(tmp_path, line(1, read_also=links)))

    import_articles(written(tmp_path, line(2), line(3), name="nanti.jsonl"))

    article = ArticlePage.objects.get(original_id="koran:1")
    kinds = [block["type"] for block in article.body.raw_data]
    assert kinds == ["paragraph", "paragraph", "paragraph", "read_also", "paragraph", "read_also"]
    assert not WantedLink.objects.exists()


def test_html_becomes_blocks(tmp_path: Path) -> None:
    body = (
        "<p>Satu <b>tebal</b> dan <a href='/lain'>taut</a>.</p><h2>Sela</h2><ul><li>a</li><li>b</li></ul>"
        "<table><tr><th>x</th></tr><tr><td>1</td></tr></table>"
        "<iframe src='https://video.example/embed/1' title='Rekaman'></iframe>"
    )

    import_articles(written(tmp_path, line(body=body)))

    blocks = ArticlePage.objects.get().body.raw_data
    assert [block["type"] for block in blocks] == ["paragraph", "heading", "paragraph", "table", "embed"]
    assert blocks[0]["value"] == '<p>Satu <b>tebal</b> dan <a href="https://koran.example/lain">taut</a>.</p>'
    assert blocks[2]["value"] == "<ul><li>a</li><li>b</li></ul>"
    assert blocks[3]["value"]["data"] == [["x"], ["1"]]


def test_a_reserved_section_gets_a_safe_address_and_names_are_made_once(tmp_path: Path) -> None:
    lines = [
        line(1, section="Media", author="Kontributor Solo, Ana, S.H. dan Budi"),
        line(2, section="MEDIA", topics=["A b", "A-b", "a b"]),
    ]

    import_articles(written(tmp_path, *lines))

    section = SectionPage.objects.get(title="Media")
    article = ArticlePage.objects.get(original_id="koran:1")
    assert section.slug == "rubrik-media"
    assert [(byline.author.name, byline.author.role) for byline in article.bylines.all()] == [
        ("Ana, S.H.", "Kontributor Solo"),
        ("Budi", ""),
    ]
    assert {topic.slug for topic in ArticlePage.objects.get(original_id="koran:2").topics.all()} == {"a-b", "a-b-2"}


def test_old_addresses_redirect_and_a_collision_is_noted(tmp_path: Path) -> None:
    summary = import_articles(written(tmp_path, line(1), line(2, url="https://lain.example/kota/1/judul")))

    assert Redirect.objects.get(old_path="/kota/1/judul").article.original_id == "koran:1"
    assert "/kota/1/judul" in summary.notes[0].why


def test_unknown_fields_are_kept(tmp_path: Path) -> None:
    import_articles(written(tmp_path, line(page=7, desk={"name": "kota"})))

    assert ArticlePage.objects.get().original["fields"] == {"page": 7, "desk": {"name": "kota"}}


def test_the_outlet_that_published_first_is_cited(tmp_path: Path) -> None:
    import_articles(written(tmp_path, line(source="Koran Sungai")))

    citation = Citation.objects.get()
    assert citation.outlet == Outlet.objects.get(name="Koran Sungai")
    assert citation.link == "https://koran.example/kota/1/judul"


def test_pictures_are_brought_from_beside_the_file_and_from_data(tmp_path: Path) -> None:
    (tmp_path / "foto.png").write_bytes(picture_bytes())
    body = f"<p>Satu.</p><img src='{as_data(picture_bytes('navy'))}' alt='Laut'><p>Dua.</p>"

    summary = import_articles(written(tmp_path, line(images=[{"src": "foto.png", "caption": "Sungai"}], body=body)))

    article = ArticlePage.objects.get()
    assert article.lead_image is not None
    assert (article.lead_caption, article.lead_image.width) == ("Sungai", 60)
    assert [block["type"] for block in article.body.raw_data] == ["paragraph", "picture", "paragraph"]
    assert (summary.pictures, summary.note_count) == (2, 0)


def test_a_batch_tells_of_the_lists_it_touched_once(tmp_path: Path) -> None:
    told: list[frozenset[str]] = []
    listing_changed.listen(told.append)

    import_articles(written(tmp_path, line(1), line(2)))

    lists = [tags for tags in told if "list:home" in tags]
    assert len(lists) == 1
    assert {"list:all", "list:day:2017-12-29"} <= lists[0]


def test_a_packed_file_and_the_summary_as_json(tmp_path: Path) -> None:
    path = tmp_path / "arsip.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(line()).encode() + b"\n{"))
    out = StringIO()

    call_command("import", "jsonl", str(path), "--json", stdout=out)

    summary = json.loads(out.getvalue())
    assert (summary["created"], summary["skipped"][0]["line"]) == (1, 2)


def test_the_tree_is_sound_after_imports_into_many_sections(tmp_path: Path) -> None:
    import_articles(written(tmp_path, *(line(number, section=f"Bagian {number % 7}") for number in range(230))))
    import_articles(written(tmp_path, *(line(number, section="Bagian 1") for number in range(230, 300))))

    assert Page.find_problems() == ([], [], [], [], [])
    assert ArticlePage.objects.live().count() == 300


def test_a_future_date_is_a_draft_and_a_withdrawn_article_stays_withdrawn(tmp_path: Path) -> None:
    gone = line(2, status="withdrawn", withdrawn="2018-01-01T00:00:00Z", withdrawal_reason="Keliru.")

    import_articles(written(tmp_path, line(1, published="2199-01-01T00:00:00Z"), gone))

    future, withdrawn = ArticlePage.objects.order_by("original_id")
    assert (future.live, future.address_date) == (False, None)
    assert (withdrawn.live, withdrawn.withdrawal_reason) == (False, "Keliru.")
    assert withdrawn.address_date is not None
