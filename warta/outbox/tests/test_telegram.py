from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from tests.telegram_standin import Fault, StandIn
from tests.telegram_standin.chats import Refusal
from warta.outbox.channels.outcomes import Done, Locked, Lost, Refused, TryLater
from warta.outbox.channels.telegram import MOST_PHOTO_BYTES, Telegram
from warta.outbox.channels.telegram_answers import parsed, remote_of_link
from warta.outbox.ports import Address, Message, Photo

CHANNEL = Address("@warta", "channel")
NEWS = Message("Ministers agree", "By telephone.", "https://warta.test/1", "Read on")


def posted(telegram: Telegram, message: Message = NEWS) -> dict[str, object]:
    outcome = telegram.send(CHANNEL, message)
    assert isinstance(outcome, Done)
    return outcome.remote


def test_a_post_has_a_bold_headline_a_link_and_no_markup(telegram: Telegram, stand_in: StandIn) -> None:
    posted(telegram, replace(NEWS, headline="5 < 6 & *not bold*"))
    [post] = stand_in.chats.standing()
    assert post.text.startswith("5 < 6 & *not bold*")
    assert [entity["type"] for entity in post.entities] == ["bold", "text_link"]
    assert post.link == NEWS.link


def test_the_stand_in_refuses_what_the_specification_does_not_know(telegram: Telegram, stand_in: StandIn) -> None:
    reply = telegram._outcome(telegram._call("sendMessage", {"chat_id": "@warta", "texte": "misspelt"}))
    assert isinstance(reply, Refused)
    assert stand_in.chats.standing() == []


def test_a_picture_is_uploaded_where_telegram_can_not_fetch_it(
    telegram: Telegram, stand_in: StandIn, picture: Path
) -> None:
    remote = posted(telegram, replace(NEWS, photo=Photo(picture, "image/jpeg")))
    [post] = stand_in.chats.standing()
    assert post.picture.startswith(f"{picture.stat().st_size} bytes")
    assert (remote["kind"], remote["photo"]) == ("photo", "ministers.jpg")


def test_a_public_picture_is_named_by_its_address(telegram: Telegram, stand_in: StandIn, picture: Path) -> None:
    posted(telegram, replace(NEWS, photo=Photo(picture, "image/jpeg", "https://warta.id/media/ministers.jpg")))
    assert stand_in.chats.standing()[0].picture == "https://warta.id/media/ministers.jpg"


def test_a_picture_telegram_could_not_fetch_is_uploaded(telegram: Telegram, stand_in: StandIn, picture: Path) -> None:
    posted(telegram, replace(NEWS, photo=Photo(picture, "image/jpeg", "https://127.0.0.1/ministers.jpg")))
    assert "bytes" in stand_in.chats.standing()[0].picture


@pytest.mark.parametrize("flaw", ["missing", "no picture", "too large"])
def test_news_goes_without_a_picture_that_can_not_be_sent(
    telegram: Telegram, stand_in: StandIn, picture: Path, flaw: str
) -> None:
    match flaw:
        case "missing":
            picture.unlink()
        case "no picture":
            picture.write_text("not a picture")
        case _:
            with picture.open("r+b") as handle:
                handle.truncate(MOST_PHOTO_BYTES + 1)
    posted(telegram, replace(NEWS, photo=Photo(picture, "image/jpeg")))
    [post] = stand_in.chats.standing()
    assert (post.picture, post.text.splitlines()[0]) == ("", "Ministers agree")


@pytest.mark.parametrize("fault", [Fault.ERROR_BEFORE, Fault.ERROR_AFTER, Fault.DROP_BEFORE, Fault.DROP_AFTER])
def test_an_answer_that_says_nothing_certain_is_lost(telegram: Telegram, stand_in: StandIn, fault: Fault) -> None:
    stand_in.faults.order(fault)
    assert isinstance(telegram.send(CHANNEL, NEWS), Lost)


def test_a_flood_answer_says_how_long_to_wait(telegram: Telegram, stand_in: StandIn) -> None:
    stand_in.retry_after = 17
    stand_in.faults.order(Fault.FLOOD)
    outcome = telegram.send(CHANNEL, NEWS)
    assert isinstance(outcome, TryLater)
    assert (outcome.seconds, outcome.is_flood) == (17, True)


def test_a_door_that_does_not_open_may_be_knocked_at_again(telegram: Telegram) -> None:
    closed = StandIn()
    closed.server().server_close()
    assert isinstance(replace(telegram, base=closed.base).send(CHANNEL, NEWS), TryLater)


@pytest.mark.parametrize("token", ["43:another-token-of-the-right-form", "no token at all"])
def test_a_refused_token_locks_the_channel(telegram: Telegram, stand_in: StandIn, token: str) -> None:
    stand_in.token = telegram.token
    outcome = replace(telegram, token=token).send(CHANNEL, NEWS)
    assert isinstance(outcome, Locked)
    assert token not in outcome.why + outcome.detail


