"""A backlog is left to the process apart, which works it off."""

from __future__ import annotations

import pytest

from warta.importing.generating import generate_articles
from warta.linking import catching_up
from warta.linking.models import Gathered

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_workers_own_steps_rest_while_much_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching_up, "FEW", 5)
    generate_articles(4, seed=1)
    assert catching_up.unless_behind(lambda: 7)() == 7
    assert catching_up.backlog() == 0
    generate_articles(4, seed=2)
    assert catching_up.unless_behind(lambda: 7)() == 0
    assert catching_up.backlog() > 0


def test_it_ends_when_only_a_few_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching_up, "FEW", 5)
    generate_articles(8, seed=1)
    waiting = iter([True, True, False])
    monkeypatch.setattr(catching_up, "is_behind", lambda: next(waiting))
    catching_up.catch_up()
    assert Gathered.objects.count() == 8


def test_it_does_not_wait_for_ever_for_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching_up, "FEW", 1)
    monkeypatch.setattr(catching_up, "STEPS", (lambda: 0,))
    monkeypatch.setattr(catching_up, "IDLE_SECONDS", 0.0)
    generate_articles(3, seed=1)
    catching_up.catch_up()
    assert catching_up.is_behind()
