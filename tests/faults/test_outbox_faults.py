"""Publishers and workers killed at random moments, Telegram failing at random: nothing lost, nothing doubled unseen."""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext, ForkServerProcess
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from tests.telegram_standin import Fault, StandIn
from warta.alerts.models import Announcement, Channel
from warta.articles.models import ArticlePage
from warta.articles.tests.newsroom import Newsroom
from warta.outbox.models import Delivery, State
from warta.outbox.services import send_again

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

# Each round kills one process; `make faults` asks for many more.
ROUNDS = int(os.environ.get("WARTA_FAULT_ROUNDS", "12"))
SEED = int(os.environ.get("WARTA_FAULT_SEED", "2017"))
ARTICLES_PER_ROUND = 2
PATIENCE_SECONDS = 120
TOKEN = "42:abcdefghijklmnopqrstuvwx"
MISCHIEF = {
    Fault.NONE: 60, Fault.FLOOD: 10, Fault.ERROR_BEFORE: 4, Fault.ERROR_AFTER: 4, Fault.HANG: 2, Fault.DROP_BEFORE: 5,
    Fault.DROP_AFTER: 5, Fault.SLOW: 10,
}  # fmt: skip


def database_address() -> str:
    """The test's database, for the processes it starts."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{quote(str(database['NAME']))}"
    person = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}@" if database["USER"] else ""
    host = f"?host={quote(database['HOST'])}" if str(database["HOST"]).startswith("/") else ""
    where = "" if host else f"{database['HOST']}"
    return f"postgres://{person}{where}:{database['PORT'] or 5432}/{database['NAME']}{host}"


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with StandIn().running() as running:
        yield running


@pytest.fixture
def context(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> ForkServerContext:
    monkeypatch.setenv("WARTA_HOME", str(settings.HOME))
    monkeypatch.setenv("WARTA_DATABASE_URL", database_address())
    monkeypatch.setenv("WARTA_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("WARTA_TELEGRAM_API", stand_in.base)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "warta.project.settings")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["tests.faults.outbox_actors"])
    return found


class Cast:
    """Two workers and a publisher, started again when killed."""

    def __init__(self, context: ForkServerContext, article_ids: list[int]) -> None:
        from tests.faults import outbox_actors  # not before the environment is set

        self.context = context
        self.parts: list[tuple[Callable[..., None], tuple[object, ...]]] = [
            (outbox_actors.work, ()),
            (outbox_actors.work, ()),
            (outbox_actors.publish, (article_ids,)),
        ]
        self.players: list[ForkServerProcess] = [self._start(part) for part in range(len(self.parts))]

    def _start(self, part: int) -> ForkServerProcess:
        target, given = self.parts[part]
        player = self.context.Process(target=target, args=given, daemon=True)
        player.start()
        return player

    def kill_one(self, dice: random.Random) -> None:
        part = dice.randrange(len(self.parts))
        self._kill(part)
        self.players[part] = self._start(part)

    def _kill(self, part: int) -> None:
        self.players[part].kill()
        self.players[part].join()

    def publish_the_rest(self) -> None:
        self._kill(2)
        self.players[2] = self._start(2)

    def kill_all(self) -> None:
        for part in range(len(self.parts)):
            self._kill(part)


@contextmanager
def playing(context: ForkServerContext, article_ids: list[int]) -> Iterator[Cast]:
    cast = Cast(context, article_ids)
    try:
        yield cast
    finally:
        cast.kill_all()


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    """However long it takes: raises AssertionError when nothing moves any more."""
    stands, moved_at = told(), time.monotonic()
    while not is_so():
        before, stands = stands, told()
        moved_at = moved_at if stands == before else time.monotonic()
        assert time.monotonic() - moved_at < PATIENCE_SECONDS, f"{what} did not come about: {stands}"
        time.sleep(0.1)


def told() -> Counter[str]:
    return Counter(Delivery.objects.values_list("state", flat=True))


def is_quiet(article_ids: list[int], channels: int) -> bool:
    """All is announced, and every delivery came to rest."""
    settled = (State.SENT, State.UNKNOWN)
    rested = Delivery.objects.filter(state__in=settled).count()
    return (
        Announcement.objects.filter(article_id__in=article_ids).count() == len(article_ids)
        and rested == Delivery.objects.count() == len(article_ids) * channels
    )


def posts_of(stand_in: StandIn) -> Counter[tuple[str, str]]:
    return Counter((post.chat, post.link) for post in stand_in.chats.posts)


def expected_posts(channels: dict[str, str]) -> dict[tuple[str, str], Delivery]:
    """Where each delivery's post belongs: (chat, link)."""
    links = {item.subject: settings.SITE_URL + item.article.address for item in Announcement.objects.all()}  # type: ignore[union-attr]
    return {(channels[d.destination], links[d.subject]): d for d in Delivery.objects.all()}


def test_nothing_is_lost_and_nothing_is_doubled_unseen(context: ForkServerContext, stand_in: StandIn) -> None:
    dice = random.Random(SEED)
    newsroom = Newsroom()
    channels = [Channel.objects.create(name=name, chat=f"@{name}") for name in ("wartaone", "wartatwo", "wartathree")]
    chats = {channel.key: channel.chat for channel in channels}
    article_ids = [newsroom.draft(f"News {n}", alert="breaking").pk for n in range(ROUNDS * ARTICLES_PER_ROUND)]
    stand_in.faults.throw_dice(MISCHIEF, seed=SEED)
    with playing(context, article_ids) as cast:
        for _ in range(ROUNDS):
            time.sleep(dice.uniform(0.02, 0.6))
            cast.kill_one(dice)
        wait_until(lambda: _published(cast, article_ids), "publishing")
        wait_until(lambda: is_quiet(article_ids, len(channels)), "quiet")
        stand_in.faults.clear()
        check_each_post(stand_in, chats)
        settle_by_sending_again(stand_in, chats, article_ids)


def _published(cast: Cast, article_ids: list[int]) -> bool:
    if not cast.players[2].is_alive():
        cast.publish_the_rest()
    return ArticlePage.objects.filter(pk__in=article_ids, live=True).count() == len(article_ids)


def check_each_post(stand_in: StandIn, chats: dict[str, str]) -> None:
    """Sent means there once; unknown means there once or not at all; and nothing else is there."""
    posts = posts_of(stand_in)
    expected = expected_posts(chats)
    assert set(posts) <= set(expected)
    for place, delivery in expected.items():
        assert posts[place] in ((1,) if delivery.state == State.SENT else (0, 1)), (delivery, delivery.state)


def settle_by_sending_again(stand_in: StandIn, chats: dict[str, str], article_ids: list[int]) -> None:
    """After an editor's word, a double is only where the newsroom was shown that nobody knew."""
    was_unknown = set(Delivery.objects.filter(state=State.UNKNOWN).values_list("pk", flat=True))
    assert was_unknown, "the round was too kind; choose another seed"
    for pk in was_unknown:
        send_again(pk)
    wait_until(lambda: Delivery.objects.filter(state=State.SENT).count() == len(article_ids) * len(chats), "all sent")
    posts = posts_of(stand_in)
    for place, delivery in expected_posts(chats).items():
        assert posts[place] in ((1, 2) if delivery.pk in was_unknown else (1,))
