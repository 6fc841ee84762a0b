"""From Publish to a post: what is announced, and what never is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from tests.telegram_standin import Fault, StandIn
from warta.alerts.messages import fingerprint_of
from warta.alerts.models import Announcement, Channel, State
from warta.alerts.services import announce, announce_correction, announce_missing, ensure_default_channel
from warta.alerts.settling import settle_all_unknown, stop
from warta.alerts.tests.conftest import events_told, only_delivery, work
from warta.articles.models import ArticlePage, Correction, Origin
from warta.articles.pictures.sizes import FULL
from warta.articles.publishing.timing import act_on_time
from warta.articles.publishing.withdrawing import withdraw
from warta.articles.tests.newsroom import Newsroom, make_due, publish
from warta.articles.tests.pages import small_picture
from warta.lib.clock import clock_at, now
from warta.outbox.models import Delivery, Operation
from warta.outbox.models import State as DeliveryState
from warta.outbox.services import hold_everything, release

pytestmark = pytest.mark.usefixtures("channel")


@pytest.fixture
def breaking(newsroom: Newsroom) -> ArticlePage:
    """Published as breaking news, by the editor's button, and sent."""
    with events_told():
        article = newsroom.published(alert="breaking", summary="By telephone.")
    work()
    return article


def corrected(article: ArticlePage, headline: str) -> None:
    article.title = headline
    article.save_revision()
    with events_told():
        publish(article)
    work()


def test_the_picture_of_a_post_is_made_while_its_article_is_a_draft(newsroom: Newsroom) -> None:
    plain, chosen = small_picture("Plain"), small_picture("Chosen")
    with events_told():
        newsroom.draft(lead_image=plain)
        article = newsroom.draft(alert="breaking")
        article.lead_image = chosen
        article.save_revision()
    assert plain.renditions.count() == 0
    assert [made.filter_spec for made in chosen.renditions.all()] == [FULL.jpeg]


def test_breaking_news_is_on_the_channel_as_soon_as_it_is_live(breaking: ArticlePage, stand_in: StandIn) -> None:
    [post] = stand_in.chats.standing("@warta")
    assert post.text.startswith("Ministers agree\n\nBy telephone.")
    assert post.link.endswith(breaking.address)
    assert Announcement.objects.get().state == State.DONE


def test_a_post_speaks_the_article_s_language(newsroom: Newsroom, stand_in: StandIn) -> None:
    with events_told():
        newsroom.published(alert="breaking", language="en")
    work()
    assert "Read on at Warta" in stand_in.chats.standing()[0].text


def test_a_selected_article_waits_for_the_digest(newsroom: Newsroom, stand_in: StandIn) -> None:
    with events_told():
        newsroom.published(alert="selected")
    work()
    assert Announcement.objects.get().state == State.DIGEST
    assert stand_in.calls == []


def test_a_channel_may_get_selected_articles_at_once(newsroom: Newsroom, channel: Channel, stand_in: StandIn) -> None:
    Channel.objects.update(gets_selected=True)
    with events_told():
        newsroom.published(alert="selected")
    work()
    assert len(stand_in.chats.standing()) == 1


def test_what_is_raised_to_breaking_reaches_the_channels_that_had_nothing_yet(
    newsroom: Newsroom, stand_in: StandIn
) -> None:
    Channel.objects.create(name="All", chat="@wartaall", gets_selected=True)
    with events_told():
        article = newsroom.published(alert="selected")
    article.alert = "breaking"
    corrected(article, article.title)
    assert len(stand_in.chats.standing("@warta")) == len(stand_in.chats.standing("@wartaall")) == 1


def test_a_channel_gets_only_its_sections_and_its_language(newsroom: Newsroom, stand_in: StandIn) -> None:
    Channel.objects.update(language="id")
    world = Channel.objects.create(name="World", chat="@wartaworld")
    world.sections.add(newsroom.world)
    with events_told():
        newsroom.published(alert="breaking", language="en", section=newsroom.world)
        newsroom.published("Harga beras naik", alert="breaking", language="id")
    work()
    assert [post.text.splitlines()[0] for post in stand_in.chats.standing("@wartaworld")] == ["Ministers agree"]
    assert [post.text.splitlines()[0] for post in stand_in.chats.standing("@warta")] == ["Harga beras naik"]


