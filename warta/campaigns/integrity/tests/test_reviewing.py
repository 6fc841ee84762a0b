"""Clusters that look like one person's are decided by two members; the days are published and say the truth."""

from __future__ import annotations

from datetime import timedelta

import pytest

from warta.audit.models import AuditEntry
from warta.campaigns.draw.computing import leaves, root_of
from warta.campaigns.errors import ChangedMeanwhile, NotPossible, Sealed
from warta.campaigns.integrity.clusters import decide_cluster, find_clusters_of
from warta.campaigns.integrity.daily import publish_days, root_until
from warta.campaigns.integrity.entries import decide_entry
from warta.campaigns.integrity.evidence import evidence_of
from warta.campaigns.integrity.queries import clusters_shown, daily_counts, open_clusters
from warta.campaigns.integrity.traits import note_traits_of
from warta.campaigns.models import Campaign, Cluster, ClusterState, DailyCount, Entry, EntryState, Trait, Why
from warta.campaigns.review import mailbox_of
from warta.campaigns.sealing.lists import NOTHING
from warta.campaigns.sealing.tests.cast import (
    CLOSED_AT,
    FITRI,
    GITA,
    OPENED_AT,
    SEALED_AT,
    add_entries,
    campaign_with,
    sealed_with,
)  # fmt: skip
from warta.campaigns.taking_part.entries import change_entry
from warta.lib.clock import clock_at
from warta.readers.models import SignIn, User

pytestmark = pytest.mark.django_db
DURING = OPENED_AT + timedelta(days=2)


def signed_in_from(person: User, address: str, agent: str) -> None:
    SignIn.objects.create(person=person, state=SignIn.State.PASSED, owner="o", address=address, agent=agent)


def crowd() -> tuple[Campaign, list[Entry]]:
    """Twelve entries: five of one device and network, two with one mailbox, five of their own."""
    campaign = campaign_with(12)
    entries = list(campaign.entries.select_related("person").order_by("pk"))
    for number, entry in enumerate(entries):
        person = entry.person
        assert person is not None
        place = "puppeteer" if number < 5 else f"home {number}"
        signed_in_from(person, place[:16], "agent")
        if number in (5, 6):
            User.objects.filter(pk=person.pk).update(email=f"ana+{number}@gmail.com")
    return campaign, entries


def test_entries_that_share_a_device_or_a_mailbox_are_proposed_and_others_are_not() -> None:
    campaign, entries = crowd()

    with clock_at(DURING):
        assert find_clusters_of(campaign) == 2

    found = {tuple(sorted(cluster.members.values_list("entry_id", flat=True))) for cluster in Cluster.objects.all()}
    assert found == {tuple(entry.pk for entry in entries[:5]), tuple(entry.pk for entry in entries[5:7])}
    shared = [cluster.shared for cluster in open_clusters(campaign)]
    assert shared == [["device", "network"], ["contact"]]


def test_what_is_compared_is_nothing_that_can_be_read_and_differs_between_campaigns() -> None:
    campaign, entries = crowd()
    other = campaign_with(0)
    copied = Entry.objects.create(campaign=other, person=entries[0].person, commitment="0" * 64)
    for one in (campaign, other):
        note_traits_of(one)

    values = set(Trait.objects.values_list("value", flat=True))
    assert all(len(value) == 64 and "puppeteer" not in value for value in values)
    own = set(Trait.objects.filter(entry=copied).values_list("value", flat=True))
    assert not own & set(Trait.objects.filter(entry=entries[0]).values_list("value", flat=True))


def test_spellings_of_one_mailbox_are_one() -> None:
    assert mailbox_of("A.N.A+kuis@Gmail.com") == "ana@gmail.com"
    assert mailbox_of("a.n.a+kuis@warta.example") == "a.n.a@warta.example"


def test_two_members_who_say_the_same_collapse_a_cluster_to_its_first_entry() -> None:
    campaign, entries = crowd()
    with clock_at(DURING):
        find_clusters_of(campaign)
        cluster = open_clusters(campaign)[0]
        assert not decide_cluster(cluster, ClusterState.COLLAPSED, by=FITRI)
        assert not decide_cluster(cluster, ClusterState.COLLAPSED, by=FITRI)
        assert not decide_cluster(cluster, ClusterState.KEPT, by="h" * 26)
        assert decide_cluster(cluster, ClusterState.COLLAPSED, by=GITA, note="one device")
        with pytest.raises(ChangedMeanwhile):
            decide_cluster(cluster, ClusterState.KEPT, by=FITRI)
        find_clusters_of(campaign)

    states = [entry.state for entry in Entry.objects.filter(pk__in=[one.pk for one in entries[:5]]).order_by("pk")]
    assert states == [EntryState.VALID, *[EntryState.COLLAPSED] * 4]
    assert Cluster.objects.get(pk=cluster.pk).standing_id == entries[0].pk
    assert Entry.objects.get(pk=entries[1].pk).why == Why.ONE_PERSON
    assert open_clusters(campaign).count() == 1
    assert AuditEntry.objects.filter(action="cluster.decided").count() == 1


