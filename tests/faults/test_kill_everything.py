"""Any process may be killed at any moment of publishing, pressing and sending."""

from __future__ import annotations

import json
import os
import random
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.ordeal import CHANNEL, TOKEN, Ordeal, wait_until
from tests.places import a_place
from tests.telegram_standin import StandIn

ROUNDS = int(os.environ.get("WARTA_FAULT_ROUNDS", "6"))
SEED = int(os.environ.get("WARTA_FAULT_SEED", "20171228"))

pytestmark = pytest.mark.fault

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
        done = place.warta("prepare")
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

    standing = settled(ordeal)
    published = ordeal.published()
    assert_no_article_lost(standing, published)
    assert_every_announcement_told(ordeal, standing, published)
    assert_no_page_stale(ordeal, standing, published)


def settled(ordeal: Ordeal) -> dict[str, dict[str, list[object]]]:
    """How everything stands once the sweeps have caught up with what was killed."""
    found: list[dict[str, dict[str, list[object]]]] = []

    def is_settled() -> bool:
        found.append(json.loads(ordeal.place.python(STANDING)))
        now = found[-1]
        live = {number for number, (_, _, is_live) in now["articles"].items() if is_live}
        return not now["stale"] and not now["open"] and live <= now["sent"].keys()

    wait_until(is_settled, "everything to settle", 180)
    return found[-1]


def assert_no_article_lost(standing: dict[str, dict[str, list[object]]], published: dict[int, str]) -> None:
    lost = {number for number in published if not standing["articles"].get(str(number), ["", "", False])[2]}
    assert lost == set()


def assert_every_announcement_told(
    ordeal: Ordeal, standing: dict[str, dict[str, list[object]]], published: dict[int, str]
) -> None:
    assert ordeal.telegram.chats.doubles() == {}
    posts = {post.link.split("/")[-2]: post for post in ordeal.telegram.chats.posts}
    for number in published:
        sending = [state for operation, state in standing["sent"][str(number)] if operation == "send"]  # type: ignore[misc]
        assert sending, f"article {number} was never announced"
        assert sending[0] in ("sent", "unknown"), f"the announcement of {number} is {sending[0]}"
        assert sending[0] == "unknown" or str(number) in posts, f"{number} is said to be sent and is not there"


def assert_no_page_stale(
    ordeal: Ordeal, standing: dict[str, dict[str, list[object]]], published: dict[int, str]
) -> None:
    for number in published:
        title, address, _ = standing["articles"][str(number)]
        assert str(title) in ordeal.page(str(address)), f"{address} does not say {title}"
    newest = max(published)
    assert str(standing["articles"][str(newest)][0]) in ordeal.page("/")
