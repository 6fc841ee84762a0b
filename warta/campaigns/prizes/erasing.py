"""What is held of a winner: for their download, when they are erased, when they take a consent back."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from warta.campaigns.models import ShownName, Voucher, Win, WinStep
from warta.campaigns.prizes.locking import fresh_win, locked_campaign
from warta.campaigns.prizes.passing import PASSABLE, withdraw_erased
from warta.press.services import changed
from warta.readers.models import User
from warta.readers.own_data.gathering import Row, Source
from warta.readers.terms.events import WithdrawnFact
from warta.readers.terms.purposes import WINNER_NAMES


def erase_wins(person: User) -> None:
    """Inside the transaction that erases, before the entries lose their person: what is not handed over passes on.

    What was handed over stays in the ledger, under its own key and term. On the list of winners nobody is named.
    """
    wins = Win.objects.filter(entry__person=person).order_by("campaign_id")
    for pk, campaign_id, state in list(wins.values_list("pk", "campaign_id", "state")):
        locked_campaign(campaign_id)
        Win.objects.filter(pk=pk).update(shown_as=ShownName.CODE)
        changed({f"campaign:{campaign_id}"})
        if state in PASSABLE:
            withdraw_erased(fresh_win(pk))


def name_no_more(fact: WithdrawnFact) -> None:
    """The consent to be named was taken back: masked again. Safe to repeat."""
    if fact.purpose != WINNER_NAMES.name:
        return
    named = Win.objects.filter(entry__person__public_id=fact.person, shown_as=ShownName.FULL)
    for win in named:
        if Win.objects.filter(pk=win.pk, shown_as=ShownName.FULL).update(shown_as=ShownName.MASKED):
            WinStep.objects.create(win=win, what="named", note=ShownName.MASKED.value, by=fact.person)
            changed({f"campaign:{win.campaign_id}"})


def wins_for_download(person: User) -> Iterator[Row]:
    """Never the voucher: it is shown after a proof alone."""
    wins = Win.objects.filter(entry__person=person).select_related("campaign", "prize", "entry").order_by("since")
    vouchers = dict(Voucher.objects.filter(win__in=wins).values_list("win_id", "number"))
    for win in wins:
        yield {
            "campaign": win.campaign.slug, "prize": win.prize.slug, "entry_code": win.entry.code, "state": win.state,
            "position": win.position, "deadline": win.deadline, "claimed_at": win.claimed_at,
            "handed_over_at": win.handed_over_at, "named": win.shown_as, "voucher_number": vouchers.get(win.pk),
            "reason": win.reason, "evidence": win.evidence,
        }  # fmt: skip


SOURCE_OF_PRIZES = Source("campaign-prizes", _("Prizes in campaigns"), wins_for_download)
