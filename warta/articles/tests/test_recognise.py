"""Sentences of our own making; none is taken from a paper."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.articles.text.inline import html_of, runs_of, text_of, with_citations
from warta.articles.text.recognise import attributions, dateline, read_also_inside, read_also_line

PUBLISHED = date(2017, 12, 29)


@pytest.mark.parametrize(
    ("text", "place", "agency", "rest"),
    [
        ("JAKARTA, KOMPAS.com - Hujan turun.", "JAKARTA", "KOMPAS.com", "Hujan turun."),
        ("WASHINGTON DC, WARTA — Dua menteri bertemu.", "WASHINGTON DC", "WARTA", "Dua menteri bertemu."),
        ("KOMPAS.com — Harga naik.", "", "KOMPAS.com", "Harga naik."),
        ("NEW YORK (AP) — Markets rose.", "NEW YORK", "AP", "Markets rose."),
        ("Jakarta (ANTARA) - Pasar ramai.", "Jakarta", "ANTARA", "Pasar ramai."),
        ("Jakarta, CNN Indonesia -- Pasar ramai.", "Jakarta", "CNN Indonesia", "Pasar ramai."),
        ("BANDUNG,KOMPAS.com- Sungai meluap.", "BANDUNG", "KOMPAS.com", "Sungai meluap."),
        ("BANDUNG, KOMPAS. com–Sungai meluap.", "BANDUNG", "KOMPAS. com", "Sungai meluap."),
        ("SÃO PAULO, Reuters – Chuva forte.", "SÃO PAULO", "Reuters", "Chuva forte."),
        ("\u00a0 SOLO,  Tempo.co  ―  Gamelan.", "SOLO", "Tempo.co", "Gamelan."),
    ],
)
def test_a_dateline_is_told_apart_from_the_lead(text: str, place: str, agency: str, rest: str) -> None:
    found = dateline(text, houses=("Warta",))

    assert found is not None
    assert (found.place, found.agency, text[found.end :]) == (place, agency, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Presiden - dan wakilnya - hadir.",
        "UPDATE - Gempa di laut.",
        "PSSI – Induk sepak bola itu bersidang.",
        "Hujan turun, kata BMKG - lembaga itu - kemarin.",
        "Oleh: Sari Melati",
        "ADA yang berkata demikian.",
        "-",
        "",
        "Ia mengatakan kepada Reuters (badan berita) - bahwa itu benar.",
        "KOMPAS.com -",
    ],
)
def test_what_is_no_dateline_stays_text(text: str) -> None:
    assert dateline(text, houses=("Warta",)) is None


def test_a_house_may_be_named_without_its_ending() -> None:
    assert dateline("WARTA — Hujan.", houses=("warta.id",)) is not None
    assert dateline("GAZET — Hujan.", houses=("warta.id",)) is None


def _shown(text: str) -> list[tuple[str, str, str, date | None]]:
    return [
        (text[: a.start], text[a.start : a.phrase_end] + "|" + a.outlet, text[a.end :], a.reported_on)
        for a in attributions(text, PUBLISHED)
    ]


THURSDAY = date(2017, 12, 28)


@pytest.mark.parametrize(
    ("text", "phrase", "rest", "day"),
    [
        (
            "Dikutip dari The Independent, Kamis (28/12/2017), Rusia diam.",
            "Dikutip dari|The Independent",
            ", Rusia diam.",
            THURSDAY,
        ),
        ("Dilansir AFP pada Kamis (28/12/2017), kota sepi.", "Dilansir|AFP", ", kota sepi.", THURSDAY),
        ("Dilansir dari laman Kota Lama, air surut.", "Dilansir dari laman|Kota Lama", ", air surut.", None),
        ("Melansir Sungai Post 28 Desember 2017, air surut.", "Melansir|Sungai Post", ", air surut.", THURSDAY),
        ("Mengutip detik.com, pasar ramai.", "Mengutip|detik.com", ", pasar ramai.", None),
        ("Menurut laporan Reuters, kapal tiba.", "Menurut laporan|Reuters", ", kapal tiba.", None),
        ("Melansir laporan dari BBC, kapal tiba.", "Melansir laporan dari|BBC", ", kapal tiba.", None),
        ("Dikutip media Inggris The Sun, ia pulang.", "Dikutip media Inggris|The Sun", ", ia pulang.", None),
        (
            "Dihimpun WartaTekno dari Arena Gawai, layar retak.",
            "Dihimpun WartaTekno dari|Arena Gawai",
            ", layar retak.",
            None,
        ),
        ("Dilansir Reuters Presiden Anu tiba.", "Dilansir|Reuters", " Presiden Anu tiba.", None),
        ("According to The Guardian on Thursday, rain fell.", "According to|The Guardian", ", rain fell.", THURSDAY),
        (
            "As reported by River Times (December 28, 2017), it fell.",
            "As reported by|River Times",
            ", it fell.",
            THURSDAY,
        ),
        (
            "Dikutip dari laman Kementerian Laut dan Sungai, air surut.",
            "Dikutip dari laman|Kementerian Laut dan Sungai",
            ", air surut.",
            None,
        ),
        ("Dikutip dari Gazzetta dello Sport, ia pulang.", "Dikutip dari|Gazzetta dello Sport", ", ia pulang.", None),
    ],
)
def test_an_attribution_names_its_outlet_and_day(text: str, phrase: str, rest: str, day: date | None) -> None:
    assert _shown(text) == [("", phrase, rest, day)]


def test_an_attribution_stands_anywhere_and_more_than_once() -> None:
    text = "Air surut, seperti diberitakan Kompas.com, Kamis (28/12/2017). Namun, dilansir dari Sungai Pos, hujan lagi."

    assert [(a.outlet, a.reported_on) for a in attributions(text)] == [("Kompas.com", THURSDAY), ("Sungai Pos", None)]


@pytest.mark.parametrize(
    "text",
    [
        "Kalimat itu dikutip dari pidatonya.",
        "Ia mengutip Presiden Anu.",
        "Ia mengutip Sari Melati, lalu duduk.",
        "Seperti diberitakan sebelumnya, air surut.",
        "Menurut dia, air surut.",
        "Dikutip dari Instagram seorang warga.",
        "Dikutip dari kanal YouTube Sungai.",
        "Dikutip Warta di kanal YouTube Sungai, ia tertawa.",
        "Dikutip dari keterangan tertulis, Kamis (28/12/2017).",
        "Dikutip dari Sari Melati dalam buku Sungai Kita, air itu hidup.",
        "Dikutip dari Fisika Dasar (2007), cahaya membias.",
        "Dikutip Kamis (28/12/2017).",
        "According to the mayor, rain fell.",
        "According to The Hague, rain fell.",
        "Dilansir, lalu dilupakan.",
    ],
)
def test_persons_documents_and_platforms_are_no_outlets(text: str) -> None:
    assert attributions(text, PUBLISHED) == []


def test_a_day_that_contradicts_itself_stays_text() -> None:
    text = "Dikutip dari Reuters, Senin (28/12/2017), hujan."

    (found,) = attributions(text)

    assert found.reported_on is None
    assert text[found.end :] == ", Senin (28/12/2017), hujan."


def test_a_weekday_alone_counts_back_from_publication_and_else_stays_text() -> None:
    text = "Dikutip dari Reuters, Kamis."

    assert attributions(text, PUBLISHED)[0].reported_on == THURSDAY
    assert text[attributions(text)[0].end :] == ", Kamis."


def test_a_read_also_line_gives_its_headline() -> None:
    for line in ("Baca juga: Air Surut", "BACA JUGA : Air Surut", "• Baca pula: Air Surut", "[Read also: Air Surut]"):
        found = read_also_line(line)
        assert found is not None
        assert found.title == "Air Surut"
    assert read_also_line("Baca juga di sini") is None
    assert read_also_line("Orang baca juga: begitu katanya. " * 20) is None


def test_a_read_also_inside_a_paragraph_needs_a_known_headline() -> None:
    text = "Air naik. Baca juga: Air Surut Lagi Warga pulang."

    found = read_also_inside(text, ["Air Surut", "Air Surut Lagi"])

    assert found is not None
    assert text[: found[0]] + text[found[1] :] == "Air naik. Warga pulang."
    assert read_also_inside(text, ["Lain"]) is None


WORDS = (
    "Dikutip dari dilansir melansir mengutip menurut laporan Reuters The Sun Kamis (28/12/2017) Senin pada laman "
    "Baca juga: JAKARTA, KOMPAS.com - , . air Presiden according to on Thursday \n (AP) — < & 'dan'"
)
TEXTS = st.one_of(st.text(max_size=120), st.lists(st.sampled_from(WORDS.split(" ")), max_size=25).map(" ".join))


@given(TEXTS)
def test_nothing_raises_and_nothing_is_lost(text: str) -> None:
    dateline(text, houses=(text[:9],))
    read_also_line(text)
    read_also_inside(text, [text[5:15]])
    position = 0
    for found in attributions(text, PUBLISHED):
        assert position <= found.start < found.phrase_end <= found.outlet_start < found.end <= len(text)
        cut = text[found.phrase_end : found.end]
        assert " ".join(cut.split()).startswith(found.outlet)
        left = " ".join(cut.split())[len(found.outlet) :]
        assert (found.reported_on is None) == (left.strip() == "")
        position = found.end


@given(TEXTS)
def test_marking_citations_keeps_every_letter_but_the_outlet_and_day(text: str) -> None:
    cited: list[str] = []

    def cite(outlet: str, day: date | None, link: str) -> str:
        cited.append(outlet)
        return f"c{len(cited)}"

    runs = runs_of("" if not text else text.replace("&", "&amp;").replace("<", "&lt;"))
    marked = with_citations(runs, PUBLISHED, cite)

    expected, position = "", 0
    whole = text_of(runs)
    for found in attributions(whole, PUBLISHED):
        expected += whole[position : found.phrase_end]
        position = found.end
    assert text_of(marked) == expected + whole[position:]
    assert len(cited) == html_of(marked).count('linktype="citation"')


def test_a_linked_outlet_becomes_the_citation_with_its_link() -> None:
    cited: list[tuple[str, date | None, str]] = []

    def cite(outlet: str, day: date | None, link: str) -> str:
        cited.append((outlet, day, link))
        return "c1"

    html = (
        '<b>Dikutip</b> dari <a href="https://independen.example/a?b=1&amp;c=2">The Independent</a>, '
        "Kamis (28/12/2017), <i>hujan</i> & angin."
    )
    marked = html_of(with_citations(runs_of(html), None, cite))

    assert cited == [("The Independent", THURSDAY, "https://independen.example/a?b=1&c=2")]
    assert marked == '<a linktype="citation" id="c1">Dikutip dari</a>, <i>hujan</i> &amp; angin.'


@given(st.lists(st.tuples(st.text(max_size=8), st.sampled_from(["", "b", "i", "a"])), max_size=8))
def test_runs_read_back_as_written(pieces: list[tuple[str, str]]) -> None:
    from warta.articles.text.inline import Mark, Run

    clean = [(text.replace("\r", "").replace("\x00", ""), tag) for text, tag in pieces]
    runs = [Run(text, (Mark(tag, (("href", "/x"),) if tag == "a" else ()),) if tag else ()) for text, tag in clean]

    assert html_of(runs_of(html_of(runs))) == html_of(runs)
    assert text_of(runs_of(html_of(runs))) == text_of(runs)
