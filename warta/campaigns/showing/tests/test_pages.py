"""What everybody sees of a campaign, and what each reader sees of their own part."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from warta.articles.tests.pages import tags_shown
from warta.campaigns.models import Campaign, ChosenArticle, Entry, EntryState, Scope, State, Why
from warta.campaigns.setting_up.services import open_campaign
from warta.campaigns.taking_part import sweeping
from warta.campaigns.taking_part.entries import change_entry
from warta.campaigns.taking_part.queries import tags_of
from warta.campaigns.taking_part.services import comment_approved
from warta.campaigns.tests.cast import article, comment_fact, draft_campaign, entrant, opened_campaign
from warta.lib.clock import clock_at, now
from warta.press.models import TagChange
from warta.readers.own_data.gathering import gathered
from warta.readers.profile.requirements import requirements_of
from warta.readers.terms.tests.cast import reader, signed_in

pytestmark = pytest.mark.django_db


def _read(path: str, client: Client | None = None) -> str:
    return (client or Client()).get(path).content.decode()


def test_the_page_says_everything_that_will_be_sealed() -> None:
    campaign = opened_campaign(min_age=17)

    said = _read(f"/en{campaign.get_absolute_url()}")

    for words in ("Readers&#x27; voices", "12/2026", "Rp100,000", "at least 17 years old", "One person, one entry.",
                  "The prize was not claimed by its deadline.", "data-fragment"):  # fmt: skip
        assert words in said


def test_the_page_and_its_counts_wake_nobody_and_set_no_cookie() -> None:
    campaign = opened_campaign()

    for path in (campaign.get_absolute_url(), f"{campaign.get_absolute_url()}counts"):
        answer = Client().get(path)
        assert answer.status_code == 200
        assert not answer.cookies
        assert f"campaign:{campaign.pk}" in tags_shown(path)


def test_the_counts_are_pressed_anew_after_something_happened() -> None:
    campaign = opened_campaign()
    sweeping.turn_pages()
    entrant(campaign, "gita")

    assert sweeping.press_counts() == 1
    assert sweeping.press_counts() == 0

    assert TagChange.objects.filter(tag=f"counts:{campaign.pk}").exists()
    assert ">1<" in _read(f"{campaign.get_absolute_url()}counts")


def test_an_entry_makes_no_page_of_an_article_stale() -> None:
    campaign = opened_campaign()
    TagChange.objects.all().delete()

    entrant(campaign, "gita")
    sweeping.press_counts()

    assert set(TagChange.objects.values_list("tag", flat=True)) <= {f"counts:{campaign.pk}"}


@pytest.mark.parametrize("state", [State.CLOSED, State.SEALED, State.DRAWN, State.SETTLED])
def test_the_page_stands_in_every_state(state: State) -> None:
    campaign = opened_campaign()
    entrant(campaign, "gita")
    Campaign.objects.update(state=state)

    said = _read(f"/en{campaign.get_absolute_url()}")

    assert "How winners are drawn" in said
    assert "How to take part" not in said


def test_an_article_in_scope_invites_while_the_window_is_open_and_no_other() -> None:
    shown = article()
    campaign = opened_campaign()
    assert campaign.get_absolute_url() in _read(f"/en{shown.address}")

    with clock_at(campaign.closes_at + timedelta(seconds=1)):
        assert campaign.get_absolute_url() not in _read(f"/en{shown.address}")

    Campaign.objects.update(scope=Scope.ARTICLES)
    assert campaign.get_absolute_url() not in _read(f"/en{shown.address}")


def test_what_begins_and_ends_reaches_the_pages_that_invite_and_not_all() -> None:
    shown = article()
    campaign = draft_campaign(scope=Scope.ARTICLES)
    ChosenArticle.objects.create(campaign=campaign, article=shown)
    open_campaign(Campaign.objects.get(), by="f" * 26)

    assert f"campaigns:article:{shown.pk}" in tags_of(campaign) & tags_shown(f"/en{shown.address}")
    assert "campaigns:all" not in tags_of(campaign)


def test_a_reader_sees_under_the_article_exactly_what_is_missing() -> None:
    campaign = opened_campaign()
    person = reader("hadi")
    comment_approved(comment_fact(person, campaign))
    browser = signed_in(person)

    said = _read(f"/en/account/campaigns/{campaign.slug}/line", browser)

    assert "Complete your data to take part" in said
    assert f"/en/account/profile/about/?next=/en/account/campaigns/{campaign.slug}/" in said
    assert _read(f"/en/account/campaigns/{campaign.slug}/line") == ""


def test_a_form_of_the_profile_leads_back_and_the_agreement_completes_the_entry() -> None:
    campaign = opened_campaign(profile_items=["full_name"])
    person = reader("hadi")
    comment_approved(comment_fact(person, campaign))
    browser, back = signed_in(person), f"/en/account/campaigns/{campaign.slug}/"

    filled = browser.post(f"/en/account/profile/about/?next={back}", {"full_name": "Hadi", "birth_date": ""})
    assert filled["Location"] == back
    browser.post(back, {"act": "agree", "terms": "on", "use": "on"})

    assert Entry.objects.get().state == EntryState.VALID
    said = _read(back, browser)
    assert "You take part." in said
    assert "Back to your comment" in said


def test_half_an_agreement_is_none() -> None:
    campaign = opened_campaign()
    browser = signed_in(reader("hadi"))

    said = browser.post(f"/en/account/campaigns/{campaign.slug}/", {"act": "agree", "terms": "on"}).content.decode()

    assert "You can take it back at any time" in said
    assert not campaign.agreements.exists()


def test_a_reader_saves_their_receipt_and_nobody_else_can() -> None:
    campaign = opened_campaign()
    person, other = entrant(campaign, "gita"), reader("hadi")
    path = f"/account/campaigns/{campaign.slug}/receipt.json"

    answer = signed_in(person).get(path)

    assert json.loads(answer.content)["code"] == Entry.objects.get().code
    assert "no-store" in answer["Cache-Control"]
    assert signed_in(other).get(path).status_code == 404
    assert Client().get(path).status_code == 302


def test_a_reader_withdraws_appeals_and_takes_part_again() -> None:
    campaign = opened_campaign()
    person = entrant(campaign, "gita")
    browser, page = signed_in(person), f"/en/account/campaigns/{campaign.slug}/"
    browser.post(page, {"act": "withdraw"})
    assert Entry.objects.get().state == EntryState.WITHDRAWN
    browser.post(page, {"act": "take_up"})
    assert Entry.objects.get().state == EntryState.VALID

    change_entry(Entry.objects.get(), EntryState.REJECTED, Why.AGAINST_TERMS, by="f" * 26)
    assert "You think that this is wrong?" in _read(page, browser)
    browser.post(page, {"act": "appeal", "text": "It was mine."})

    appeal = Entry.objects.get().appeals.get()
    assert b"mine" not in bytes(appeal.sealed_text)
    assert "Your appeal" in _read(page, browser)


def test_the_account_lists_what_is_open_and_what_one_takes_part_in() -> None:
    person = reader("hadi")
    browser = signed_in(person)
    assert "No campaign is open now" in _read("/en/account/campaigns/", browser)

    campaign = opened_campaign()
    assert "Take part" in _read("/en/account/campaigns/", browser)

    comment_approved(comment_fact(person, campaign))
    assert "incomplete" in _read("/en/account/campaigns/", browser)
    assert [wish.title for wish in requirements_of(person)] == ["Readers' voices"]


def test_a_cancelled_campaign_says_so_to_who_took_part() -> None:
    campaign = opened_campaign()
    person = entrant(campaign, "gita")
    Campaign.objects.update(state=State.CANCELLED, cancel_reason_en="No permit.", cancelled_at=now())

    assert "No permit." in _read(f"/en/account/campaigns/{campaign.slug}/", signed_in(person))


def test_the_download_holds_entries_with_their_openings() -> None:
    campaign = opened_campaign()
    person = entrant(campaign, "gita")

    parts = {part.source.name: part.rows for part in gathered(person)}

    assert len(parts["campaign-entries"][0]["opening"]) == 64
    assert len(parts["campaign-comments"]) == 1