def test_what_was_kept_is_not_proposed_again_unless_it_grows() -> None:
    campaign, _entries = crowd()
    with clock_at(DURING):
        find_clusters_of(campaign)
        cluster = open_clusters(campaign)[0]
        for member in (FITRI, GITA):
            decide_cluster(cluster, ClusterState.KEPT, by=member)
        assert find_clusters_of(campaign) == 1
        (new,) = add_entries(campaign, 1, first=40)
        assert new.person is not None
        signed_in_from(new.person, "puppeteer", "agent")
        assert find_clusters_of(campaign) == 2

    assert not Entry.objects.filter(state=EntryState.COLLAPSED).exists()


def test_members_see_letters_and_nothing_of_anybodys() -> None:
    campaign, _entries = crowd()
    with clock_at(DURING):
        find_clusters_of(campaign)
    largest, smaller = evidence_of(clusters_shown(campaign, ClusterState.PROPOSED))

    assert [member.shares for member in largest.members] == [["A", "A", ""]] * 5
    assert [member.shares[2] for member in smaller.members] == ["A", "A"]


def test_nothing_is_collapsed_once_the_list_is_sealed() -> None:
    seal = sealed_with(6)
    cluster = Cluster.objects.create(campaign=seal.campaign, key="k", size=2)

    with pytest.raises(Sealed):
        decide_cluster(cluster, ClusterState.COLLAPSED, by=FITRI)


def test_a_single_entry_is_decided_with_a_public_reason_of_the_list() -> None:
    campaign, entries = crowd()
    entry = entries[0]
    with clock_at(DURING):
        with pytest.raises(NotPossible):
            decide_entry(entry, "rejected", Why.OWN_WISH, note="x", by=FITRI)
        with pytest.raises(NotPossible):
            decide_entry(entry, "rejected", Why.FALSE_DATA, note="", by=FITRI)
        decide_entry(entry, "rejected", Why.FALSE_DATA, note="The name is another person's.", by=FITRI)
        with pytest.raises(NotPossible):
            decide_entry(entry, "held", Why.UNUSUAL, note="", by=FITRI)

    assert Entry.objects.get(pk=entry.pk).state == EntryState.REJECTED
    assert campaign.entries.filter(state=EntryState.VALID).count() == 11


def test_each_day_that_is_over_is_published_once_with_the_root_of_its_receipts() -> None:
    campaign = campaign_with(30)
    with clock_at(DURING):
        assert publish_days() == 2
        assert publish_days() == 0

    first, second = daily_counts(campaign)
    assert (first.entries, second.entries) == (1, 25)
    rows = campaign.entries.filter(created_at__lt=second.cut_at).order_by("code").values_list("code", "commitment")
    records = b"".join(bytes.fromhex(code + commitment) for code, commitment in rows)
    assert second.root == root_of(leaves(bytes.fromhex(campaign.code), records)).hex()


def test_a_day_that_was_missed_says_the_same_as_one_told_on_time() -> None:
    campaign = campaign_with(40)
    one, other = campaign.entries.order_by("pk")[:2]
    with clock_at(OPENED_AT + timedelta(days=3)):
        change_entry(one, EntryState.WITHDRAWN, Why.OWN_WISH)
    with clock_at(OPENED_AT + timedelta(days=4)):
        publish_days()
    on_time = list(DailyCount.objects.order_by("day").values_list("day", "entries", "withdrawn", "root"))
    DailyCount.objects.all().delete()
    with clock_at(OPENED_AT + timedelta(days=5)):
        change_entry(other, EntryState.REJECTED, Why.FALSE_DATA, note="x", by=FITRI)
    with clock_at(CLOSED_AT + timedelta(hours=20)):
        publish_days()

    late = list(DailyCount.objects.order_by("day").values_list("day", "entries", "withdrawn", "root"))
    assert late[: len(on_time)] == on_time
    assert len(on_time) == 4
    assert len(late) == 8
    assert DailyCount.objects.latest("day").cut_at == CLOSED_AT


def test_a_day_without_any_entry_has_the_root_of_nothing() -> None:
    campaign = campaign_with(0)

    assert root_until(campaign, SEALED_AT) == NOTHING
