from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from warta.lib.clock import clock_at, now
from warta.readers.models import FeatureKey, FeatureSum, OverallCount, OwnCount, SignIn, User
from warta.readers.sign_ins.agents import agent_of
from warta.readers.sign_ins.features import FEATURES, features_of, wrap_key_anew
from warta.readers.sign_ins.history import begin, forget_history_of, forget_old, let_fail, let_pass, take_back
from warta.readers.sign_ins.origin import Origin
from warta.readers.sign_ins.places import Place, network_of
from warta.readers.sign_ins.queries import frequencies_of
from warta.readers.tests.cast import person

FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"


def _from(address: str, agent: str = FIREFOX) -> Origin:
    return Origin(Place(address, network_of(address)), agent_of(agent))


def _passed(who: User, address: str, agent: str = FIREFOX) -> SignIn:
    sign_in = begin(who, _from(address, agent))
    let_pass(sign_in)
    return sign_in


def _counted_anew() -> dict[tuple[str, str], int]:
    passed = SignIn.objects.filter(state=SignIn.State.PASSED)
    return Counter((name, value) for row in passed for name in FEATURES if (value := getattr(row, name)))


def _kept() -> dict[tuple[str, str], int]:
    return {(row.feature, row.value): row.count for row in OverallCount.objects.all()}


@pytest.mark.django_db
def test_only_what_passed_is_learned_and_only_once() -> None:
    ana = person("ana")
    pending, failed, passed = (begin(ana, _from("103.28.12.7")) for _ in range(3))
    assert (let_fail(failed), let_pass(failed)) == (True, False)
    assert (let_pass(passed), let_pass(passed), let_fail(passed)) == (True, False, False)
    assert frequencies_of(pending)["address"].overall == 1
    assert _kept() == _counted_anew()


@pytest.mark.django_db
def test_what_a_score_needs_is_equality_and_counts() -> None:
    ana, budi = person("ana"), person("budi")
    for seen in ("103.28.12.7", "103.28.12.7", "103.28.12.9"):
        _passed(ana, seen)
    _passed(budi, "203.0.113.5", CHROME)
    asked = frequencies_of(begin(ana, _from("103.28.12.7", CHROME)))
    address, network, browser, owner = (asked[name] for name in ("address", "network", "browser", "owner"))
    assert (address.own, address.own_total, address.own_distinct, address.own_once) == (2, 3, 2, 1)
    assert (address.overall, address.total, address.distinct, address.once) == (2, 4, 3, 2)
    assert (network.own, network.overall) == (3, 3)
    assert (browser.own, browser.overall) == (0, 1)
    assert (owner.overall, owner.total, owner.distinct) == (3, 4, 2)
    assert "country" not in asked


@pytest.mark.django_db
def test_asking_takes_few_look_ups_however_long_the_history(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    ana = person("ana")
    for number in range(12):
        _passed(ana, f"103.28.12.{number}")
    sign_in = begin(ana, _from("103.28.12.1"))
    with django_assert_max_num_queries(4):
        frequencies_of(sign_in)


@pytest.mark.django_db
def test_no_address_stands_in_the_history_and_features_do_not_share_a_hash() -> None:
    ana, budi = person("ana"), person("budi")
    mine, other = features_of(ana, _from("103.28.12.7")), features_of(budi, _from("103.28.12.7"))
    assert mine.address == other.address
    assert mine.owner != other.owner
    assert "103" not in mine.address
    assert len(set(mine.known().values())) == len(mine.known())


@pytest.mark.django_db
def test_after_180_days_a_sign_in_goes_and_is_counted_back() -> None:
    ana = person("ana")
    with clock_at(now() - timedelta(days=181)):
        _passed(ana, "103.28.12.7")
        begin(ana, _from("103.28.12.8"))
    _passed(ana, "103.28.12.9")
    assert forget_old() == 2
    assert _kept() == _counted_anew()
    assert {row.feature: row.total for row in FeatureSum.objects.all()}["address"] == 1
    assert forget_old() == 0


@pytest.mark.django_db
def test_a_pending_sign_in_that_nobody_proved_is_given_up() -> None:
    with clock_at(now() - timedelta(hours=2)):
        sign_in = begin(person("ana"), _from("103.28.12.7"))
    forget_old()
    assert not let_pass(sign_in)


@pytest.mark.django_db
def test_what_somebody_else_did_is_forgotten_when_its_person_says_so() -> None:
    ana = person("ana")
    _passed(ana, "103.28.12.7")
    stranger = _passed(ana, "203.0.113.5", CHROME)
    assert (take_back(stranger), take_back(stranger)) == (True, False)
    assert _kept() == _counted_anew()
    assert frequencies_of(stranger)["address"].own == 0


@pytest.mark.django_db
def test_of_who_leaves_nothing_stays_in_the_counts() -> None:
    ana, budi = person("ana"), person("budi")
    _passed(ana, "103.28.12.7")
    _passed(budi, "103.28.12.7")
    forget_history_of(ana)
    assert _kept() == _counted_anew()
    assert not OwnCount.objects.filter(person=ana).exists()


@pytest.mark.django_db
def test_a_rotation_leaves_what_was_counted_comparable(monkeypatch: pytest.MonkeyPatch) -> None:
    from warta.lib.crypto import MasterKeys, new_key
    from warta.readers import key_ring
    from warta.readers.sign_ins import features

    ana, before = person("ana"), key_ring.ring()
    old = features_of(ana, _from("103.28.12.7"))
    ring = MasterKeys({"next": new_key(), **before.keys})
    monkeypatch.setattr(features, "ring", lambda: ring)
    assert (wrap_key_anew(), wrap_key_anew()) == (True, False)
    assert FeatureKey.objects.get().master == "next"
    assert features_of(ana, _from("103.28.12.7")) == old


@pytest.mark.django_db(transaction=True)
def test_many_who_sign_in_at_once_are_all_counted() -> None:
    people = [person(f"p{number}") for number in range(4)]

    def arrive(number: int) -> None:
        try:
            _passed(people[number % 4], f"103.28.12.{number % 3}")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(arrive, range(24)))
    assert _kept() == _counted_anew()
    assert FeatureSum.objects.get(pk="owner").total == 24
    assert FeatureSum.objects.get(pk="owner").distinct == 4
