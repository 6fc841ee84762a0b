from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from warta.articles.reading.embeds import player_of
from warta.articles.reading.rich_text import Source, pages_linked_in, paragraphs_of, rendered, with_dateline, words_in

INDEPENDENT = Source("The Independent", "/source/the-independent/", "", date(2017, 12, 28))
MARK = '<a linktype="citation" id="k1">Dikutip dari</a>'


def shown(text: str, **given: object) -> str:
    return rendered(text, **{"pages": {}, "sources": {}, "language": "id", **given})  # type: ignore[arg-type]


def test_a_mark_in_the_text_names_the_outlet_and_its_day() -> None:
    assert shown(f"<p>{MARK}, mereka sepakat.</p>", sources={"k1": INDEPENDENT}) == (
        '<p><span class="cited">Dikutip dari <a href="/source/the-independent/">The Independent</a>, '
        "Kamis (28/12/2017)</span>, mereka sepakat.</p>"
    )


def test_the_outlet_leads_to_the_report_where_its_address_is_known() -> None:
    source = Source("A & B", "/source/a-b/", "https://a.example/?x=1&y=2", None)
    assert '<a href="https://a.example/?x=1&amp;y=2">A &amp; B</a>' in shown(MARK, sources={"k1": source})


def test_a_mark_whose_citation_is_gone_leaves_its_words() -> None:
    assert shown(f"{MARK} entah") == "Dikutip dari entah"


def test_a_link_to_a_page_that_is_not_public_leaves_its_words() -> None:
    text = 'Lihat <a linktype="page" id="7">ini</a> dan <a id="8" linktype="page">itu</a>.'
    assert pages_linked_in([text]) == {7, 8}
    assert shown(text, pages={8: "/x"}) == 'Lihat ini dan <a href="/x">itu</a>.'


def test_links_to_other_sites_stay() -> None:
    text = '<a href="https://example.org/">sana</a>'
    assert shown(text) == text


def test_paragraphs_are_taken_apart_and_empty_ones_dropped() -> None:
    text = "<p>Satu</p><p> </p><p>&nbsp;</p><ul><li>a</li></ul><p>Dua <b>x</b></p>"
    assert paragraphs_of(text) == ["<p>Satu</p>", "<ul><li>a</li></ul>", "<p>Dua <b>x</b></p>"]


def test_a_paragraph_inside_a_quotation_stays_there() -> None:
    text = "<blockquote><p>Satu</p></blockquote><p>Dua</p>"
    assert paragraphs_of(text) == ["<blockquote><p>Satu</p></blockquote>", "<p>Dua</p>"]


@given(st.lists(st.sampled_from(["<p>a</p>", "<ul><li>b</li></ul>", "c", "<p><i>d</i></p>"])))
def test_no_letter_is_lost_when_paragraphs_are_taken_apart(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert "".join(paragraphs_of(text)) == text


def test_the_dateline_stands_inside_the_first_paragraph() -> None:
    assert with_dateline('<p data-x="1">Mereka', "Washington DC", "Warta") == (
        '<p data-x="1"><span class="dateline">WASHINGTON DC, WARTA</span> — Mereka'
    )
    assert "&lt;B&gt;" in with_dateline("<p>x</p>", "<b>", "Warta")


def test_words_are_counted_without_the_markup() -> None:
    assert words_in("<p>Tiga kata&nbsp;saja</p>") == 3


def test_players_are_found_for_known_hosts_alone() -> None:
    assert player_of("https://www.youtube.com/watch?t=1&v=abcdefghijk") == (
        "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1"
    )
    assert player_of("https://vimeo.com/123") == "https://player.vimeo.com/video/123?dnt=1&autoplay=1"
    assert player_of("https://youtube.com.evil.example/watch?v=abcdefghijk") is None
    assert player_of("https://example.org/video") is None