@pytest.mark.parametrize(
    ("refusal", "advice"),
    [
        (Refusal("Bad Request: chat not found"), "no such chat"),
        (Refusal("Forbidden: bot is not a member of the channel chat", 403), "Add it again"),
        (Refusal("Bad Request: not enough rights to send text messages to the chat"), "administrator"),
        (Refusal("Bad Request: group chat was upgraded to a supergroup chat"), "new number"),
    ],
)
def test_a_refusal_says_what_to_do(telegram: Telegram, stand_in: StandIn, refusal: Refusal, advice: str) -> None:
    stand_in.chats.refusals["@warta"] = refusal
    outcome = telegram.send(CHANNEL, NEWS)
    assert isinstance(outcome, Refused)
    assert advice in outcome.why
    assert refusal.description in outcome.detail


def test_what_is_no_answer_of_telegram_is_lost() -> None:
    assert isinstance(parsed(200, b"<html>Please sign in to this network</html>"), Lost)


def test_an_edit_changes_the_post_in_place_and_may_be_repeated(telegram: Telegram, stand_in: StandIn) -> None:
    remote = posted(telegram)
    corrected = replace(NEWS, headline="Ministers disagree")
    for _ in range(2):
        assert isinstance(telegram.edit(remote, corrected), Done)
    [post] = stand_in.chats.standing()
    assert (post.text.splitlines()[0], len(post.history)) == ("Ministers disagree", 1)


def test_a_caption_is_edited_under_its_picture(telegram: Telegram, stand_in: StandIn, picture: Path) -> None:
    with_picture = replace(NEWS, photo=Photo(picture, "image/jpeg"))
    telegram.edit(posted(telegram, with_picture), replace(with_picture, headline="Corrected"))
    [post] = stand_in.chats.standing()
    assert (post.text.splitlines()[0], bool(post.picture)) == ("Corrected", True)


def test_another_picture_takes_the_place_of_the_first(
    telegram: Telegram, stand_in: StandIn, picture: Path, tmp_path: Path
) -> None:
    remote = posted(telegram, replace(NEWS, photo=Photo(picture, "image/jpeg")))
    other = tmp_path / "other.jpg"
    other.write_bytes(picture.read_bytes() + b"!")
    outcome = telegram.edit(remote, replace(NEWS, photo=Photo(other, "image/jpeg")))
    assert isinstance(outcome, Done)
    assert outcome.remote["photo"] == "other.jpg"
    assert stand_in.chats.standing()[0].picture.startswith(f"{other.stat().st_size} bytes")


def test_a_picture_that_can_not_be_taken_out_is_told(telegram: Telegram, picture: Path) -> None:
    remote = posted(telegram, replace(NEWS, photo=Photo(picture, "image/jpeg")))
    outcome = telegram.edit(remote, replace(NEWS, headline="Corrected"))
    assert isinstance(outcome, Done)
    assert "picture" in outcome.note


def test_removing_takes_the_post_away_and_may_be_repeated(telegram: Telegram, stand_in: StandIn) -> None:
    remote = posted(telegram)
    assert [telegram.remove(remote, None), telegram.remove(remote, None)] == [Done(), Done()]
    assert stand_in.chats.standing() == []


@pytest.mark.parametrize("has_picture", [True, False])
def test_a_post_too_old_to_be_removed_says_that_it_was_withdrawn(
    telegram: Telegram, stand_in: StandIn, picture: Path, has_picture: bool
) -> None:
    remote = posted(telegram, replace(NEWS, photo=Photo(picture, "image/jpeg") if has_picture else None))
    stand_in.chats.age()
    assert isinstance(telegram.remove(remote, Message("This article was withdrawn.")), Done)
    assert stand_in.chats.standing()[0].text == "This article was withdrawn."


@pytest.mark.parametrize(
    ("link", "chat", "number"),
    [
        ("https://t.me/warta/12", "@warta", 12),
        ("t.me/s/warta_id/7?single", "@warta_id", 7),
        ("https://t.me/c/1234567890/55", -1001234567890, 55),
        ("https://t.me/c/1234567890/3/55", -1001234567890, 55),
    ],
)
def test_the_link_of_a_post_says_where_it_is(link: str, chat: object, number: int) -> None:
    remote = remote_of_link(link)
    assert (remote["chat_id"], remote["message_id"]) == (chat, number)


@pytest.mark.parametrize("link", ["https://t.me/warta", "https://example.org/warta/12", "12", ""])
def test_what_names_no_post_is_refused(link: str) -> None:
    with pytest.raises(ValueError, match=link or "^$"):
        remote_of_link(link)


def test_a_post_found_by_its_link_is_edited_whether_it_has_a_picture_or_not(
    telegram: Telegram, stand_in: StandIn, picture: Path
) -> None:
    with_picture = replace(NEWS, photo=Photo(picture, "image/jpeg"))
    posted(telegram, with_picture)
    outcome = telegram.edit(remote_of_link("https://t.me/warta/1"), replace(with_picture, headline="Corrected"))
    assert isinstance(outcome, Done)
    assert stand_in.chats.standing()[0].text.startswith("Corrected")


def test_no_token_in_what_is_logged_or_said(
    telegram: Telegram, stand_in: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    outcomes = []
    for fault in Fault:
        if fault is not Fault.HANG:
            stand_in.faults.order(fault)
            outcomes.append(telegram.send(CHANNEL, NEWS))
    assert telegram.token not in caplog.text + repr(outcomes)
