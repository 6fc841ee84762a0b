"""The newsroom sets the rules, and sees what the question before sending changes."""

from __future__ import annotations

from django.urls import reverse

from warta.comments.models import CommentRules, Nudge, State
from warta.comments.writing.knowledge import rules_of_site
from warta.comments.writing.measuring import nudges_measured, share_of
from warta.comments.writing.newsroom_views import RulesForm
from warta.comments.writing.tests.cast import ABUSIVE, SHARP, Square
from warta.readers.models import User


def test_outcomes_are_counted_with_their_interval(square: Square) -> None:
    sent = square.sent(ABUSIVE)
    square.tries(square.budi, sent)
    assert nudges_measured().asked_count == 0

    square.writes(square.budi, SHARP, token=sent.token, was_asked=True)
    measured = nudges_measured()
    assert (measured.asked_count, measured.civil_after.count) == (1, 1)
    assert [share.count for share in measured.asked] == [0, 1, 0]
    assert Nudge.objects.get().was_shown


def test_an_interval_narrows_with_what_is_known() -> None:
    few, many = share_of("", 7, 10), share_of("", 700, 1000)
    assert few.low < many.low < 70 < many.high < few.high
    assert (share_of("", 0, 0).low, share_of("", 0, 0).high) == (0.0, 100.0)


def test_rules_out_of_range_are_refused_in_words(db: None) -> None:
    form = RulesForm({"nudge_from": "2", "holdout_percent": "80", "trust_from": "0.3", "first_held": "0",
                      "most_links": "1"}, instance=CommentRules())  # fmt: skip
    assert set(form.errors) == {"nudge_from", "holdout_percent"}


def test_the_page_of_rules_saves_and_takes_effect(square: Square) -> None:
    boss = User.objects.create_superuser("citra@newsroom.example", "x" * 12, needs_second_factor=False)
    browser = square.browser_of(boss)
    address = reverse("comment_rules")
    assert "Rules for comments" in browser.get(address).content.decode()

    values = {
        "closes_after_days": "",
        "holdout_percent": "0",
        "trust_from": "0.3",
        "first_held": "1",
        "most_links": "1",
    }
    assert browser.post(address, values).status_code == 302
    assert (rules_of_site.value().first_held, rules_of_site.value().closes_after_days) == (1, None)
    assert square.writes(square.budi, SHARP).state == State.HELD
