"""What stops a campaign, what its opening fixes, and the newsroom's pages about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from warta.audit.models import AuditEntry
from warta.campaigns.draw.form import RULES_SHAPE, misfit
from warta.campaigns.errors import ChangedMeanwhile, NotPossible
from warta.campaigns.keys import key_of
from warta.campaigns.models import Campaign, CampaignKey, KeyPurpose, Mechanism, Prize, Scope, State
from warta.campaigns.permissions import let_run_campaigns
from warta.campaigns.setting_up.checks import what_stops
from warta.campaigns.setting_up.next_steps import current_step
from warta.campaigns.setting_up.removing import remove_campaign
from warta.campaigns.setting_up.rules import sealed_rules
from warta.campaigns.setting_up.services import announce, cancel_campaign, discard_draft, keep_draft, open_campaign
from warta.campaigns.tests.cast import draft_campaign, entrant, opened_campaign
from warta.lib.clock import now
from warta.readers.models import TermsDocument, User
from warta.readers.tests.cast import person

pytestmark = pytest.mark.django_db
BY = "f" * 26


def _words(campaign: Campaign) -> str:
    return " ".join(stop.words for stop in what_stops(campaign))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"permit_number": ""}, "number of the permit"),
        ({"terms": None}, "Choose the terms"),
        ({"draw_at": None}, "when it is drawn"),
        ({"title_en": " "}, "title in both languages"),
        ({"scope": Scope.SECTIONS}, "Choose the sections"),
        ({"scope": Scope.ARTICLES}, "Choose the articles"),
        ({"review_id": ""}, "several accounts"),
    ],
)
def test_what_is_missing_is_said_and_stops_the_opening(fields: dict[str, Any], said: str) -> None:
    campaign = draft_campaign(**fields)

    with pytest.raises(NotPossible, match=said):
        open_campaign(campaign, by=BY)

    assert Campaign.objects.get().state == State.DRAFT


def test_terms_that_are_a_draft_and_no_prize_stop_it() -> None:
    campaign = draft_campaign(terms=TermsDocument.objects.create(slug="new", title_id="a", title_en="b"))
    Prize.objects.all().delete()

    assert "publish them" in _words(campaign)
    assert "at least one prize" in _words(campaign)


def test_a_contest_of_skill_needs_no_permit_and_no_draw() -> None:
    campaign = draft_campaign(mechanism=Mechanism.JUDGED, permit_number="", draw_at=None)

    assert what_stops(campaign) == []


def test_a_hashtag_belongs_to_one_campaign_at_a_time() -> None:
    first = opened_campaign(hashtag="sama", hashtag_shown="#Sama")
    second = draft_campaign(hashtag="sama", hashtag_shown="#sama")
    later = draft_campaign(
        hashtag="sama", opens_at=first.closes_at, closes_at=first.closes_at + timedelta(days=1),
        draw_at=first.closes_at + timedelta(days=3),
    )  # fmt: skip

    assert "belongs to" in _words(second)
    assert what_stops(later) == []


def test_opening_fixes_the_terms_makes_the_keys_and_leaves_a_line() -> None:
    campaign = opened_campaign()

    assert campaign.terms_version is not None
    assert set(CampaignKey.objects.values_list("purpose", flat=True)) == set(KeyPurpose.values)
    assert key_of(campaign, KeyPurpose.INDEX) != key_of(campaign, KeyPurpose.LEDGER)
    assert AuditEntry.objects.filter(action="campaign.opened", subject=campaign.subject).exists()


def test_an_open_campaign_is_not_edited_nor_discarded() -> None:
    campaign = opened_campaign()

    with pytest.raises(NotPossible):
        keep_draft(campaign, by=BY)
    with pytest.raises(NotPossible):
        discard_draft(campaign, by=BY)


def test_who_opens_what_another_changed_meanwhile_is_told() -> None:
    campaign = draft_campaign()
    seen = Campaign.objects.get()
    keep_draft(campaign, by=BY)

    with pytest.raises(ChangedMeanwhile):
        open_campaign(seen, by=BY)


def test_the_rules_fit_the_shape_that_is_sealed() -> None:
    campaign = opened_campaign(min_age=17, civility_at_least=50, min_account_age_days=3)

    rules = sealed_rules(campaign)

    assert misfit(rules, RULES_SHAPE) is None
    assert [rule["rule"] for rule in rules["eligibility"]][-1] == "not-member"
    assert rules["eligibility"][0]["words"]["en"] == "A comment with the hashtag is public, written inside the window."


def test_cancelling_wants_a_reason_in_both_languages_and_stops_at_the_draw() -> None:
    campaign = opened_campaign()
    with pytest.raises(NotPossible):
        cancel_campaign(campaign, reason_id="Izin dicabut.", reason_en="", by=BY)

    cancel_campaign(campaign, reason_id="Izin dicabut.", reason_en="The permit was withdrawn.", by=BY)

    assert Campaign.objects.get().state == State.CANCELLED
    with pytest.raises(NotPossible):
        cancel_campaign(campaign, reason_id="a", reason_en="b", by=BY)


def test_a_sample_goes_with_its_entries_and_a_real_one_does_not() -> None:
    campaign = opened_campaign()
    entrant(campaign, "gita")
    with pytest.raises(NotPossible):
        remove_campaign(campaign, by=BY)

    campaign.is_demo = True
    remove_campaign(campaign, by=BY)

    assert not Campaign.objects.exists()


def _newsroom(someone: User) -> Client:
    client = Client()
    client.force_login(someone, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def fitri() -> Client:
    fitri = person("fitri", "campaign-manager")
    let_run_campaigns(fitri.groups.get())
    return _newsroom(fitri)


def test_fitri_sees_what_stops_a_draft_and_opens_it_when_nothing_does(fitri: Client, settings: Settings) -> None:
    settings.LANGUAGE_CODE = "en"
    campaign = draft_campaign(permit_number="")
    page = f"/newsroom/campaigns/{campaign.pk}/"
    assert "number of the permit" in fitri.get(page).content.decode()
    fitri.post(f"{page}open/", {"version": campaign.version})
    assert Campaign.objects.get().state == State.DRAFT

    Campaign.objects.update(permit_number="7/2026")
    fitri.post(f"{page}open/", {"version": campaign.version})

    assert Campaign.objects.get().state == State.OPEN
    fitri.get(page)  # where what was said last is said once
    assert "number of the permit" not in fitri.get(page).content.decode()


def test_fitri_looks_at_a_draft_in_both_languages_and_readers_find_nothing(fitri: Client) -> None:
    campaign = draft_campaign()

    page = f"/newsroom/campaigns/{campaign.pk}/preview"
    said = {code: fitri.get(f"{page}/{code}/").content.decode() for code in ("id", "en")}

    assert "Suara pembaca" in said["id"]
    assert "Readers&#x27; voices" in said["en"]
    assert Client().get(campaign.get_absolute_url()).status_code == 404


def test_fitri_says_something_publicly_and_cancels(fitri: Client) -> None:
    campaign = opened_campaign()
    page = f"/newsroom/campaigns/{campaign.pk}/"
    assert fitri.post(f"{page}announce/", {"text_id": "Batas diperjelas."}).status_code == 422

    fitri.post(f"{page}announce/", {"text_id": "Batas diperjelas.", "text_en": "The limit is made clear."})
    assert "The limit is made clear." in Client().get(f"/en{campaign.get_absolute_url()}").content.decode()

    version = Campaign.objects.get().version
    fitri.post(f"{page}cancel/", {"reason_id": "Izin dicabut.", "reason_en": "No permit.", "version": version})
    assert "No permit." in Client().get(f"/en{campaign.get_absolute_url()}").content.decode()


def test_who_has_no_rights_does_nothing_here() -> None:
    campaign = draft_campaign()
    dewi = _newsroom(person("dewi", "reporter"))

    for path in ("", f"{campaign.pk}/", f"{campaign.pk}/preview/id/", "form/new/"):
        assert dewi.get(f"/newsroom/campaigns/{path}").status_code == 302
    assert dewi.post(f"/newsroom/campaigns/{campaign.pk}/open/").status_code == 302
    assert Campaign.objects.get().state == State.DRAFT


def test_what_comes_next_follows_the_state() -> None:
    campaign = opened_campaign()
    titles = []
    for state in (State.DRAFT, State.OPEN, State.CLOSED, State.SEALED, State.DRAWN):
        campaign.state = state
        step = current_step(campaign)
        titles.append(step.title if step else "")

    assert len(set(titles)) == 5
    campaign.state = State.CANCELLED
    assert current_step(campaign) is None


def test_a_new_campaign_is_written_in_one_form(fitri: Client) -> None:
    campaign = draft_campaign()
    page = fitri.get("/newsroom/campaigns/form/new/")
    assert page.status_code == 200
    form = _posted(campaign)

    answer = fitri.post("/newsroom/campaigns/form/new/", form)

    assert answer.status_code == 302, page.context
    made = Campaign.objects.get(slug="baru")
    assert (made.hashtag, made.prizes.get().value, made.prizes.get().slug) == ("barusekali", 5_000_000, "e-voucher")
    assert made.disqualification_reasons.count() == 4


def _posted(campaign: Campaign) -> dict[str, Any]:
    opens = now() + timedelta(days=1)
    form = {
        "slug": "baru", "title_id": "Baru", "title_en": "New", "invitation_id": "Ayo.", "invitation_en": "Come.",
        "hashtag_shown": "#BaruSekali", "opens_at": f"{opens:%Y-%m-%d %H:%M}",
        "closes_at": f"{opens + timedelta(days=5):%Y-%m-%d %H:%M}",
        "draw_at": f"{opens + timedelta(days=8):%Y-%m-%d %H:%M}", "scope": "all", "mechanism": "draw",
        "terms": campaign.terms_id, "permit_number": "1", "permit_from": "", "tax_permille": 250, "claim_days": 14,
        "substitutes": 90, "profile_items": ["full_name", "phone"], "min_age": 17, "min_account_age_days": 0,
        "civility_at_least": 0, "review_id": "Satu.", "review_en": "One.",
        "prizes-0-name_id": "E-voucher", "prizes-0-name_en": "E-voucher", "prizes-0-quantity": 90,
        "prizes-0-value": "50000", "prizes-0-currency": "IDR",
    }  # fmt: skip
    for name, count in (("chosen_articles", 0), ("prizes", 1), ("disqualification_reasons", 0)):
        form |= {f"{name}-TOTAL_FORMS": count, f"{name}-INITIAL_FORMS": 0}
        form |= {f"{name}-MIN_NUM_FORMS": 0, f"{name}-MAX_NUM_FORMS": 1000}
    return form


def test_a_notice_on_a_draft_is_refused() -> None:
    with pytest.raises(NotPossible):
        announce(draft_campaign(), text_id="a", text_en="b", by=BY)
