from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from warta.outbox.channels.telegram_text import Composed, compose, cut, units
from warta.outbox.ports import Message


def news(headline: str, summary: str) -> Message:
    return Message(headline, summary, "https://warta.test/1", "Read on")


def words_of(composed: Composed, kind: str) -> str:
    """What an entity covers, as Telegram would count it."""
    entity = next(entity for entity in composed.entities if entity["type"] == kind)
    coded = composed.text.encode("utf-16-le")
    return coded[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")


def test_headline_summary_and_link_stand_apart() -> None:
    composed = compose(news("Ministers agree", "By telephone."), 1024)
    assert composed.text == "Ministers agree\n\nBy telephone.\n\nRead on"
    assert (words_of(composed, "bold"), words_of(composed, "text_link")) == ("Ministers agree", "Read on")


def test_emoji_before_a_link_do_not_shift_it() -> None:
    composed = compose(news("Gempa 🌋🌊", "Warga 👨‍👩‍👧 aman."), 1024)
    assert words_of(composed, "bold") == "Gempa 🌋🌊"
    assert words_of(composed, "text_link") == "Read on"


def test_a_long_summary_ends_at_a_word_and_keeps_the_link() -> None:
    composed = compose(news("Ministers agree", "word " * 400), 200)
    assert units(composed.text) <= 200
    assert "word…\n\nRead on" in composed.text


def test_a_headline_too_long_is_cut_and_the_summary_left_out() -> None:
    composed = compose(news("word " * 100, "Summary"), 100)
    assert "Summary" not in composed.text
    assert composed.text.endswith("word…\n\nRead on")


def test_a_word_longer_than_the_room_is_cut_inside() -> None:
    assert cut("x" * 50, 10) == "x" * 9 + "…"


def test_what_can_not_be_encoded_is_left_out() -> None:
    assert compose(Message("Half \ud83c a pair\x00"), 100).text == "Half a pair"


any_text = st.text(max_size=300)


@given(headline=any_text, summary=any_text, words=st.text(min_size=1, max_size=20), most=st.integers(60, 400))
def test_it_always_fits_and_every_entity_covers_whole_characters(
    headline: str, summary: str, words: str, most: int
) -> None:
    link_words = words.encode("utf-8", "ignore").decode().strip() or "Read on"
    composed = compose(Message(headline, summary, "https://warta.test/1", link_words), most)
    assert units(composed.text) <= most
    assert words_of(composed, "text_link") == link_words
