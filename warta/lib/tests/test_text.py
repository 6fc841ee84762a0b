from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.lib.text import cut, plain_text, tidy, tidy_lines, utf16_length

FAMILY = "👨‍👩‍👧‍👦"
FLAGS = "🇮🇩🇺🇸"


@given(st.text())
def test_the_length_is_that_of_utf16(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.text(), st.integers(0, 60))
def test_a_cut_text_fits_and_is_the_beginning_of_the_whole(text: str, most: int) -> None:
    shorter = cut(text, most)
    assert utf16_length(shorter) <= most
    assert shorter == text or text.startswith(shorter.removesuffix("…"))


def test_a_text_that_fits_stays_as_it_is() -> None:
    assert cut("Presiden tiba.", 14) == "Presiden tiba."


def test_a_cut_ends_at_a_word_without_its_comma() -> None:
    assert cut("Menteri luar negeri, kata dia", 22) == "Menteri luar negeri…"


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        (FAMILY + "x", 11, "…"),
        (FAMILY + "xy", 12, FAMILY + "…"),
        (FLAGS + "x", 8, "🇮🇩…"),
        ("e\u0301e\u0301e\u0301", 4, "e\u0301…"),
        ("👍🏽👍🏽x", 8, "👍🏽…"),
    ],
)
def test_a_cut_never_parts_what_is_seen_as_one(text: str, most: int, expected: str) -> None:
    assert cut(text, most) == expected


def test_blocks_of_html_become_lines_and_scripts_vanish() -> None:
    html = "<h2>Judul &amp; isi</h2><p>Satu  <b>dua</b><br>tiga</p><script>alert(1)</script><ul><li>a<li>b</ul>"
    assert plain_text(html) == "Judul & isi\nSatu dua\ntiga\na\nb"


@pytest.mark.parametrize("html", ["<", "<!", "<![", "<p", "&#x110000;", "&#0;", "</", "<style>p{", "<svg/>teks"])
def test_broken_html_never_raises(html: str) -> None:
    assert isinstance(plain_text(html), str)


@given(st.text())
def test_any_text_is_read_without_raising_and_tidily(html: str) -> None:
    assert tidy_lines(plain_text(html)) == plain_text(html)


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=60))
def test_tidying_twice_changes_nothing_more_and_can_always_be_stored(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert "\n" not in once
    once.encode("utf-8")


def test_what_hides_in_pasted_text_is_taken_out_and_joined_emoji_stay() -> None:
    assert tidy("\ufeffJa\u00adkar\u200bta\u00a0 \u202eraya\x00") == "Jakarta raya"
    assert tidy(FAMILY) == FAMILY
