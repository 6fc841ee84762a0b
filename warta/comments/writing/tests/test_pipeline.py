"""Each phase finds what it is there for, and nothing else; what fails holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.comments.civility.scoring import Verdict
from warta.comments.models import CommentRules, Policy, State
from warta.comments.reading.repeats import fingerprint
from warta.comments.reading.watch_words import WatchList
from warta.comments.weighing.trust import Record
from warta.comments.writing import pipeline
from warta.comments.writing.pipeline import Decided, decided_on
from warta.comments.writing.situation import Earlier, Place, Situation, Suspended, Watching, Writer
from warta.comments.writing.tidying import LONGEST, tidied

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEXT = "Harga beras naik lagi bulan ini, padahal panen sudah selesai dan gudang katanya penuh."
WRITER = Writer(person_id=1, record=Record(0, 0, NOW), published=3)
PLACE = Place(7, is_public=True, published_at=NOW - timedelta(days=1))


def civil(_text: str) -> Verdict:
    return Verdict(0.02, "civil", (), "test")


def seen(text: str = TEXT, **changes: Any) -> Situation:
    plain = Situation(
        text=text, moment=NOW, rules=CommentRules(), place=PLACE, writer=WRITER, watching=Watching(), lately=(),
        fingerprint=fingerprint(text), scored_by=civil,
    )  # fmt: skip
    return replace(plain, **changes)


def reasons(decided: Decided) -> list[str]:
    return [finding.reason for finding in decided.findings]


def earlier(text: str, article_id: int = 7) -> Earlier:
    return Earlier(5, article_id, fingerprint(text), None, NOW - timedelta(minutes=3))


def test_what_nothing_is_found_in_is_published() -> None:
    assert decided_on(seen()).state == State.PUBLISHED
    assert decided_on(seen()).findings == ()


@pytest.mark.parametrize("text", ["", "\u200b \u2060", "\n\n"])
def test_what_holds_nothing_to_read_goes_back(text: str) -> None:
    assert reasons(decided_on(seen(tidied(text)))) == ["empty"]


def test_what_is_too_long_goes_back_and_nothing_else_is_asked() -> None:
    decided = decided_on(seen("a" * (LONGEST + 1), scored_by=_fail))

    assert reasons(decided) == ["too-long"]
    assert decided.returned is not None


def test_comments_close_with_the_article_s_own_date_or_after_some_days() -> None:
    old = replace(PLACE, published_at=NOW - timedelta(days=31))

    assert reasons(decided_on(seen(place=old))) == ["closed"]
    assert reasons(decided_on(seen(place=old, rules=CommentRules(closes_after_days=None)))) == []
    assert reasons(decided_on(seen(place=replace(old, closes_at=NOW + timedelta(hours=1))))) == []
    assert reasons(decided_on(seen(place=replace(PLACE, policy=Policy.CLOSED)))) == ["closed"]
    assert reasons(decided_on(seen(place=replace(PLACE, is_public=False)))) == ["closed"]


def test_an_edit_goes_through_when_the_thread_has_closed_meanwhile() -> None:
    assert reasons(decided_on(seen(place=replace(PLACE, policy=Policy.CLOSED), editing=5))) == []


def test_who_is_suspended_is_given_their_text_back() -> None:
    suspended = replace(WRITER, suspended=Suspended(NOW + timedelta(days=2), "insult", ""))
    assert reasons(decided_on(seen(writer=suspended))) == ["suspended"]


def test_the_very_same_again_goes_back_and_nearly_the_same_is_held() -> None:
    again = replace(WRITER, earlier=[earlier(TEXT.upper() + "!!")])
    nearly = replace(WRITER, earlier=[earlier(TEXT + " Bro.")])

    assert reasons(decided_on(seen(writer=again))) == ["repeated"]
    assert reasons(decided_on(seen(writer=nearly))) == ["alike"]
    assert reasons(decided_on(seen(writer=again, editing=5))) == []


def test_a_short_word_may_be_said_again_under_another_article() -> None:
    assert reasons(decided_on(seen("Setuju!", writer=replace(WRITER, earlier=[earlier("setuju", 8)])))) == []
    assert reasons(decided_on(seen("Setuju!", writer=replace(WRITER, earlier=[earlier("setuju")])))) == ["repeated"]


def test_the_same_from_several_others_is_held_and_from_one_is_not() -> None:
    others = [(person, fingerprint(TEXT)) for person in (2, 3, 4)]

    assert reasons(decided_on(seen(lately=others))) == ["alike"]
    assert reasons(decided_on(seen(lately=others[:1]))) == []


def test_watched_words_hold_and_refused_ones_refuse_with_every_reason_kept() -> None:
    watching = Watching(WatchList(["judol", "slot*"]), frozenset({"slot*"}))

    assert decided_on(seen("Main j u d o l yuk di sini", watching=watching)).state == State.HELD
    both = decided_on(seen("Main judol dan sl0tgacor di sini", watching=watching))
    assert both.state == State.REFUSED
    assert reasons(both) == ["refused-word", "watched"]


def test_what_reads_as_abusive_or_can_not_be_scored_is_held() -> None:
    def abusive(_text: str) -> Verdict:
        return Verdict(0.8, "abusive", (), "test")

    assert reasons(decided_on(seen(scored_by=abusive))) == ["uncivil"]
    assert reasons(decided_on(seen(scored_by=abusive, rules=CommentRules(hold_from=0.9)))) == []
    assert reasons(decided_on(seen(scored_by=lambda _text: None))) == ["unscored"]


def test_a_phase_that_fails_holds_the_comment() -> None:
    assert reasons(decided_on(seen(scored_by=_fail))) == ["failed"]


@pytest.mark.parametrize("text", ["Lihat https://a.example", "lihat judi-online.com ya", "www.x.org dan t.me/abc"])
def test_links_of_who_has_no_comment_yet_are_held(text: str) -> None:
    assert reasons(decided_on(seen(text, writer=replace(WRITER, published=0)))) == ["links"]


@pytest.mark.parametrize("text", ["Saya bayar 2.500 dan 3.5 juta", "pagi.siang tidak ada", "a@b.example bukan tautan"])
def test_what_only_looks_like_a_link_is_none(text: str) -> None:
    assert reasons(decided_on(seen(text, writer=replace(WRITER, published=0)))) == []


def test_more_links_than_allowed_are_held() -> None:
    assert reasons(decided_on(seen("https://a.example https://b.example"))) == ["links"]
    assert reasons(decided_on(seen("https://a.example"))) == []


def test_little_trust_holds_until_it_grows_or_fades() -> None:
    refused = replace(WRITER, record=Record(0, 2, NOW))

    assert reasons(decided_on(seen(writer=refused))) == ["untrusted"]
    assert reasons(decided_on(seen(writer=replace(WRITER, record=Record(9, 2, NOW))))) == []
    assert reasons(decided_on(seen(writer=refused, moment=NOW + timedelta(days=90), place=_open_for_ever()))) == []


def test_first_comments_are_held_where_the_newsroom_wants_it_and_articles_may_hold_all() -> None:
    new = replace(WRITER, published=0)

    assert reasons(decided_on(seen(writer=new))) == []
    assert reasons(decided_on(seen(writer=new, rules=CommentRules(first_held=1)))) == ["new-author"]
    assert reasons(decided_on(seen(place=replace(PLACE, policy=Policy.HELD)))) == ["article-held"]


def test_members_of_the_newsroom_are_not_held() -> None:
    member = replace(WRITER, is_member=True)
    assert reasons(decided_on(seen(writer=member, place=replace(PLACE, policy=Policy.HELD), scored_by=_fail))) == []


def test_the_order_of_phases_is_the_one_that_is_promised() -> None:
    assert [phase.__name__ for phase in pipeline.PHASES] == [
        "length", "openness", "suspension", "repetition", "refused_words", "watched_words", "civility", "links",
        "trust", "newcomer", "policy",
    ]  # fmt: skip


@given(st.text(max_size=400))
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    once = tidied(text)
    assert tidied(once) == once
    once.encode("utf-8")
    assert "\x00" not in once


def test_tidying_takes_what_disturbs_and_keeps_what_is_said() -> None:
    assert tidied("a\u202eb\x07c\r\n\r\n\r\n\r\nd  ") == "abc\n\nd"
    assert tidied("Z" + "\u0310" * 40) == "Z" + "\u0310" * 3
    assert tidied("👩\u200d🌾 e\u0301") == "👩\u200d🌾 é"
    assert tidied("<b>x</b> & 'y'") == "<b>x</b> & 'y'"


def _open_for_ever() -> Place:
    return replace(PLACE, closes_at=NOW + timedelta(days=365))


def _fail(_text: str) -> Verdict:
    raise RuntimeError
