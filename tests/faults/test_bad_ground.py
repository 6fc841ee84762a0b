"""What Warta stands on gives way: the disk, the database, the port, Telegram. One sentence each, and nothing lost."""

from __future__ import annotations

import json
import resource
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.faults.ordeal import CHANNEL, TOKEN, wait_until
from tests.places import PROGRAM, ROOT, Place, a_place
from tests.telegram_standin import StandIn

pytestmark = pytest.mark.fault

PUBLISH = """
from warta.articles.models import Alert, ArticlePage, SectionPage
article = ArticlePage(title="Kabar yang tidak boleh hilang", live=False, alert=Alert.BREAKING)
SectionPage.objects.live().first().add_child(instance=article)
article.save_revision().publish()
print(article.pk)
"""
STATES = "from warta.outbox.models import Delivery; print(list(Delivery.objects.values_list('state', flat=True)))"
TITLES = "from warta.articles.models import ArticlePage; print(ArticlePage.objects.live().count())"


@pytest.fixture(scope="module")
def telegram() -> Iterator[StandIn]:
    with StandIn(token=TOKEN).running() as stand_in:
        yield stand_in


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, telegram: StandIn) -> Iterator[Place]:
    with a_place(
        tmp_path_factory.mktemp("site"),
        WARTA_TELEGRAM_TOKEN=TOKEN, WARTA_TELEGRAM_API=telegram.base, WARTA_TELEGRAM_CHANNEL=CHANNEL,
    ) as place:  # fmt: skip
        done = place.warta("prepare")
        assert done.returncode == 0, done.stderr
        yield place


@contextmanager
def a_worker(place: Place, log: Path) -> Iterator[Callable[[], str]]:
    """`warta work` in the background; gives what it said so far."""
    with log.open("wb") as target:
        process = subprocess.Popen(
            [*PROGRAM, "work"], cwd=ROOT, env=place.environment, stdout=target, stderr=subprocess.STDOUT
        )
        try:
            wait_until(lambda: '"working"' in log.read_text() or "waiting" in log.read_text(), "the worker to begin")
            yield log.read_text
        finally:
            process.terminate()
            assert process.wait(20) == 0


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = Place(tmp_path).warta("up", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr.startswith(f"warta: Port {port} on 127.0.0.1 is in use")
    assert len(done.stderr.splitlines()) == 1


def test_a_wrong_setting_stops_up_with_one_sentence(tmp_path: Path) -> None:
    done = Place(tmp_path, {"WARTA_LANGUAGE": "fr", "WARTA_PORT": str(_free_port())}).warta("up")
    assert done.returncode == 2
    assert done.stderr == "warta: WARTA_LANGUAGE must be one of id, en, not 'fr'.\n"


def test_a_refused_token_loses_nothing_and_sends_when_it_is_mended(
    site: Place, telegram: StandIn, tmp_path: Path
) -> None:
    before = len(telegram.chats.posts)
    refused = Place(site.home, {**site.settings, "WARTA_TELEGRAM_TOKEN": TOKEN.replace("A", "B")})
    with a_worker(refused, tmp_path / "refused.log"):
        refused.python(PUBLISH)
        wait_until(lambda: "does not accept the bot" in refused.warta("doctor").stdout, "the channel to be paused")
        assert len(telegram.chats.posts) == before
    with a_worker(site, tmp_path / "mended.log"):
        wait_until(lambda: len(telegram.chats.posts) == before + 1, "the post to arrive")
    assert telegram.chats.doubles() == {}


@pytest.mark.sqlite
def test_a_locked_database_is_waited_for_and_nothing_is_lost(site: Place, tmp_path: Path) -> None:
    titles = int(site.python(TITLES))
    with a_worker(site, tmp_path / "work.log"):
        with closing(sqlite3.connect(site.home / "warta.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            writing = site.start("shell", "--no-imports", "-c", PUBLISH)
            time.sleep(3)  # the lock is held while the others want to write
            other.execute("ROLLBACK")
        said = writing.communicate(timeout=60)[0]
        assert writing.returncode == 0, said
    assert int(site.python(TITLES)) == titles + 1


def test_a_database_away_is_waited_for_without_spinning(tmp_path: Path) -> None:
    place = Place(tmp_path, {"WARTA_DATABASE_URL": "postgres://warta:rahasia@127.0.0.1:9/warta"})
    with a_worker(place, tmp_path / "work.log") as said:
        time.sleep(4)
    lines = [json.loads(line) for line in said().splitlines()]
    waiting = [line for line in lines if line["message"] == "waiting for the database"]
    assert 1 <= len(waiting) <= 4
    assert "doesn't answer" in waiting[0]["trouble"]
    assert "rahasia" not in said()


@pytest.mark.sqlite
def test_a_full_disk_is_said_and_what_was_there_stays(site: Place) -> None:
    titles = site.python(TITLES)
    size = (site.home / "warta.sqlite3").stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (min(size, 60_000), hard))  # no file may grow: as good as a full disk
    try:
        done = site.warta("import", "jsonl", str(_an_article(site.home)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert site.python(TITLES) == titles
    assert site.warta("import", "jsonl", str(_an_article(site.home))).returncode == 0
    assert int(site.python(TITLES)) == int(titles) + 1


def _an_article(folder: Path) -> Path:
    file = folder / "one.jsonl"
    article = {
        "id": "penuh-1", "url": "https://lama.example/1", "title": "Disk penuh",
        "published": "2020-10-01T07:00:00+07:00",
        "section": "Nasional", "author": "Budi", "body": "Satu paragraf.",
    }  # fmt: skip
    file.write_text(json.dumps(article) + "\n", encoding="utf-8")
    return file


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
