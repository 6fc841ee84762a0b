"""From a comment to an entry, and out of the list again."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from warta.campaigns.draw.computing import commitment
from warta.campaigns.errors import Sealed
from warta.campaigns.models import Campaign, Candidate, Contribution, Entry, EntryState, State, Why
from warta.campaigns.taking_part import sweeping
from warta.campaigns.taking_part.entries import change_entry, take_up_entry, withdraw_entry
from warta.campaigns.taking_part.erasing import erase_entries
from warta.campaigns.taking_part.forgetting import forget_ended
from warta.campaigns.taking_part.queries import counts_of
from warta.campaigns.taking_part.receipts import receipt_bytes
from warta.campaigns.taking_part.services import agree, comment_approved, comment_withdrawn, profile_changed
from warta.campaigns.tests.cast import article, comment_fact, complete_reader, entrant, opened_campaign
from warta.lib.clock import clock_at, now
from warta.readers import vault
from warta.readers.events import ProfileFact
from warta.readers.models import User, WaitingMail
from warta.readers.terms.tests.cast import reader
from warta.readers.vault_fields import FULL_NAME, PHONE

pytestmark = pytest.mark.django_db


def _entry(campaign: Campaign, person: User) -> Entry:
    return Entry.objects.get(campaign=campaign, person=person)


def test_an_approved_comment_of_a_complete_reader_is_an_entry() -> None:
    campaign = opened_campaign()
    person = entrant(campaign, "gita")

    entry = _entry(campaign, person)

    assert entry.state == EntryState.VALID
    assert [reason.why for reason in entry.reasons.all()] == [Why.ENTERED]
    assert entry.comment_id == Contribution.objects.get().comment_id


def test_many_comments_and_the_same_one_twice_are_one_entry() -> None:
    campaign = opened_campaign()
    person = entrant(campaign, "gita")
    fact = comment_fact(person, campaign)

    comment_approved(fact)
    comment_approved(fact)

    assert Entry.objects.count() == 1
    assert Contribution.objects.count() == 2


def test_the_receipt_opens_what_the_list_shows() -> None:
    campaign = opened_campaign()
    person = entrant(campaign, "gita")
    entry = _entry(campaign, person)

    receipt = json.loads(receipt_bytes(entry, person))

    shown = commitment(bytes.fromhex(receipt["opening"]), bytes.fromhex(receipt["account"]))
    assert shown.hex() == entry.commitment
    assert (receipt["campaign"], receipt["code"]) == (campaign.code, entry.code)


def test_who_lacks_something_waits_and_is_told_exactly_what() -> None:
    campaign = opened_campaign()
    person = reader("hadi")

    comment_approved(comment_fact(person, campaign))

    assert Candidate.objects.get().missing == ["agreement", "full_name", "birth_date", "phone", "address_area"]
    assert not Entry.objects.exists()
    assert WaitingMail.objects.filter(kind="campaign_missing", person=person).count() == 1


def test_completing_the_profile_inside_the_window_makes_the_entry() -> None:
    campaign = opened_campaign()
    person = complete_reader("hadi")
    vault.keep(person, FULL_NAME, "", by=person)
    agree(person, campaign, language="id")
    comment_approved(comment_fact(person, campaign))
    assert Candidate.objects.get().missing == ["full_name"]

    vault.keep(person, FULL_NAME, "Hadi", by=person)
    profile_changed(ProfileFact(person.public_id, ("full_name",)))

    assert _entry(campaign, person).state == EntryState.VALID
    assert not Candidate.objects.exists()


def test_completing_the_profile_after_the_closing_is_too_late() -> None:
    campaign = opened_campaign()
    person = complete_reader("hadi")
    comment_approved(comment_fact(person, campaign))

    with clock_at(campaign.closes_at + timedelta(seconds=1)):
        sweeping.close_due()
        profile_changed(ProfileFact(person.public_id, ("full_name",)))

    assert not Entry.objects.exists()
    assert Campaign.objects.get().state == State.CLOSED


def test_a_second_account_with_the_same_phone_takes_no_part() -> None:
    campaign = opened_campaign()
    first = entrant(campaign, "gita")
    number = vault.own_value(first, PHONE)
    vault.keep(first, PHONE, "", by=first)  # and a new account proves it
    second = complete_reader("gita2")
    vault.keep(second, PHONE, number, by=second)
    vault.confirm(second, PHONE, by=second)
    agree(second, campaign, language="en")

    comment_approved(comment_fact(second, campaign))

    assert Candidate.objects.get(person=second).missing == ["own-phone"]
    assert Entry.objects.count() == 1


def test_a_comment_outside_scope_window_or_hashtag_takes_no_part() -> None:
    campaign = opened_campaign()
    person = complete_reader("hadi")
    agree(person, campaign, language="en")

    comment_approved(comment_fact(person, campaign, at=campaign.closes_at))
    comment_approved(comment_fact(person, campaign, at=campaign.opens_at - timedelta(seconds=1)))
    comment_approved(comment_fact(person, campaign, tags=frozenset({"lain"})))

    assert not Contribution.objects.exists()


def test_an_entry_goes_with_its_last_comment_and_comes_back_with_it() -> None:
    campaign = opened_campaign()
    person = complete_reader("gita")
    agree(person, campaign, language="en")
    fact = comment_fact(person, campaign)
    comment_approved(fact)

    comment_withdrawn(fact)
    assert (_entry(campaign, person).state, _entry(campaign, person).why) == (
        EntryState.WITHDRAWN,
        Why.COMMENT_GONE,
    )

    comment_approved(fact)
    assert _entry(campaign, person).state == EntryState.VALID


def test_an_edited_comment_without_the_hashtag_counts_no_more() -> None:
    campaign = opened_campaign()
    person = complete_reader("gita")
    agree(person, campaign, language="en")
    fact = comment_fact(person, campaign, comment_id=77)
    comment_approved(fact)

    comment_approved(comment_fact(person, campaign, comment_id=77, tags=frozenset()))

    assert _entry(campaign, person).state == EntryState.WITHDRAWN


def test_what_a_person_decided_no_rule_takes_back() -> None:
    campaign = opened_campaign()
    person = entrant(campaign, "gita")
    change_entry(_entry(campaign, person), EntryState.REJECTED, Why.FALSE_DATA, by="f" * 26)

    comment_approved(comment_fact(person, campaign))

    assert _entry(campaign, person).state == EntryState.REJECTED
    assert WaitingMail.objects.filter(kind="entry_changed").count() == 1


def test_a_reader_withdraws_and_takes_part_again() -> None:
    campaign = opened_campaign()
    person = entrant(campaign, "gita")

    withdraw_entry(person, campaign)
    assert counts_of(campaign).valid == 0

    take_up_entry(person, campaign)
    assert counts_of(campaign).valid == 1
    assert _entry(campaign, person).reasons.count() == 3


def test_nothing_of_a_sealed_list_changes() -> None:
    campaign = opened_campaign()
    person = entrant(campaign, "gita")
    Campaign.objects.update(state=State.SEALED)

    with pytest.raises(Sealed):
        withdraw_entry(person, campaign)

    assert _entry(campaign, person).state == EntryState.VALID


def test_erasing_before_the_seal_withdraws_and_after_it_leaves_the_leaf() -> None:
    campaign = opened_campaign()
    early, late = entrant(campaign, "gita"), entrant(campaign, "hadi")
    before = _entry(campaign, late)
    erase_entries(early)
    Campaign.objects.update(state=State.SEALED)

    erase_entries(late)

    states = {(entry.state, bytes(entry.sealed_opening), entry.person_id) for entry in Entry.objects.all()}
    assert states == {(EntryState.WITHDRAWN, b"", None), (EntryState.VALID, b"", None)}
    assert Entry.objects.get(pk=before.pk).commitment == before.commitment


def test_members_and_the_too_young_are_told_so() -> None:
    campaign = opened_campaign(min_age=40)
    person = complete_reader("gita")
    User.objects.filter(pk=person.pk).update(is_staff=True)
    person.refresh_from_db()
    agree(person, campaign, language="en")

    comment_approved(comment_fact(person, campaign))

    assert Candidate.objects.get().missing == ["not-member", "age"]
    assert not WaitingMail.objects.filter(kind="campaign_missing").exists()  # nothing can be done about it


def test_an_account_that_is_too_new_takes_part_once_it_is_old_enough() -> None:
    campaign = opened_campaign(min_account_age_days=2)
    person = complete_reader("gita")
    agree(person, campaign, language="en")
    comment_approved(comment_fact(person, campaign))
    assert Candidate.objects.get().missing == ["account-age"]

    with clock_at(now() + timedelta(days=3)):
        assert sweeping.look_at_candidates() == 1

    assert _entry(campaign, person).state == EntryState.VALID


def test_a_more_civil_comment_is_counted() -> None:
    campaign = opened_campaign(civility_at_least=60)
    person = complete_reader("gita")
    agree(person, campaign, language="en")
    comment_approved(comment_fact(person, campaign, civility=0.7))
    assert Candidate.objects.get().missing == ["civility"]

    comment_approved(comment_fact(person, campaign, civility=0.2))

    assert _entry(campaign, person).state == EntryState.VALID


def test_no_article_no_entry() -> None:
    campaign = opened_campaign()
    person = complete_reader("gita")

    comment_approved(comment_fact(person, campaign, article_id=article().pk + 999))

    assert not Contribution.objects.exists()


def test_half_a_year_after_its_end_nothing_tells_who_wrote_what_and_the_leaf_stays() -> None:
    campaign = opened_campaign()
    person = entrant(campaign, "gita")
    before = _entry(campaign, person)
    Campaign.objects.update(state=State.SETTLED, settled_at=now())
    assert forget_ended() == 0

    with clock_at(now() + timedelta(days=181)):
        assert forget_ended() == 2  # the agreement and the comment
        assert forget_ended() == 0

    after = _entry(campaign, person)
    assert (after.commitment, after.phone_index, after.comment_id) == (before.commitment, "", None)
    assert receipt_bytes(after, person) == receipt_bytes(before, person)
