"""What is pressed, what is refused, and what happens when something changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client

from warta.lib.clock import clock_at, now
from warta.press import ports, pressing, rendering, services, upkeep
from warta.press.models import PressedPage, PressState, TagChange
from warta.press.tests import urls

pytestmark = pytest.mark.usefixtures("site")
HOST = "127.0.0.1:8000"


def ask(path: str, host: str = HOST, **headers: str) -> Any:
    return Client(headers={"host": host, **headers}).get(path)


def kept(path: str) -> str | None:
    copy = pressing.store().read(path)
    return copy.bodies["identity"].decode() if copy else None


def test_the_first_to_ask_has_the_page_pressed_and_the_second_gets_it_from_the_store() -> None:
    first, second = ask("/"), ask("/")
    assert first.content == second.content
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert urls.rendered == ["/"]
    page = PressedPage.objects.get(path="/")
    assert page.stale_since is None
    assert set(page.tags.values_list("tag", flat=True)) == {"list:home", "article:1", "article:2"}


def test_nothing_of_the_request_reaches_a_pressed_page() -> None:
    answer = ask("/greedy/?secret=1", cookie="sessionid=secret", user_agent="secret")
    assert "secret" not in answer.content.decode()
    assert kept("/greedy/") == answer.content.decode()


@pytest.mark.parametrize("path", ["/form/", "/me/"])
def test_an_answer_that_depends_on_who_asks_is_served_but_never_kept(path: str) -> None:
    assert ask(path).status_code == 200
    assert kept(path) is None
    assert not PressedPage.objects.exists()


def test_someone_signed_in_gets_the_same_page() -> None:
    client = Client(headers={"host": HOST})
    client.force_login(get_user_model().objects.create(email="ana@example.org"))
    assert client.get("/").content == ask("/").content


@pytest.mark.parametrize("path", ["/read/404", "/elsewhere/", "/private/?q=x", "/nowhere/", "/read/%31"])
def test_made_up_addresses_leave_nothing_behind(path: str) -> None:
    ask(path)
    assert set(pressing.store().paths()) <= {"/read/1"}
    assert PressedPage.objects.count() <= 1


def test_query_strings_make_no_second_page() -> None:
    for number in range(20):
        ask(f"/?page={number}")
    assert list(pressing.store().paths()) == ["/"]
    assert urls.rendered == ["/"]


def test_another_host_never_touches_the_store() -> None:
    assert ask("/", host="evil.example").status_code == 400
    assert ask("/", host="localhost").status_code == 200
    assert list(pressing.store().paths()) == []


def test_a_change_presses_eager_pages_at_once_and_marks_the_rest() -> None:
    for path in ("/", "/read/1", "/read/2"):
        ask(path)
    urls.headlines[1] = "Corrected"
    services.changed({"article:1"}, eager=["/read/1"])
    assert "Corrected" in (kept("/read/1") or "")
    assert list(PressedPage.objects.exclude(stale_since=None).values_list("path", flat=True)) == ["/"]
    with clock_at(now() + timedelta(seconds=1)):
        assert upkeep.press_stale() == 1
    assert "Corrected" in (kept("/") or "")
    assert urls.rendered.count("/read/2") == 1


def test_inside_a_transaction_a_change_counts_with_its_commit() -> None:
    ask("/")
    with transaction.atomic():
        services.changed({"article:1"}, eager=["/"])
        assert urls.rendered == ["/"]
    assert urls.rendered == ["/", "/"]


def test_a_change_that_is_rolled_back_never_happened() -> None:
    ask("/")
    with transaction.atomic():
        services.changed({"article:1"})
        transaction.set_rollback(True)
    assert not TagChange.objects.exists()
    assert PressedPage.objects.get().stale_since is None


def test_what_changes_while_a_page_is_rendered_is_pressed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    render = rendering.render

    def slowly(path: str) -> Any:
        answer = render(path)
        if len(urls.rendered) == 1:
            urls.headlines[1] = "Newer"
            services.changed({"article:1"})
        return answer

    monkeypatch.setattr(pressing, "render", slowly)
    ask("/")
    assert "Newer" in (kept("/") or "")
    assert PressedPage.objects.get().stale_since is None


def test_what_is_withdrawn_while_it_is_rendered_does_not_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    render = rendering.render

    def slowly(path: str) -> Any:
        answer = render(path)
        if not urls.withdrawn:
            urls.withdrawn.add(1)
            services.purge({"article:1"}, gone=["/read/1"])
        return answer

    monkeypatch.setattr(pressing, "render", slowly)
    assert ask("/read/1").status_code == 410
    assert kept("/read/1") is None
    assert not PressedPage.objects.exists()


def test_a_withdrawn_page_is_gone_before_anything_else() -> None:
    ask("/read/1")
    ask("/")
    urls.withdrawn.add(1)
    del urls.headlines[1]
    services.purge({"article:1"}, gone=["/read/1"], eager=["/"])
    assert kept("/read/1") is None
    assert "One" not in (kept("/") or "")
    assert ask("/read/1").status_code == 410


def test_a_new_look_empties_the_store_at_once() -> None:
    ask("/")
    ask("/read/1")
    services.site_changed()
    assert list(pressing.store().paths()) == []
    with clock_at(now() + timedelta(seconds=1)):
        upkeep.press_stale()
    assert sorted(pressing.store().paths()) == ["/", "/read/1"]


def test_what_waits_too_long_leaves_the_store() -> None:
    for path in ("/", "/read/1"):
        ask(path)
    services.changed({"article:1"})
    with clock_at(now() + timedelta(seconds=4)):
        assert upkeep.press_stale(limit=1) == 2
    assert kept("/read/1") is None
    assert kept("/") is not None


def test_a_page_that_fails_does_not_stay_stale() -> None:
    ask("/broken/")
    urls.headlines[0] = "broken"
    services.changed({"article:0"}, eager=["/broken/"])
    assert kept("/broken/") is None


def test_the_sweep_heals_a_change_that_nobody_told() -> None:
    ask("/")
    urls.headlines[1] = "Untold"
    ports.changes_since.supply(lambda _moment: [ports.Change(frozenset({"article:1"}), now())])
    try:
        upkeep.sweep()
        with clock_at(now() + timedelta(seconds=1)):
            upkeep.press_stale()
    finally:
        ports.changes_since.supply(lambda _moment: ())
    assert "Untold" in (kept("/") or "")


def test_the_sweep_leaves_alone_what_was_told() -> None:
    upkeep.sweep()
    ask("/")
    at = now()
    services.changed({"article:1"}, eager=["/"])
    ports.changes_since.supply(lambda _moment: [ports.Change(frozenset({"article:1"}), at)])
    try:
        upkeep.sweep()
    finally:
        ports.changes_since.supply(lambda _moment: ())
    assert PressedPage.objects.get().stale_since is None


def test_a_change_whose_teller_died_is_followed_by_the_next_round() -> None:
    ask("/")
    with services.locked_state() as state:
        PressState.objects.update(seq=state.seq + 1)
        TagChange.objects.create(seq=state.seq + 1, tag="article:1", at=now())
    urls.headlines[1] = "Healed"
    with clock_at(now() + timedelta(seconds=2)):
        upkeep.press_stale()
    with clock_at(now() + timedelta(seconds=4)):
        upkeep.press_stale()
    assert "Healed" in (kept("/") or "")


def test_a_new_look_of_the_code_is_noticed_once() -> None:
    upkeep.sweep()
    ask("/")
    upkeep.sweep()
    assert kept("/") is not None
    PressState.objects.update(look="another")
    upkeep.sweep()
    assert kept("/") is None


def test_settled_pages_are_compressed_better_once() -> None:
    ask("/read/1")
    before = pressing.store().current("/read/1")
    assert upkeep.densify() == 0
    with clock_at(now() + timedelta(minutes=2)):
        assert upkeep.densify() == 1
        assert upkeep.densify() == 0
    assert pressing.store().current("/read/1") != before


def test_a_page_that_nobody_keeps_account_of_is_garbage() -> None:
    ask("/")
    ask("/read/1")
    PressedPage.objects.filter(path="/").delete()
    upkeep.collect_garbage()
    assert list(pressing.store().paths()) == ["/read/1"]


def test_an_emptied_store_forgets() -> None:
    ask("/")
    services.empty_store()
    assert not PressedPage.objects.exists()
    assert kept("/") is None


def test_a_full_disk_leaves_nothing_stale_and_the_reader_served(monkeypatch: pytest.MonkeyPatch) -> None:
    from warta.press import store

    ask("/")
    urls.headlines[1] = "Newer"

    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "_write_version", full)
    services.changed({"article:1"}, eager=["/"])
    assert kept("/") is None
    assert "Newer" in ask("/").content.decode()
