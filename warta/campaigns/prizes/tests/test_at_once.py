"""Many hands at the same moment: claims, double clicks, the deadline, an erasure. Threads, each with a connection."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test import Client

from warta.campaigns.errors import CampaignTrouble
from warta.campaigns.models import LedgerLine, ShownName, Voucher, Waits, Win, WinState
from warta.campaigns.prizes.claiming import claim
from warta.campaigns.prizes.passing import pass_on_unclaimed
from warta.campaigns.prizes.tests.cast import browser, drawn_campaign, loaded, many_winners, person, win_of
from warta.campaigns.prizes.upkeep import hand_over_waiting, pass_on_due
from warta.lib.clock import now
from warta.readers.models import User
from warta.readers.own_data.erasing import erase

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 16
CLAIM = {"shown_as": "code", "terms": "on"}


def _all_at_once(acts: Sequence[Callable[[], object]], *, threads: int = THREADS) -> list[object]:
    """What each returned or raised."""
    start = threading.Barrier(min(threads, len(acts)))

    def run(act: Callable[[], object], *, waits: bool) -> object:
        try:
            if waits:
                start.wait(30)
            return act()
        except (CampaignTrouble, User.DoesNotExist) as trouble:
            return trouble
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        running = [pool.submit(run, act, waits=number < start.parties) for number, act in enumerate(acts)]
        return [one.result() for one in running]


def _as_it_must_be(*, handed_over: int) -> None:
    """Each voucher at one win at most, each win handed over has its own, and the books say the same without a gap."""
    given = list(Voucher.objects.exclude(win=None).values_list("win_id", flat=True))
    done = set(Win.objects.filter(state=WinState.HANDED_OVER).values_list("pk", flat=True))
    assert Counter(given) == Counter(dict.fromkeys(done, 1))
    lines = list(LedgerLine.objects.order_by("number").values_list("number", "win_id"))
    assert [number for number, _win in lines] == list(range(1, handed_over + 1))
    assert {win for _number, win in lines} == done


@pytest.fixture
def hundred() -> list[str]:
    many_winners(100, vouchers=90)
    return [f"pemenang{number:03d}" for number in range(100)]


def test_two_hundred_claims_on_ninety_vouchers_lose_none_and_double_none(hundred: list[str]) -> None:
    slug = Win.objects.select_related("campaign")[0].campaign.slug
    clients = [browser(name) for name in (*hundred, *hundred)]

    def press(client: Client) -> int:
        return client.post(f"/account/campaigns/{slug}/claim/", CLAIM).status_code

    answers = _all_at_once([lambda client=client: press(client) for client in clients])  # type: ignore[misc]

    assert Counter(answers) == {302: 200}
    assert Win.objects.filter(state=WinState.CLAIMED, waits_for=Waits.VOUCHER).count() == 10
    assert not Voucher.objects.filter(win=None).exists()
    _as_it_must_be(handed_over=90)

    loaded(Win.objects.select_related("campaign")[0].campaign, 10, start=91)
    hand_over_waiting()
    _as_it_must_be(handed_over=100)


def test_a_double_click_gets_one_voucher() -> None:
    drawn_campaign(("gita",), prizes=1, vouchers=5)
    win = win_of("gita")

    _all_at_once([lambda: claim(person("gita"), win, shown_as=ShownName.CODE) for _click in range(8)])

    _as_it_must_be(handed_over=1)


def test_of_a_claim_and_the_deadline_one_comes_first_and_the_prize_is_held_once() -> None:
    """A few rounds, since whichever comes first must be right."""
    campaign = drawn_campaign(tuple("abcdefghij"), prizes=5, vouchers=10)
    for name in "abcde":
        win = win_of(name)
        Win.objects.filter(pk=win.pk).update(deadline=now() + timedelta(milliseconds=30))
        mine, pk = person(name), win.pk
        _all_at_once(
            [
                *(lambda win=win, mine=mine: claim(mine, win, shown_as=ShownName.CODE) for _click in range(3)),
                *(lambda pk=pk: pass_on_unclaimed(pk) for _run in range(12)),
            ],
            threads=15,
        )
    pass_on_due()

    held = Win.objects.filter(campaign=campaign).exclude(state=WinState.PASSED_ON)
    assert Counter(held.values_list("slot", flat=True)) == Counter(range(5))
    passed = Win.objects.filter(state=WinState.PASSED_ON)
    assert list(passed.order_by("passing").values_list("passing", flat=True)) == list(range(1, passed.count() + 1))
    assert Win.objects.count() == 5 + passed.count()
    _as_it_must_be(handed_over=held.filter(state=WinState.HANDED_OVER).count())


def test_an_erasure_while_claiming_leaves_the_prize_with_one_of_two() -> None:
    campaign = drawn_campaign(("gita", "hadi", "indra", "joko"), prizes=2, vouchers=2)
    for name in ("gita", "hadi"):
        win, mine = win_of(name), person(name)
        _all_at_once(
            [
                lambda win=win, mine=mine: claim(mine, win, shown_as=ShownName.CODE),  # type: ignore[misc]
                lambda mine=mine: erase(mine),  # type: ignore[misc]
                lambda win=win, mine=mine: claim(mine, win, shown_as=ShownName.CODE),  # type: ignore[misc]
            ]
        )

    held = Win.objects.filter(campaign=campaign).exclude(state=WinState.PASSED_ON)
    assert Counter(held.values_list("slot", flat=True)) == {0: 1, 1: 1}
    _as_it_must_be(handed_over=held.filter(state=WinState.HANDED_OVER).count())
    for win in held.filter(state=WinState.TOLD).select_related("entry__person"):
        assert win.entry.person is not None
        claim(win.entry.person, win, shown_as=ShownName.CODE)
    _as_it_must_be(handed_over=2)


def test_the_database_itself_refuses_a_second_voucher_and_a_second_winner() -> None:
    from django.db import IntegrityError, transaction

    drawn_campaign(("gita", "hadi"), prizes=2, vouchers=3)
    claim(person("gita"), win_of("gita"), shown_as=ShownName.CODE)
    win = win_of("gita")

    with pytest.raises(IntegrityError), transaction.atomic():
        Voucher.objects.filter(win=None).update(win=win, handed_at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Win.objects.filter(pk=win_of("hadi").pk).update(slot=0)
    assert connection.in_atomic_block is False
