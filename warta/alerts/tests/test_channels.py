from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client, TestCase
from pytest_django.fixtures import Settings

from warta.alerts.checks import check_telegram
from warta.alerts.invitation import box_after_article, line_in_footer
from warta.alerts.messages import site_is_public
from warta.alerts.models import Channel, Kind
from warta.alerts.permissions import let_set_channels
from warta.articles.tests.newsroom import Newsroom

CONTEXT = {"site_name": "Warta"}


@pytest.mark.parametrize(
    ("written", "chat"),
    [
        ("@warta", "@warta"),
        (" https://t.me/warta ", "@warta"),
        ("t.me/s/warta", "@warta"),
        ("-1001234567890", "-1001234567890"),
    ],
)
def test_a_channel_is_named_in_any_way_people_copy_it(written: str, chat: str) -> None:
    channel = Channel(name="Warta", chat=written, is_shown_to_readers=False)
    channel.clean()
    assert channel.chat == chat


@pytest.mark.parametrize("written", ["warta", "@a", "https://example.org/warta", "@warta news"])
def test_what_names_no_chat_is_refused(written: str) -> None:
    with pytest.raises(ValidationError, match="such as @warta"):
        Channel(name="Warta", chat=written).clean()


def test_readers_can_not_be_invited_to_a_private_channel_without_a_link() -> None:
    with pytest.raises(ValidationError, match="invitation link"):
        Channel(name="Warta", chat="-1001234567890").clean()


@pytest.mark.django_db
def test_without_a_channel_there_is_no_invitation() -> None:
    Channel.objects.create(name="Old", chat="@oldwarta", is_active=False)
    assert box_after_article(CONTEXT) == line_in_footer(CONTEXT) == ""


@pytest.mark.django_db
def test_the_invitation_helps_those_with_the_app_and_those_without() -> None:
    Channel.objects.create(name="Warta", chat="@warta")
    box = box_after_article(CONTEXT)
    for wanted in (
        'href="https://t.me/warta"',
        'href="https://t.me/s/warta"',
        "<svg",
        "play.google.com",
        "apps.apple.com",
    ):
        assert wanted in box
    assert "https://t.me/s/warta" in line_in_footer(CONTEXT)


@pytest.mark.django_db
def test_a_group_says_who_may_write_and_how_to_join() -> None:
    Channel.objects.create(
        name="Pembaca", chat="-1001234567890", kind=Kind.GROUP, writing="approved",
        invite_link="https://t.me/+abc", joining="Ask <b>at</b> the door.",
    )  # fmt: skip
    box = box_after_article(CONTEXT)
    assert "Ask &lt;b&gt;at&lt;/b&gt; the door." in box
    assert 'href="https://t.me/+abc"' in box
    assert "t.me/s/" not in box


@pytest.mark.django_db
def test_a_changed_channel_changes_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    changes: list[str] = []
    monkeypatch.setattr("warta.alerts.receivers.site_changed", lambda: changes.append("site"))
    channel = Channel.objects.create(name="Warta", chat="@warta")
    channel.delete()
    assert changes == ["site", "site"]


def test_channels_are_set_in_the_newsroom_by_those_who_may(newsroom: Newsroom) -> None:
    client = Client()
    client.force_login(newsroom.budi)
    assert client.get("/newsroom/alerts/channels/").status_code == 302
    let_set_channels(newsroom.budi.groups.get())
    assert client.get("/newsroom/alerts/channels/").status_code == 200
    with TestCase.captureOnCommitCallbacks(execute=False):
        client.post(
            "/newsroom/alerts/channels/new/",
            {"name": "Warta", "kind": "channel", "chat": "https://t.me/warta", "is_active": "on", "gets_breaking": "on",
             "is_shown_to_readers": "on", "writing": "newsroom", "position": "1"},
        )  # fmt: skip
    assert Channel.objects.get().chat == "@warta"


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("https://warta.id", True),
        ("http://warta.id", False),
        ("https://warta.local", False),
        ("https://10.0.0.7", False),
        ("https://localhost", False),
    ],
)
def test_pictures_are_named_by_address_only_where_the_internet_finds_them(
    settings: Settings, address: str, is_public: bool
) -> None:
    settings.SITE_URL, settings.IS_SECURE = address, address.startswith("https")
    assert site_is_public() is is_public


def test_wrong_settings_are_told_in_words(settings: Settings) -> None:
    settings.TELEGRAM_TOKEN, settings.TELEGRAM_CHANNEL = "secret-and-wrong", "our channel"
    said = " ".join(str(warning.msg) for warning in check_telegram(None))
    assert "@BotFather" in said
    assert "WARTA_TELEGRAM_CHANNEL" in said
    assert "secret-and-wrong" not in said