def test_an_article_without_an_alert_is_not_announced(newsroom: Newsroom) -> None:
    with events_told():
        newsroom.published()
    assert not Announcement.objects.exists()


def test_a_draft_is_not_announced(newsroom: Newsroom) -> None:
    with events_told():
        article = newsroom.draft(alert="breaking")
    assert announce(article.pk) is None
    assert announce_missing() == 0


def test_scheduling_announces_nothing_until_it_is_live(newsroom: Newsroom, stand_in: StandIn) -> None:
    with events_told():
        article = newsroom.scheduled(alert="breaking", at=now() + timedelta(hours=1))
        announce_missing()
    assert not Announcement.objects.exists()
    make_due(article, now() - timedelta(seconds=1))
    with events_told():
        act_on_time()
    work()
    assert len(stand_in.chats.standing()) == 1


def test_copying_announces_nothing(breaking: ArticlePage, newsroom: Newsroom, stand_in: StandIn) -> None:
    with events_told():
        breaking.copy(update_attrs={"slug": "copy"}, keep_live=True, copy_revisions=False)
        announce_missing()
    work()
    assert len(stand_in.chats.standing()) == 1


def test_saving_a_published_article_announces_nothing_again(breaking: ArticlePage, stand_in: StandIn) -> None:
    with events_told():
        breaking.save_revision()
        breaking.save()
    announce_missing()
    work()
    assert len(stand_in.calls) == 1


@pytest.mark.parametrize("origin", [Origin.IMPORT, Origin.DEMO])
def test_what_was_imported_or_brought_as_demonstration_is_not_announced(newsroom: Newsroom, origin: Origin) -> None:
    with events_told():
        newsroom.published(alert="breaking", origin=origin)
    announce_missing()
    assert not Announcement.objects.exists()


def test_the_sweep_finds_what_no_signal_told_of(newsroom: Newsroom, stand_in: StandIn) -> None:
    newsroom.published(alert="breaking")
    announce_missing()
    announce_missing()
    work()
    assert len(stand_in.chats.standing()) == 1


def test_the_sweep_leaves_yesterday_s_news_alone(newsroom: Newsroom) -> None:
    newsroom.published(alert="breaking")
    with clock_at(now() + timedelta(hours=25)):
        announce_missing()
    assert not Announcement.objects.exists()


