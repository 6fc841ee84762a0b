from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from warta.lib.tallies import tally
from warta.operations import health
from warta.operations.access import may_read_metrics

LOCAL = {"REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture(autouse=True)
def _fresh_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrated_until", 0.0)


def test_a_living_process_says_so_without_a_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"alive\n")


@pytest.mark.django_db
def test_a_site_with_all_it_needs_is_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready\n")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_missing_migrations_make_it_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "unapplied_migrations", lambda: ["articles.0009_more"])
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert b"lacks 1 migrations" in answer.content


@pytest.mark.django_db
def test_a_database_that_is_away_makes_it_not_ready_and_names_no_host(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> list[str]:
        raise OperationalError('connection to server at "10.1.2.3" failed')

    monkeypatch.setattr(health, "unapplied_migrations", away)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert b"10.1.2.3" not in answer.content


@pytest.mark.django_db
def test_a_store_that_takes_no_writes_makes_it_not_ready(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.PRESS_ROOT = tmp_path / "file"
    settings.PRESS_ROOT.write_text("")
    assert client.get("/readyz").status_code == 503


def test_metrics_are_for_the_bearer_of_the_token() -> None:
    assert may_read_metrics({**LOCAL, "HTTP_AUTHORIZATION": "Bearer right"}, token="right")
    assert not may_read_metrics({**LOCAL, "HTTP_AUTHORIZATION": "Bearer wrong"}, token="right")
    assert not may_read_metrics(LOCAL, token="right")


def test_without_a_token_metrics_are_for_this_machine_alone_and_not_through_a_proxy() -> None:
    assert may_read_metrics(LOCAL, token="")
    assert not may_read_metrics({"REMOTE_ADDR": "203.0.113.5"}, token="")
    assert not may_read_metrics({**LOCAL, "HTTP_X_FORWARDED_FOR": "203.0.113.5"}, token="")
    assert not may_read_metrics({"REMOTE_ADDR": ""}, token="")


@pytest.mark.django_db
def test_metrics_say_how_everything_fares(client: Client) -> None:
    tally("front_requests", outcome="pressed")
    page = client.get("/metrics").content.decode()
    for name in (
        'warta_outbox_deliveries{state="pending"} 0.0',
        "warta_outbox_oldest_waiting_seconds 0.0",
        "warta_schedules_overdue 0.0",
        "warta_pages_stale 0.0",
        "warta_articles_live",
        "warta_disk_free_bytes",
        'warta_front_requests_total{outcome="pressed"',
    ):
        assert name in page


@pytest.mark.django_db
def test_metrics_are_refused_to_strangers(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "a-token"
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"authorization": "Bearer a-token"}).status_code == 200
