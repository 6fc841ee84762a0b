"""Two members review, seal and draw through the newsroom's pages; nobody else does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from warta.campaigns.draw.checking import verify
from warta.campaigns.integrity.clusters import find_clusters_of
from warta.campaigns.models import (
    Cluster,
    ClusterState,
    Comparison,
    DrawResult,
    Entry,
    EntryAppeal,
    EntryState,
    Seal,
    SealDraft,
    State,
    Why,
)  # fmt: skip
from warta.campaigns.permissions import MAY_DRAW, MAY_REVIEW, MAY_SEE
from warta.campaigns.prizes.tests.cast import member
from warta.campaigns.sealing.drawing import draw_due
from warta.campaigns.sealing.publishing import published_proof
from warta.campaigns.sealing.services import seal_approved
from warta.campaigns.sealing.tests.cast import DRAWN_AT, SEALED_AT, closed, closed_with, drawn_with, sealed_with
from warta.campaigns.taking_part.entries import change_entry
from warta.campaigns.tests.proofs import ROUND, ROUNDS
from warta.lib.clock import clock_at
from warta.readers.models import SignIn
from warta.readers.terms.tests.cast import signed_in

pytestmark = pytest.mark.django_db
ALL = (MAY_SEE, MAY_REVIEW, MAY_DRAW)


def two_members() -> tuple[Client, Client]:
    first, second = (signed_in(member(name, *ALL)) for name in ("fitri", "gita"))
    return first, second


def draw_page(seal_or_campaign: object, rest: str = "") -> str:
    return f"/newsroom/draw/{getattr(seal_or_campaign, 'pk', 0)}/{rest}"


def test_two_members_come_from_the_closed_campaign_to_the_published_proof() -> None:
    campaign = closed_with(12)
    fitri, gita = two_members()
    with clock_at(SEALED_AT):
        fitri.post(draw_page(campaign, "count/"))
        about = {"step": "seal", "about": SealDraft.objects.get().about}
        fitri.post(draw_page(campaign, "approve/"), about)
        assert 'name="about"' not in fitri.get(draw_page(campaign)).content.decode()
        gita.post(draw_page(campaign, "approve/"), about)
        seal_approved()
    seal = Seal.objects.get()
    with clock_at(DRAWN_AT + timedelta(seconds=30)):
        for one in (fitri, gita):
            one.post(draw_page(campaign, "approve/"), {"step": "draw", "about": seal.seal_hash})
        fitri.post(draw_page(campaign, "signature/"), {"signature": ROUNDS[ROUND]})
        assert draw_due() == 1
        shown = gita.get(draw_page(campaign)).content.decode()

    result = DrawResult.objects.get()
    assert verify(published_proof(result), published=seal.seal_hash).is_good
    assert result.result_hash[:8] in shown


def test_the_page_says_what_stops_the_sealing() -> None:
    campaign = closed_with(4)
    fitri, _gita = two_members()
    with clock_at(SEALED_AT):
        change_entry(campaign.entries.first(), EntryState.HELD, Why.UNUSUAL, by="x" * 26)
        page = fitri.get(draw_page(campaign)).content.decode()
        fitri.post(draw_page(campaign, "count/"))

    assert "1 entry is held" in page or "1 entri" in page
    assert not SealDraft.objects.exists()


def test_a_wrong_signature_is_refused_in_words() -> None:
    seal = sealed_with(4)
    fitri, _gita = two_members()
    with clock_at(DRAWN_AT + timedelta(seconds=30)):
        answer = fitri.post(draw_page(seal.campaign, "signature/"), {"signature": "ab" * 48}, follow=True)

    assert str(ROUND) in answer.content.decode()
    assert seal.campaign.state == State.SEALED


def test_whoever_has_no_right_sees_and_does_nothing() -> None:
    campaign = closed_with(4)
    dewi = signed_in(member("dewi", MAY_SEE))
    for path in (draw_page(campaign), f"/newsroom/review/{campaign.pk}/", f"/newsroom/review/{campaign.pk}/entries/"):
        assert dewi.get(path).status_code == 302
    dewi.post(draw_page(campaign, "count/"))

    assert not SealDraft.objects.exists()


def test_clusters_and_entries_are_decided_on_the_page() -> None:
    campaign = closed_with(6)
    for entry in campaign.entries.all():
        SignIn.objects.create(person=entry.person, state=SignIn.State.PASSED, owner="o", address="one", agent="a")
    fitri, gita = two_members()
    review = f"/newsroom/review/{campaign.pk}/"
    with clock_at(SEALED_AT):
        find_clusters_of(campaign)
        cluster = Cluster.objects.get()
        for one in (fitri, gita):
            assert "draw-letter" in one.get(review).content.decode()
            one.post(f"{review}clusters/{cluster.pk}/", {"verdict": "collapsed"})
        first = Entry.objects.get(campaign=campaign, state=EntryState.VALID)
        fitri.post(f"{review}entries/{first.pk}/", {"act": "rejected/false-data", "note": "Not the holder's name."})
        pages = [fitri.get(f"{review}{rest}").status_code for rest in ("", "appeals/", "entries/", "days/")]

    assert Cluster.objects.get().state == ClusterState.COLLAPSED
    assert Entry.objects.get(pk=first.pk).why == Why.FALSE_DATA
    assert pages == [200] * 4


def test_who_decided_on_an_entry_does_not_answer_the_appeal_against_it() -> None:
    campaign = closed_with(3)
    entry = campaign.entries.first()
    fitri, gita = two_members()
    review = f"/newsroom/review/{campaign.pk}/"
    with clock_at(SEALED_AT):
        fitri.post(f"{review}entries/{entry.pk}/", {"act": "rejected/against-terms", "note": "Advertising."})
        appeal = EntryAppeal.objects.create(entry=Entry.objects.get(pk=entry.pk))
        answer = {"verdict": "grant", "answer": "It is no advertising."}
        fitri.post(f"{review}appeals/{appeal.pk}/", answer)
        assert Entry.objects.get(pk=entry.pk).state == EntryState.REJECTED
        gita.post(f"{review}appeals/{appeal.pk}/", answer)

    assert Entry.objects.get(pk=entry.pk).state == EntryState.VALID


def test_the_comparison_is_shown_with_what_it_found() -> None:
    result = drawn_with(5)
    fitri, _gita = two_members()
    page = draw_page(result.campaign)
    fitri.post(f"{page}compare/")
    assert Comparison.objects.get().found == []
    result.campaign.entries.update(state=EntryState.VALID)
    type(result.campaign).objects.update(substitutes=77)
    fitri.post(f"{page}compare/")

    assert len(Comparison.objects.get().found) == 1
    assert "draw-trouble" in fitri.get(page).content.decode()


def test_readers_find_the_seal_the_files_and_the_checking_on_the_campaigns_pages(client: Client) -> None:
    result = drawn_with(5)
    seal = Seal.objects.get()
    campaign = closed(result.campaign)

    page = client.get(f"/campaign/{campaign.slug}/").content.decode()
    check = client.get(f"/en/campaign/{campaign.slug}/verify/").content.decode()

    assert seal.seal_hash[:8] in page
    assert f"/media/{seal.file.removeprefix('media/')}" in page
    assert f'data-bundle="/media/{result.file.removeprefix("media/")}"' in check
    assert client.get("/campaign/none-such/verify/").status_code == 404
