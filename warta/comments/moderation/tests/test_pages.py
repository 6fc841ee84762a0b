"""The newsroom's pages of the desk and the two public forms: who may, what is taken, what is shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from warta.comments.models import Appeal, Comment, Complaint, Ruling, State, Suspension, Thread, WatchWord
from warta.comments.moderation.appealing import make_appeal
from warta.comments.moderation.claims import claim
from warta.comments.moderation.complaining import file_complaint
from warta.comments.moderation.queue import PER_PAGE
from warta.comments.moderation.reporting import report_comment
from warta.comments.moderation.ruling import Word, rule, seen_as
from warta.comments.moderation.tests.desk import Desk, browser_of, fresh
from warta.readers.models import User

DESK = "/newsroom/comments/"
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}\u202e\u0000 javascript:alert(3) </textarea>'
SCRIPT = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


def complaint_form(**fields: str) -> dict[str, str]:
    return {"reason": "private", "words": "My child's name.", "contact": "ibu@example.org"} | fields


def pages_of(desk: Desk, comment: Comment) -> list[str]:
    return [
        DESK, f"{DESK}?kind=held", f"{DESK}{comment.pk}/", f"{DESK}appeals/", f"{DESK}decisions/", f"{DESK}people/?q=e",
        f"{DESK}people/{desk.eka.public_id}/", f"{DESK}words/?word=goblok&effect=hold&note=", f"{DESK}articles/",
        f"{DESK}articles/{desk.article.pk}/",
    ]  # fmt: skip


def acts_on(desk: Desk, comment: Comment) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{DESK}{comment.pk}/rule/", {"act": "approve"}),
        (f"{DESK}rule/", {"act": "approve", "chosen": f"{comment.pk}:"}),
        (f"{DESK}{comment.pk}/claim/", {}), (f"{DESK}{comment.pk}/release/", {}),
        (f"{DESK}{comment.pk}/feature/", {"act": "feature"}), (f"{DESK}appeals/1/", {"act": "grant"}),
        (f"{DESK}rulings/1/undo/", {}), (f"{DESK}words/add/", {"word": "goblok", "effect": "hold"}),
        (f"{DESK}words/1/", {"act": "remove"}),
        (f"{DESK}people/{desk.eka.public_id}/suspend/", {"days": "7", "reason": "spam"}),
        (f"{DESK}people/{desk.eka.public_id}/lift/", {}),
        (f"{DESK}articles/{desk.article.pk}/", {"policy": "closed"}),
    ]  # fmt: skip


def state_of_everything() -> list[Any]:
    return [
        list(Comment.objects.order_by("pk").values()), Ruling.objects.filter(by__isnull=False).count(),
        Suspension.objects.count(), WatchWord.objects.count(), list(Thread.objects.values("policy", "closes_at")),
    ]  # fmt: skip


def test_a_moderator_opens_every_page(desk: Desk) -> None:
    comment = desk.comment()
    browser = browser_of(desk.citra)
    assert [browser.get(page).status_code for page in pages_of(desk, comment)] == [200] * 10


@pytest.mark.parametrize("who", ["ana", "budi", "dewi", "eka", "nobody"])
def test_nobody_else_sees_the_desk_or_decides_at_it(desk: Desk, who: str) -> None:
    comment = desk.comment()
    browser = Client() if who == "nobody" else browser_of(getattr(desk, who))
    before = state_of_everything()
    own = f"{DESK}articles/{desk.article.pk}/"
    seen = [page for page in pages_of(desk, comment) if who != "budi" or page != own]
    acts = [
        act for act in acts_on(desk, comment) if who != "budi" or act[0] not in (own, f"{DESK}{comment.pk}/feature/")
    ]
    answers = [browser.get(page) for page in seen] + [browser.post(path, fields) for path, fields in acts]
    assert all(answer.status_code in (302, 403) for answer in answers)
    assert all("Eka" not in answer.content.decode() for answer in answers)
    assert state_of_everything() == before


def test_an_editor_opens_and_closes_comments_and_features_one(desk: Desk) -> None:
    comment = desk.published()
    browser = browser_of(desk.budi)
    browser.post(f"{DESK}articles/{desk.article.pk}/", {"policy": "closed", "closes_at": ""})
    browser.post(f"{DESK}{comment.pk}/feature/", {"act": "feature"})
    assert Thread.objects.get().policy == "closed"
    assert fresh(comment).featured_at is not None
    assert "Newest comments" not in browser.get(f"{DESK}articles/{desk.article.pk}/").content.decode()


def test_every_act_needs_the_token_of_the_form(desk: Desk) -> None:
    comment = desk.comment()
    browser = browser_of(desk.citra, enforce_csrf_checks=True)
    before = state_of_everything()
    answers = [browser.post(path, fields) for path, fields in acts_on(desk, comment)]
    assert {answer.status_code for answer in answers} == {403}
    public = Client(enforce_csrf_checks=True).post(reverse("complain", args=[desk.published().pk]), complaint_form())
    assert public.status_code == 403
    assert not Complaint.objects.exists()
    assert state_of_everything()[1:4] == before[1:4]


def test_nothing_is_taken_but_what_a_form_names(desk: Desk) -> None:
    comment = desk.comment()
    more = {
        "by": desk.gilang.pk, "state": "erased", "after": "erased", "author": desk.citra.pk, "text": "Other words.",
        "civility": "0", "risk": "0", "place": "7", "featured_at": "2026-01-01", "undoes": "1", "comment": "1",
    }  # fmt: skip
    browser_of(desk.citra).post(f"{DESK}{comment.pk}/rule/", {"act": "approve", "seen": seen_as(comment)} | more)
    after, made = fresh(comment), Ruling.objects.get(by__isnull=False)
    assert (after.text, after.author, after.place, after.featured_at) == ("A word.", desk.eka, 1, None)
    assert (made.by, made.after, made.undoes, made.reason) == (desk.citra, State.PUBLISHED, None, "approved")


def test_the_complaint_form_takes_no_more_either(desk: Desk) -> None:
    comment = desk.published()
    more = {"was_upheld": "true", "decided_by": str(desk.citra.pk), "due_at": "2030-01-01", "public_id": "mine"}
    answer = Client().post(reverse("complain", args=[comment.pk]), complaint_form(**more))
    kept = Complaint.objects.get()
    assert (kept.was_upheld, kept.decided_by, kept.due_at) == (None, None, kept.at + timedelta(hours=48))
    assert kept.public_id[:8].upper() in answer.content.decode()


def test_a_refusal_without_a_reason_is_sent_back_with_a_sentence(desk: Desk) -> None:
    comment = desk.comment()
    answer = browser_of(desk.citra).post(f"{DESK}{comment.pk}/rule/", {"act": "refuse"}, follow=True)
    assert "Choose a reason: the author is told it." in answer.content.decode()
    assert fresh(comment).state == State.HELD


def test_a_conflict_is_told_to_a_script_and_to_a_person(desk: Desk) -> None:
    comment = desk.comment()
    claim(comment.pk, by=desk.gilang)
    browser, path = browser_of(desk.citra), f"{DESK}{comment.pk}/rule/"
    told = browser.post(path, {"act": "approve"}, **SCRIPT)  # type: ignore[arg-type]
    assert (told.status_code, "Gilang is looking" in told.json()["trouble"]) == (409, True)
    assert "Gilang is looking" in browser.post(path, {"act": "approve"}, follow=True).content.decode()


def test_many_are_decided_at_once_and_each_that_was_not_is_named(desk: Desk) -> None:
    free, taken = desk.comment("One."), desk.comment("Two.")
    claim(taken.pk, by=desk.gilang)
    chosen = [f"{row.pk}:{seen_as(row)}" for row in (free, taken)] + ["x:y", "²:held.0", "9" * 40]
    answer = browser_of(desk.citra).post(f"{DESK}rule/", {"act": "approve", "chosen": chosen}, follow=True)
    shown = answer.content.decode()
    assert "1 comment decided." in shown
    assert f"Comment {taken.pk}: Gilang is looking" in shown


def test_undo_is_one_press_on_the_next_page(desk: Desk) -> None:
    comment = desk.comment()
    browser = browser_of(desk.citra)
    browser.post(f"{DESK}{comment.pk}/rule/", {"act": "approve", "seen": seen_as(comment)})
    made = Ruling.objects.get(by=desk.citra)
    assert f"{DESK}rulings/{made.pk}/undo/" in browser.get(DESK).content.decode()
    browser.post(f"{DESK}rulings/{made.pk}/undo/")
    assert fresh(comment).state == State.HELD


def test_a_form_leads_back_to_the_desk_and_nowhere_else(desk: Desk) -> None:
    comment = desk.comment()
    for wanted in ("https://evil.example/", "//evil.example", "/account/", "javascript:alert(1)"):
        answer = browser_of(desk.citra).post(f"{DESK}{comment.pk}/rule/", {"act": "hold", "next": wanted})
        assert answer["Location"] == DESK


def test_who_holds_what_is_told_to_the_others(desk: Desk) -> None:
    one, two = desk.comment("One."), desk.comment("Two.")
    browser_of(desk.gilang).post(f"{DESK}{one.pk}/claim/")
    rule(two.pk, Word("approve"), by=desk.gilang)
    told = browser_of(desk.citra).get(f"{DESK}holders/?id={one.pk}&id={two.pk}&id=x").json()
    assert told == {"held": {str(one.pk): "Gilang"}, "gone": [two.pk]}


def test_hostile_words_stand_on_every_page_as_words(desk: Desk) -> None:
    hostile = HOSTILE.replace("\u0000", "")
    User.objects.filter(pk=desk.eka.pk).update(display_name=hostile[:60])
    comment, public = desk.comment(hostile), desk.published(hostile)
    report_comment(public, person=desk.fani, reason=hostile[:40], words=hostile)
    file_complaint(public, reason=hostile[:40], words=hostile, contact="a@example.org", language="en")
    refused = desk.comment(hostile + "2", findings=[{"reason": hostile}, "nonsense", {"reason": 7}])
    rule(refused.pk, Word("refuse", reason="insult", words=hostile, note=hostile), by=desk.gilang)
    make_appeal(fresh(refused), by=desk.eka, words=hostile)
    browser = browser_of(desk.citra)
    browser.post(f"{DESK}words/add/", {"word": HOSTILE[:110], "effect": "hold", "note": HOSTILE})
    browser.post(f"{DESK}people/{desk.eka.public_id}/suspend/", {"days": "7", "reason": "spam", "words": HOSTILE})
    assert (WatchWord.objects.count(), Suspension.objects.count()) == (1, 1)
    for page in [*pages_of(desk, comment), f"{DESK}{refused.pk}/", f"{DESK}{public.pk}/"]:
        shown = browser.get(page)
        assert shown.status_code == 200
        assert "<script>alert(1)" not in shown.content.decode()
        assert "<img src=x" not in shown.content.decode()
    form = Client().post(reverse("complain", args=[public.pk]), complaint_form(words=HOSTILE, contact="no address"))
    assert "<script>alert(1)" not in form.content.decode()


def test_the_queue_asks_the_same_few_questions_however_much_waits(desk: Desk) -> None:
    browser = browser_of(desk.citra)
    counts = []
    for _round in range(2):
        for number in range(PER_PAGE):
            reported = desk.published(f"Public {number}.", author=desk.person(f"p{_round}-{number}"))
            report_comment(reported, person=desk.fani, reason="insult", words="Why.")
            answered = desk.published(f"Answered {number}.")
            desk.comment(f"Held {number}.", reply_to_id=answered.pk, root_id=answered.pk)
            file_complaint(reported, reason="spam", words="Look.", contact="a@example.org", language="en")
        browser.get(DESK)
        with CaptureQueriesContext(connection) as asked:
            shown = browser.get(DESK)
        assert shown.content.decode().count('class="desk-card ') == PER_PAGE
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[1] <= 30


def test_pages_further_down_go_on_where_the_one_before_ended(desk: Desk) -> None:
    made = [desk.comment(f"Number {number:02}.", risk=1 - number / 100).pk for number in range(PER_PAGE + 5)]
    browser = browser_of(desk.citra)
    first, second = (browser.get(DESK + page).content.decode() for page in ("", f"?from={PER_PAGE}"))
    assert [pk for pk in made if f'data-id="{pk}"' in first] == made[:PER_PAGE]
    assert [pk for pk in made if f'data-id="{pk}"' in second] == made[PER_PAGE:]
    assert f"?from={PER_PAGE}" in first
    assert "Further down" not in second


def test_an_empty_desk_says_so(desk: Desk) -> None:
    assert "Nobody waits for you." in browser_of(desk.citra).get(DESK).content.decode()
    assert "Nothing of this kind waits." in browser_of(desk.citra).get(f"{DESK}?kind=reported").content.decode()


def test_the_menu_and_the_first_screen_say_how_many_wait(desk: Desk) -> None:
    desk.comment()
    assert "Comments (1)" in browser_of(desk.citra).get("/newsroom/").content.decode()
    assert "Comments (1)" not in browser_of(desk.ana).get("/newsroom/").content.decode()


def test_an_author_appeals_on_a_page_of_their_own_and_nobody_elses(desk: Desk) -> None:
    comment = desk.comment()
    rule(comment.pk, Word("refuse", reason="insult"), by=desk.citra)
    path = reverse("appeal", args=[comment.pk])
    assert browser_of(desk.fani).get(path).status_code == 404
    assert "It insults a person." in browser_of(desk.eka).get(path).content.decode()
    browser_of(desk.eka).post(path, {"words": "It does not.", "was_granted": "true", "decided_by": desk.eka.pk})
    assert (Appeal.objects.get().words, Appeal.objects.get().was_granted) == ("It does not.", None)


def test_whoever_refused_is_not_offered_the_appeal(desk: Desk) -> None:
    comment = desk.comment()
    rule(comment.pk, Word("refuse", reason="insult"), by=desk.citra)
    made = make_appeal(fresh(comment), by=desk.eka, words="Please.")
    assert made is not None
    assert "a second moderator has to decide" in browser_of(desk.citra).get(f"{DESK}appeals/").content.decode()
    browser_of(desk.citra).post(f"{DESK}appeals/{made.pk}/", {"act": "grant"})
    assert fresh(comment).state == State.REFUSED
    browser_of(desk.gilang).post(f"{DESK}appeals/{made.pk}/", {"act": "grant"})
    assert fresh(comment).state == State.PUBLISHED


def test_only_what_is_public_is_complained_about(desk: Desk) -> None:
    for comment in (desk.comment(), desk.comment(state=State.REFUSED, text="No.")):
        assert Client().get(reverse("complain", args=[comment.pk])).status_code == 404


def test_a_flood_of_complaints_is_dammed_and_loses_no_words(desk: Desk) -> None:
    cache.clear()
    path = reverse("complain", args=[desk.published().pk])
    answers = [Client().post(path, complaint_form(contact=f"a{number}@example.org")) for number in range(8)]
    assert Complaint.objects.count() == 5
    assert "There were many complaints" in answers[-1].content.decode()
    assert "My child&#x27;s name." in answers[-1].content.decode()


def test_one_mailbox_is_not_filled_by_many_machines(desk: Desk) -> None:
    path = reverse("complain", args=[desk.published().pk])
    for number in range(6):
        Client(REMOTE_ADDR=f"203.0.113.{number}").post(path, complaint_form())
    assert Complaint.objects.count() == 3


def test_a_machine_that_fills_in_everything_is_thanked_and_forgotten(desk: Desk) -> None:
    answer = Client().post(reverse("complain", args=[desk.published().pk]), complaint_form(website="https://x.example"))
    assert "We have your complaint" in answer.content.decode()
    assert not Complaint.objects.exists()
