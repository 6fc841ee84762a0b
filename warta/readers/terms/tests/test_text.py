from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.readers.terms.text import Block, blocks_of, compared

BEFORE = "## Awal\n\nSatu dua tiga.\n\n- pertama\n- kedua"


def test_marks_become_headings_lists_and_paragraphs() -> None:
    assert blocks_of(BEFORE) == [
        Block("heading", ("Awal",)),
        Block("paragraph", ("Satu dua tiga.",)),
        Block("list", ("pertama", "kedua")),
    ]


def test_lines_of_a_paragraph_flow_together_whatever_wrote_them() -> None:
    assert blocks_of("satu\r\ndua\r\n\r\ntiga") == [Block("paragraph", ("satu dua",)), Block("paragraph", ("tiga",))]


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "</p><img src=x onerror=alert(1)>", "{{ secret }}"])
def test_everything_else_is_text_as_it_stands(hostile: str) -> None:
    assert blocks_of(hostile)[0].text == hostile


def test_a_changed_word_is_shown_within_its_line() -> None:
    line = next(line for line in compared(BEFORE, BEFORE.replace("dua tiga", "empat tiga")) if line.is_changed)
    assert [(piece.manner, piece.text.strip()) for piece in line.pieces] == [
        ("same", "Satu"), ("removed", "dua"), ("added", "empat"), ("same", "tiga."),
    ]  # fmt: skip


def test_a_line_that_came_and_one_that_went_are_shown_whole() -> None:
    lines = compared(BEFORE, BEFORE.replace("- kedua", "- kedua\n- ketiga sekali"))
    assert [line.pieces[0].manner for line in lines].count("added") == 1
    assert compared("satu", "")[0].pieces[0].manner == "removed"


@given(st.text(max_size=300), st.text(max_size=300))
def test_a_comparison_holds_both_texts_word_by_word(before: str, after: str) -> None:
    lines = compared(before, after)
    words = {"before": "", "after": ""}
    for line in lines:
        for piece in line.pieces:
            words["before"] += "" if piece.manner == "added" else piece.text + " "
            words["after"] += "" if piece.manner == "removed" else piece.text + " "
    for side, text in (("before", before), ("after", after)):
        expected = [word for block in blocks_of(text) for one in block.lines for word in one.split()]
        assert words[side].split() == expected
