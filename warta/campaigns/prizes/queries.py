"""Prizes as they are asked for: by their winner, by everybody, by the newsroom."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from warta.campaigns.models import Campaign, Charge, ChargeState, ShownName, Voucher, Win, WinState
from warta.campaigns.prizes.names import masked_name
from warta.campaigns.prizes.sealed_reasons import reasons_of
from warta.readers.models import User


@dataclass(frozen=True)
class PublicWin:
    """A prize as everybody sees it. `name` only as its winner consented, "" where they are a code alone."""

    position: int
    code: str
    prize: str
    name: str
    state: str
    is_substitute: bool


@dataclass(frozen=True)
class PublicPassing:
    """A prize that went on. Who lost it is never named; `to` is the place that follows, None where it lapsed."""

    number: int
    position: int
    code: str
    prize: str
    words: str
    evidence: str
    at: datetime | None
    to: int | None


@dataclass(frozen=True)
class PublicWinners:
    holders: list[PublicWin] = field(default_factory=list)
    passings: list[PublicPassing] = field(default_factory=list)

    @property
    def handed_over(self) -> int:
        return sum(one.state == WinState.HANDED_OVER for one in self.holders)

    def __bool__(self) -> bool:
        return bool(self.holders or self.passings)


@dataclass(frozen=True)
class VoucherCount:
    """Of one prize. `wanted` claims wait for a voucher; `missing` is how many have to be loaded at least."""

    prize_id: int
    prize: str
    quantity: int
    loaded: int
    handed: int
    wanted: int

    @property
    def free(self) -> int:
        return self.loaded - self.handed

    @property
    def missing(self) -> int:
        return max(self.quantity - self.loaded, 0)


def public_winners(campaign: Campaign) -> PublicWinners:
    """The list of winners for the campaign's pressed page, which carries the tag `campaign:<id>`."""
    wins = list(_wins(campaign))
    first = {win.slot: win.pk for win in reversed(wins)}
    held = [win for win in wins if win.state != WinState.PASSED_ON]
    passed = sorted((win for win in wins if win.state == WinState.PASSED_ON), key=lambda win: win.passing or 0)
    return PublicWinners(
        [_public(win, is_substitute=first[win.slot] != win.pk) for win in held],
        _passings(campaign, wins, passed),
    )


def name_of(win: Win) -> str:
    """As the winner consented. Who has no public name, or no account any more, is a code."""
    person = win.entry.person
    if person is None or win.shown_as == ShownName.CODE:
        return ""
    return person.display_name if win.shown_as == ShownName.FULL else masked_name(person.display_name)


def own_win(person: User, slug: str) -> Win | None:
    """The reader's own win in the campaign of this address; nobody else's is found."""
    own = Win.objects.filter(entry__person=person, campaign__slug=slug)
    return own.select_related("campaign", "prize", "entry__person", "campaign__terms_version__document").first()


def voucher_counts(campaign: Campaign) -> list[VoucherCount]:
    counted = Voucher.objects.filter(campaign=campaign).order_by().values("prize").annotate(
        loaded=Count("pk"), handed=Count("pk", filter=Q(win__isnull=False))
    )  # fmt: skip
    loaded = {row["prize"]: (row["loaded"], row["handed"]) for row in counted}
    claimed = Win.objects.filter(campaign=campaign, state=WinState.CLAIMED).order_by().values_list("prize")
    wanted = dict(claimed.annotate(count=Count("pk")))
    return [
        VoucherCount(
            prize.pk, prize.name, prize.quantity, *loaded.get(prize.pk, (0, 0)), wanted=wanted.get(prize.pk, 0)
        )
        for prize in campaign.prizes.all()
    ]


def wins_for_newsroom(campaign: Campaign, state: str = "") -> QuerySet[Win]:
    wins = Win.objects.filter(campaign=campaign).select_related("prize", "entry").order_by("position")
    return wins.filter(state=state) if state in WinState.values else wins


def counts_by_state(campaign: Campaign) -> dict[str, int]:
    rows = Win.objects.filter(campaign=campaign).order_by().values_list("state").annotate(count=Count("pk"))
    return dict(rows)


def open_charges(campaign: Campaign) -> QuerySet[Charge]:
    return Charge.objects.filter(win__campaign=campaign, state=ChargeState.OPEN).select_related("win__prize")


def _wins(campaign: Campaign) -> QuerySet[Win]:
    return Win.objects.filter(campaign=campaign).select_related("entry__person", "prize").order_by("position")


def _public(win: Win, *, is_substitute: bool) -> PublicWin:
    return PublicWin(win.position, win.entry.code, win.prize.name, name_of(win), win.state, is_substitute)


def _passings(campaign: Campaign, wins: list[Win], passed: list[Win]) -> list[PublicPassing]:
    """Who follows a win in its slot is the next of that slot by position."""
    reasons = reasons_of(campaign) if passed else {}
    return [
        PublicPassing(
            number=win.passing or 0, position=win.position, code=win.entry.code, prize=win.prize.name,
            words=reasons[win.reason].words if win.reason in reasons else win.reason, evidence=win.evidence,
            at=win.passed_on_at,
            to=_following(wins, win),
        )
        for win in passed
    ]  # fmt: skip


def _following(wins: list[Win], win: Win) -> int | None:
    return min((one.position for one in wins if one.slot == win.slot and one.position > win.position), default=None)
