"""A file of vouchers on its way in: what is wrong is named by its line, what is right is sealed and counted."""

from __future__ import annotations

import pytest

from warta.audit.models import AuditEntry
from warta.campaigns.keys import WRAPPED, keys_under, wrap_keys_anew
from warta.campaigns.models import Campaign, State, Voucher, VoucherLoad
from warta.campaigns.prizes.queries import voucher_counts
from warta.campaigns.prizes.tests.cast import FITRI, loaded, prize_of
from warta.campaigns.prizes.vouchers import FileRefused, load_vouchers, words_of
from warta.campaigns.tests.cast import opened_campaign
from warta.readers.key_ring import add_master_key, ring
from warta.readers.rotation import KeyInUse, forget_master_key, must_wrap, wrap_anew

pytestmark = pytest.mark.django_db


def _load(campaign: Campaign, text: str, *, takes_good_ones: bool = False) -> list[str]:
    done = load_vouchers(prize_of(campaign), text.encode(), by=FITRI, takes_good_ones=takes_good_ones)
    return [words_of(trouble) for trouble in done.troubles]


def test_good_ones_are_sealed_and_counted_and_no_code_stands_in_the_database() -> None:
    campaign = opened_campaign()

    _load(campaign, "code\nABC-123\nabc-123\n")

    count = voucher_counts(campaign)[0]
    assert (count.loaded, count.free, count.missing) == (2, 2, 88)
    stored = repr(list(Voucher.objects.values())) + repr(list(VoucherLoad.objects.values()))
    assert "ABC" not in stored
    assert "abc-1" not in stored
    assert not AuditEntry.objects.filter(facts__contains="ABC").exists()


def test_one_wrong_line_refuses_the_whole_file_and_is_named_by_its_number() -> None:
    campaign = opened_campaign()

    with pytest.raises(FileRefused) as refused:
        _load(campaign, "code\nABC-123\n=1+1\nABC-123\nDEF-456\n")

    assert [words_of(trouble) for trouble in refused.value.troubles] == [
        "Line 3: not a code: 3 to 80 letters, digits, points, hyphens or underscores.",
        "Line 4: the same code as in line 2.",
    ]
    assert not Voucher.objects.exists()


def test_by_choice_the_good_lines_are_taken() -> None:
    campaign = opened_campaign()

    assert len(_load(campaign, "code\nABC-123\n=1+1\nDEF-456\n", takes_good_ones=True)) == 1

    assert Voucher.objects.count() == 2
    load = VoucherLoad.objects.get()
    assert (load.taken, load.doubles, load.refused) == (2, 0, 1)


def test_what_was_loaded_before_is_a_double_and_loading_again_adds_nothing() -> None:
    campaign = opened_campaign()
    _load(campaign, "ABC-123\nDEF-456\n")

    with pytest.raises(FileRefused):
        _load(campaign, "ABC-123\nDEF-456\n", takes_good_ones=True)
    assert _load(campaign, "GHI-789\nABC-123\n", takes_good_ones=True) == ["Line 2: this voucher was loaded before."]

    assert list(Voucher.objects.values_list("number", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://evil.example","x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "<script>alert(1)</script>",
        "'; DROP TABLE vouchers; --", "ABC\x00DEF", "ＡＢＣ１２３", "ab", "a" * 81, "kode dengan spasi", "\u202eABC1",
    ],
)  # fmt: skip
def test_hostile_text_is_no_code_and_is_never_repeated(text: str) -> None:
    campaign = opened_campaign()

    with pytest.raises(FileRefused) as refused:
        _load(campaign, f"code\nGOOD-1\n{text}\n")

    told = str(refused.value) + " ".join(words_of(trouble) for trouble in refused.value.troubles)
    assert text not in told
    assert not Voucher.objects.exists()


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"code\n", b'"un\x00closed\n', b"a" * (5 * 1024 * 1024 + 1)])
def test_what_is_no_list_is_refused_in_a_sentence(data: bytes) -> None:
    campaign = opened_campaign()

    with pytest.raises(FileRefused) as refused:
        load_vouchers(prize_of(campaign), data, by=FITRI, takes_good_ones=True)

    assert str(refused.value).endswith(".")


def test_once_settled_a_campaign_takes_no_more() -> None:
    campaign = opened_campaign()
    Campaign.objects.filter(pk=campaign.pk).update(state=State.SETTLED)

    with pytest.raises(FileRefused):
        loaded(campaign, 1)


def test_a_rotation_of_the_master_keys_covers_the_keys_of_campaigns() -> None:
    must_wrap(WRAPPED)
    campaign = opened_campaign()
    loaded(campaign, 2)
    before = ring().current_name
    add_master_key()
    with pytest.raises(KeyInUse, match="keys of campaigns"):
        forget_master_key(before)

    wrap_anew()

    assert keys_under(before) == 0
    assert keys_under(ring().current_name) == 3
    assert wrap_keys_anew() == 0
    loaded(campaign, 1, start=3)
    with pytest.raises(FileRefused):
        loaded(campaign, 1, start=1)
