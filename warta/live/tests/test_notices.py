from __future__ import annotations

from typing import Any

import pytest

from warta.live.channels import declare, is_channel
from warta.live.notices import Event, NotPublic, check_payload, wire_of
from warta.live.position import LATE_SECONDS, MOST_MISSING, Position
from warta.live.recent import MOST_REPLAYED, Recent


class Hours:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("name", ["article-7", "article-7-en", "article-kabar-hari-ini"])
def test_a_channel_is_a_declared_kind_and_a_name(name: str) -> None:
    assert is_channel(name)


@pytest.mark.parametrize(
    "name",
    ["", "article", "article-", "article--7", "Article-7", "article-7/", "article-7\n", "nothing-7", "article-%37",
     "article-" + "7" * 80, "article-ü", "../article-7"],
)  # fmt: skip
def test_what_is_no_channel_is_told_apart(name: str) -> None:
    assert not is_channel(name)


def test_a_kind_is_written_in_letters() -> None:
    with pytest.raises(ValueError, match="small letters"):
        declare("two words")


@pytest.mark.parametrize("payload", [{"comments": 3}, {"state": "open", "entries": 12}, {"at": "2026-11-22T07:00"}])
def test_a_notice_carries_numbers_and_words_for_machines(payload: dict[str, int | str]) -> None:
    check_payload(payload)


@pytest.mark.parametrize(
    "payload",
    [{}, {"name": "Budi Santoso"}, {"mail": "budi@berita.test"}, {"a": 1.5}, {"a": None}, {"a": [1]}, {"A": 1}, [1],
     "a", {"text": "x" * 81}, {"line": "a\nb"}, {1: 1}, dict.fromkeys("abcdefghi", 1)],
)  # fmt: skip
def test_a_notice_carries_nothing_of_a_person(payload: Any) -> None:
    with pytest.raises(NotPublic):
        check_payload(payload)


def test_an_event_names_where_one_goes_on() -> None:
    assert wire_of({"comments": 3}, position=41) == b'id: 41\ndata: {"comments":3}\n\n'


def test_each_number_is_new_once() -> None:
    position = Position(4)
    assert [position.note(number) for number in (4, 5, 5, 6)] == [False, True, False, True]
    assert position.floor == 6


def test_a_lower_number_that_comes_late_is_new_and_waited_for() -> None:
    position = Position(4)
    position.note(7)
    assert position.missing() == [5, 6]
    assert position.floor == 4
    assert position.note(5)
    assert position.floor == 5
    assert position.note(6)
    assert not position.note(6)
    assert position.floor == 7


def test_what_never_comes_is_given_up() -> None:
    clock = Hours()
    position = Position(4, clock)
    position.note(6)
    clock.now = LATE_SECONDS + 1
    assert position.missing() == []
    assert position.floor == 6


def test_after_a_jump_not_everything_is_looked_for() -> None:
    position = Position(0)
    position.note(1_000_000)
    assert len(position.missing()) == MOST_MISSING


def event(number: int, channel: str = "article-7") -> Event:
    return Event(number, channel, b"%d " % number)


def test_who_comes_back_gets_what_came_after() -> None:
    recent = Recent(60)
    for number in (1, 2, 3):
        recent.add(event(number))
        recent.add(event(number, "article-8"))
    assert recent.since("article-7", 1) == b"2 3 "
    assert recent.since("article-9", 0) == b""


def test_of_much_the_last_is_repeated() -> None:
    recent = Recent(60)
    for number in range(1, MOST_REPLAYED + 11):
        recent.add(event(number))
    assert recent.since("article-7", 0).split() == [b"%d" % number for number in range(11, MOST_REPLAYED + 11)]


def test_nothing_is_held_for_ever() -> None:
    clock = Hours()
    recent = Recent(60, clock)
    recent.add(event(1))
    clock.now = 61
    recent.add(event(2, "article-8"))
    assert recent.since("article-7", 0) == b""
    assert recent.since("article-8", 0) == b"2 "


def test_memory_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warta.live.recent.MOST_EVENTS", 3)
    recent = Recent(60)
    for number in range(1, 6):
        recent.add(event(number))
    assert recent.since("article-7", 0) == b"3 4 5 "
