from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from warta.lib.clock import clock_at, now
from warta.readers.models import SecurityEvent, User
from warta.readers.own_data import forgetting
from warta.readers.own_data.forgetting import NotForgotten, figures, forget_expired
from warta.readers.own_data.retention import KEY_COPIES, RULES, SIGN_INS, UNCONFIRMED
from warta.readers.sign_ins.history import KEPT_FOR
from warta.readers.sign_ins.services import note
from warta.readers.terms.tests.cast import reader, signed_in
from warta.readers.tests.cast import person

pytestmark = pytest.mark.django_db


def test_an_account_that_was_never_confirmed_goes_after_its_days_and_a_confirmed_one_stays() -> None:
    gita, hadi = reader("gita"), reader("hadi")
    EmailAddress.objects.filter(user=hadi).update(verified=False)
    with clock_at(now() + UNCONFIRMED.period - timedelta(minutes=1)):
        forget_expired()
    assert User.objects.count() == 2
    with clock_at(now() + UNCONFIRMED.period + timedelta(minutes=1)):
        forget_expired()
        forget_expired()
    assert list(User.objects.all()) == [gita]


def test_members_and_readers_without_an_address_of_the_account_library_are_left_alone() -> None:
    ana = person("ana", "reporter")
    imported = User.objects.create_user("impor@pembaca.example")
    with clock_at(now() + timedelta(days=400)):
        forget_expired()
    assert set(User.objects.all()) == {ana, imported}


def test_the_timeline_goes_after_its_days() -> None:
    gita = reader("gita")
    note(gita, "profile_changed")
    with clock_at(now() + SIGN_INS.period - timedelta(hours=1)):
        forget_expired()
    assert SecurityEvent.objects.count() == 1
    with clock_at(now() + SIGN_INS.period + timedelta(hours=1)):
        forget_expired()
    assert SecurityEvent.objects.count() == 0


def test_what_is_stated_is_what_runs() -> None:
    assert SIGN_INS.period == KEPT_FOR
    carried_out = {keeping.rule for keeping in forgetting.keepings()}
    assert set(RULES) - carried_out == {KEY_COPIES}  # `warta backup` does that one


def test_a_rule_that_fails_holds_up_no_other_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def fails() -> int:
        raise RuntimeError("no")

    def works_well() -> int:
        done.append("done")
        return 1

    first, second = forgetting.KEEPINGS[0], forgetting.KEEPINGS[1]
    broken = forgetting.Keeping(first.rule, fails, first.held, first.overdue)
    works = forgetting.Keeping(second.rule, works_well, second.held, second.overdue)
    monkeypatch.setattr(forgetting, "KEEPINGS", (broken, works))
    with pytest.raises(NotForgotten, match=first.rule.name):
        forget_expired()
    assert done == ["done"]


def test_the_figures_show_what_is_held_and_what_should_be_gone() -> None:
    gita = reader("gita")
    EmailAddress.objects.filter(user=gita).update(verified=False)
    with clock_at(now() + UNCONFIRMED.period + timedelta(days=1)):
        figure = next(figure for figure in figures() if figure.rule is UNCONFIRMED)
    assert (figure.held, figure.overdue) == (1, 1)


def test_the_operator_sees_the_report_and_a_reporter_does_not() -> None:
    eko, ana = person("eko", is_superuser=True), person("ana", "reporter")
    page = signed_in(eko).get("/newsroom/retention/")
    assert page.status_code == 200
    assert "180 days" in page.text or "180 hari" in page.text
    assert signed_in(ana).get("/newsroom/retention/").status_code in (302, 403)
