"""Any process may be killed at any moment of publishing, pressing and sending."""

from __future__ import annotations

import json
import os
import random
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.ordeal import CHANNEL, TOKEN, Ordeal, wait_until
from tests.places import a_place
from tests.telegram_standin import StandIn

ROUNDS = int(os.environ.get("WARTA_FAULT_ROUNDS", "6"))
STILL_SECONDS = 180
SEED = int(os.environ.get("WARTA_FAULT_SEED", "20171228"))

pytestmark = pytest.mark.fault

# What the worker does each minute anyway.
SWEEP = "from warta.press.upkeep import sweep; sweep()"
STANDING = """
import json
from warta.articles.models import ArticlePage
from warta.outbox.models import Delivery
from warta.press.models import PressedPage
from warta.alerts.models import Announcement
articles = {a.pk: [a.title, a.address, a.live] for a in ArticlePage.objects.all()}
sent = {}
for row in Announcement.objects.all():
    sent[row.article_id] = [[d.operation, d.state] for d in Delivery.objects.filter(subject=row.subject)]
print(json.dumps({"articles": articles, "sent": sent,
    "stale": PressedPage.objects.exclude(stale_since=None).count(),
    "open": Delivery.objects.filter(state__in=["pending", "retry", "claimed"]).count()}))
"""


@pytest.fixture
def ordeal(tmp_path: Path) -> Iterator[Ordeal]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with (
        StandIn().running() as telegram,
        a_place(
            tmp_path / "home",
            WARTA_TELEGRAM_TOKEN=TOKEN,
            WARTA_TELEGRAM_API=telegram.base,
            WARTA_TELEGRAM_CHANNEL=CHANNEL,
            WARTA_PORT=str(port),
        ) as place,
    ):
        for command in (("prepare",), ("member", "add", "ana@warta.example", "--superuser"), ("prepare",)):
            done = place.warta(*command)  # a site with nobody to sign in would be prepared at each start
            assert done.returncode == 0, done.stderr
        trial = Ordeal(place, telegram, port, SEED, tmp_path / "journal")
        try:
            trial.begin()
            yield trial
        finally:
            trial.end()


def test_nothing_is_lost_stale_or_doubled_whatever_is_killed(ordeal: Ordeal) -> None:
    wait_until(lambda: bool(ordeal.published()), "the first article")
    dice = random.Random(SEED)

    for _ in range(ROUNDS):
        ordeal.kill_one(dice)
    ordeal.end_writing()
    wait_until(ordeal.is_ready, "the site to be ready again")

    ordeal.place.python(SWEEP)
    standing = settled(ordeal)
    published = ordeal.published()
    assert_no_article_lost(standing, published)
    assert_every_announcement_told(ordeal, standing, published)
    assert_no_page_stale(ordeal, standing, published)


@dataclass(frozen=True)
class Standing:
    """How the site stands: each article's title, address and whether it is live; its deliveries; what is still open."""

    articles: dict[int, tuple[str, str, bool]]
    deliveries: dict[int, list[tuple[str, str]]]
    stale: int
    unsettled: int

    @classmethod
    def of(cls, ordeal: Ordeal) -> Standing:
        said = json.loads(ordeal.place.python(STANDING))
        return cls(
            {int(number): (str(a[0]), str(a[1]), bool(a[2])) for number, a in said["articles"].items()},
            {int(number): [(str(o), str(s)) for o, s in rows] for number, rows in said["sent"].items()},
            int(said["stale"]),
            int(said["open"]),
        )

    @property
    def is_settled(self) -> bool:
        live = {number for number, (_title, _address, is_live) in self.articles.items() if is_live}
        return not self.stale and not self.unsettled and live <= self.deliveries.keys()


def settled(ordeal: Ordeal) -> Standing:
    """How everything stands once the sweeps have caught up with what was killed.

    However much that is: raises AssertionError when nothing moves any more.
    """
    standing, moved_at = Standing.of(ordeal), time.monotonic()
    while not standing.is_settled:
        before, standing = standing, Standing.of(ordeal)
        moved_at = moved_at if standing == before else time.monotonic()
        still = f"{standing.stale} pages stale, {standing.unsettled} deliveries open"
        assert time.monotonic() - moved_at < STILL_SECONDS, f"nothing moves any more: {still}"
        time.sleep(0.5)
    return standing


def assert_no_article_lost(standing: Standing, published: dict[int, str]) -> None:
    live = {number for number, (_title, _address, is_live) in standing.articles.items() if is_live}
    assert set(published) - live == set()


def assert_every_announcement_told(ordeal: Ordeal, standing: Standing, published: dict[int, str]) -> None:
    """Sent once and there, or shown as unknown; never twice."""
    assert ordeal.telegram.chats.doubles() == {}
    posted = {int(post.link.split("/")[-2]) for post in ordeal.telegram.chats.posts}
    for number in published:
        states = [state for operation, state in standing.deliveries[number] if operation == "send"]
        assert states in (["sent"], ["unknown"]), f"the announcement of {number} is {states}"
        assert states == ["unknown"] or number in posted, f"{number} is said to be sent and is not there"


def assert_no_page_stale(ordeal: Ordeal, standing: Standing, published: dict[int, str]) -> None:
    for number in published:
        title, address, _is_live = standing.articles[number]
        assert title in ordeal.page(address), f"{address} does not say {title}"
    newest, _address, _is_live = standing.articles[max(published)]
    assert newest in ordeal.page("/")