def test_one_article_that_fails_does_not_keep_the_others_waiting(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = newsroom.published(alert="breaking"), newsroom.published("Sound", alert="breaking")
    _fail_on(broken.pk, monkeypatch)
    announce_missing()
    assert Announcement.objects.get().article_id == sound.pk


def _fail_on(pk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(article: ArticlePage) -> str:
        if article.pk == pk:
            raise OSError
        return fingerprint_of(article)

    monkeypatch.setattr("warta.alerts.services.fingerprint_of", failing)


def test_a_correction_edits_the_post_in_place(breaking: ArticlePage, stand_in: StandIn) -> None:
    corrected(breaking, "Ministers disagree")
    [post] = stand_in.chats.standing()
    assert post.text.startswith("Ministers disagree")
    assert len(post.history) == 1


def test_a_correction_note_shows_in_the_post(breaking: ArticlePage, stand_in: StandIn) -> None:
    breaking.corrections.add(Correction(text="It was by telephone.", corrected_at=now()))
    corrected(breaking, breaking.title)
    assert len(stand_in.chats.standing()[0].text.splitlines()) > 5


def test_a_change_that_the_post_does_not_show_edits_nothing(breaking: ArticlePage, stand_in: StandIn) -> None:
    breaking.body = [("paragraph", "<p>More words.</p>")]
    corrected(breaking, breaking.title)
    assert len(stand_in.calls) == 1


def test_a_correction_that_no_signal_told_of_is_found_by_the_sweep(breaking: ArticlePage, stand_in: StandIn) -> None:
    breaking.title = "Ministers disagree"
    breaking.save_revision().publish()
    announce_missing()
    work()
    assert stand_in.chats.standing()[0].text.startswith("Ministers disagree")
    assert announce_missing() == 0


def test_there_and_back_again_is_edited_twice(breaking: ArticlePage, stand_in: StandIn) -> None:
    corrected(breaking, "Ministers disagree")
    corrected(breaking, "Ministers agree")
    assert len(stand_in.calls_of("editMessageText")) == 2
    assert announce_correction(breaking.pk) == 0


def test_withdrawing_removes_the_post(breaking: ArticlePage, stand_in: StandIn) -> None:
    with events_told():
        withdraw(breaking.pk, reason="It was not so.")
    work()
    assert stand_in.chats.standing() == []
    assert Announcement.objects.get().state == State.WITHDRAWN


def test_a_post_too_old_to_remove_says_why_the_article_was_withdrawn(breaking: ArticlePage, stand_in: StandIn) -> None:
    stand_in.chats.age()
    with events_told():
        withdraw(breaking.pk, reason="It was not so.")
    work()
    [post] = stand_in.chats.standing()
    assert "It was not so." in post.text
    assert "Ministers agree" not in post.text


def test_what_is_withdrawn_before_it_left_never_leaves(newsroom: Newsroom, stand_in: StandIn) -> None:
    with events_told():
        article = newsroom.published(alert="breaking")
    with events_told():
        withdraw(article.pk, reason="It was not so.")
    work()
    assert stand_in.calls == []


def test_a_withdrawal_that_no_signal_told_of_is_found_by_the_sweep(breaking: ArticlePage, stand_in: StandIn) -> None:
    withdraw(breaking.pk, reason="It was not so.")
    announce_missing()
    work()
    assert stand_in.chats.standing() == []


def test_the_post_of_a_deleted_article_is_removed(breaking: ArticlePage, stand_in: StandIn) -> None:
    breaking.delete()
    announce_missing()
    work()
    assert stand_in.chats.standing() == []
    assert Announcement.objects.get().headline == "Ministers agree"


def test_a_stopped_announcement_sends_nothing_more(newsroom: Newsroom, stand_in: StandIn) -> None:
    with events_told():
        newsroom.published(alert="breaking")
    assert stop(Announcement.objects.get(), by=newsroom.budi)
    assert not stop(Announcement.objects.get(), by=newsroom.budi)
    work()
    assert stand_in.calls == []


def test_after_an_outage_one_word_settles_all(newsroom: Newsroom, stand_in: StandIn) -> None:
    Channel.objects.create(name="Second", chat="@wartasecond")
    stand_in.faults.order(Fault.DROP_BEFORE, Fault.ERROR_BEFORE)
    with events_told():
        newsroom.published(alert="breaking")
    work()
    announcement = Announcement.objects.get()
    assert announcement.state == State.RUNNING
    assert settle_all_unknown(announcement.subject, "send_again", by=newsroom.budi) == 2
    work()
    announcement.refresh_from_db()
    assert announcement.state == State.DONE
    assert len(stand_in.chats.standing()) == 2
    assert stand_in.chats.doubles() == {}


def test_a_channel_taken_out_of_use_gets_nothing_more(newsroom: Newsroom, stand_in: StandIn) -> None:
    with events_told():
        newsroom.published(alert="breaking")
    Channel.objects.update(is_active=False)
    work()
    assert stand_in.calls == []
    assert only_delivery().state == DeliveryState.CANCELLED


def test_restoring_a_backup_announces_nothing_by_itself(newsroom: Newsroom, stand_in: StandIn) -> None:
    with events_told():
        newsroom.published("Told", alert="breaking")
    newsroom.published("Not told yet", alert="breaking")
    hold_everything()
    release()
    announce_missing()
    work()
    assert stand_in.calls == []
    sends = Delivery.objects.filter(operation=Operation.SEND)
    assert set(sends.values_list("state", flat=True)) == {DeliveryState.UNKNOWN}


def test_one_variable_is_enough_to_have_a_channel(settings: Settings) -> None:
    settings.TELEGRAM_CHANNEL = "https://t.me/warta_news"
    ensure_default_channel()
    ensure_default_channel()
    assert Channel.objects.filter(chat="@warta_news").count() == 1
