"""Who holds which prize, the vouchers, and the ledger of what was handed over."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from warta.campaigns.models.campaign import Campaign, Prize
from warta.campaigns.models.taking_part import Entry
from warta.lib.clock import now
from warta.lib.ids import opaque_id


class WinState(models.TextChoices):
    TOLD = "told", _("Told, not claimed yet")
    CLAIMED = "claimed", _("Claimed")
    HANDED_OVER = "handed_over", _("Handed over")
    PASSED_ON = "passed_on", _("Passed on")


class Waits(models.TextChoices):
    """What a claimed prize waits for before it is handed over."""

    NOTHING = "", _("Nothing")
    CHECK = "check", _("A check of the account")
    REVIEW = "review", _("Two members of the newsroom")
    VOUCHER = "voucher", _("A voucher that is not loaded yet")
    NEWSROOM = "newsroom", _("The newsroom hands it over")


class ShownName(models.TextChoices):
    """How a winner is named in public; masked unless they consent to more."""

    CODE = "code", _("Only the entry's code")
    MASKED = "masked", _("The masked public name")
    FULL = "full", _("The public name")


class Win(models.Model):
    """A prize in somebody's turn. `slot` is which of the prizes (from 0), `position` the place in the order (from 1).

    Of each slot one win is not passed on; the others say, by a sealed `reason` and its `evidence`, why they are.
    `passing` counts, from 1 and without gaps, the passings-on of the campaign in the order in which they happened.
    """

    id = models.CharField(primary_key=True, max_length=26, default=opaque_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="wins")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="wins")
    prize = models.ForeignKey(Prize, on_delete=models.PROTECT, related_name="wins")
    slot = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=WinState.choices, default=WinState.TOLD)
    reason = models.CharField(max_length=64, blank=True)  # a DisqualificationReason's slug
    evidence = models.CharField(max_length=300, blank=True)  # public
    passing = models.PositiveIntegerField(null=True)
    waits_for = models.CharField(max_length=10, choices=Waits.choices, default=Waits.NOTHING, blank=True)
    shown_as = models.CharField(max_length=8, choices=ShownName.choices, default=ShownName.MASKED)
    since = models.DateTimeField(default=now)
    deadline = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    passed_on_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "entry"], name="win_once_per_entry"),
            models.UniqueConstraint(fields=["campaign", "position"], name="win_once_per_position"),
            models.UniqueConstraint(
                fields=["campaign", "slot"], condition=~Q(state="passed_on"), name="win_one_holder_per_slot"
            ),
            models.UniqueConstraint(fields=["campaign", "passing"], name="win_passings_in_order"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "deadline"], name="win_due")]

    def __str__(self) -> str:
        return f"{self.position} {self.state}"

    @property
    def subject(self) -> str:
        """How the audit log names it."""
        return f"win:{self.pk}"

    def move(self, to: WinState, **values: object) -> bool:
        """Into another state, if it is still in the one that was read. Whether it moved. Log it with a WinStep."""
        if not type(self).objects.filter(pk=self.pk, state=self.state).update(state=to, **values):
            return False
        self.state = to
        return True


class WinStep(models.Model):
    """One thing that happened to a win. `by` is the public id of who did it, "" for the rules."""

    win = models.ForeignKey(Win, on_delete=models.CASCADE, related_name="steps")
    what = models.CharField(max_length=20)
    note = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=26, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return self.what


class ChargeState(models.TextChoices):
    OPEN = "open", _("Waits for a second person")
    CONFIRMED = "confirmed", _("Confirmed: the prize passed on")
    DROPPED = "dropped", _("Dropped: the prize stays")


class Charge(models.Model):
    """One member says that a winner must be disqualified, by a sealed reason; another confirms or drops it.

    `evidence` is published once it is confirmed. `by` and `decided_by` are public ids, and never the same.
    """

    id = models.CharField(primary_key=True, max_length=26, default=opaque_id, editable=False)
    win = models.ForeignKey(Win, on_delete=models.CASCADE, related_name="charges")
    reason = models.CharField(max_length=64)
    evidence = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=ChargeState.choices, default=ChargeState.OPEN)
    by = models.CharField(max_length=26)
    at = models.DateTimeField(default=now)
    decided_by = models.CharField(max_length=26, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["win"], condition=Q(state="open"), name="charge_one_open"),
            models.CheckConstraint(condition=~Q(by=models.F("decided_by")), name="charge_by_two_people"),
        ]

    def __str__(self) -> str:
        return self.state


class VoucherLoad(models.Model):
    """One file of vouchers that was loaded; of the file nothing is kept but what was counted."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="voucher_loads")
    prize = models.ForeignKey(Prize, on_delete=models.PROTECT, related_name="loads")
    file_hash = models.CharField(max_length=64)
    taken = models.PositiveIntegerField(default=0)
    doubles = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    by = models.CharField(max_length=26)
    at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.prize_id} {self.taken}"


class Voucher(models.Model):
    """One voucher, sealed under the campaign's key for vouchers; `double_hash` is blind and finds the same code again.

    Given to one win at most, and each win has one at most.
    """

    load = models.ForeignKey(VoucherLoad, on_delete=models.PROTECT, related_name="vouchers")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="vouchers")
    prize = models.ForeignKey(Prize, on_delete=models.PROTECT, related_name="vouchers")
    number = models.PositiveIntegerField()  # in its campaign, from 1; its place under the seal
    sealed = models.BinaryField()
    double_hash = models.CharField(max_length=64)
    win = models.OneToOneField(Win, null=True, on_delete=models.PROTECT, related_name="voucher")
    handed_at = models.DateTimeField(null=True)
    revealed_times = models.PositiveIntegerField(default=0)
    revealed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["campaign", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "double_hash"], name="voucher_no_doubles"),
            models.UniqueConstraint(fields=["campaign", "number"], name="voucher_number_once"),
            models.CheckConstraint(
                condition=Q(win=None, handed_at=None) | Q(win__isnull=False, handed_at__isnull=False),
                name="voucher_handed_to_somebody",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["prize", "number"], condition=Q(win=None), name="voucher_free"),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def place(self) -> str:
        """What the seal is bound to."""
        return f"campaigns.voucher|{self.campaign_id}|{self.number}"


class LedgerKind(models.TextChoices):
    HANDED_OVER = "handed_over", _("Handed over")
    REVERSED = "reversed", _("Reversed")


class LedgerLine(models.Model):
    """One line of the books: value and tax in minor units, when it was handed over, and to whom (sealed).

    Never changed: what was wrong is reversed by another line. Under the campaign's key for the ledger, which is kept
    until `keep_until` also when the winner's account is erased; `win` is then still the way to the sealed order.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="ledger")
    number = models.PositiveIntegerField()  # in its campaign, from 1, without gaps
    kind = models.CharField(max_length=12, choices=LedgerKind.choices)
    win = models.ForeignKey(Win, null=True, on_delete=models.SET_NULL, related_name="ledger_lines")
    entry_code = models.CharField(max_length=32)
    prize_slug = models.CharField(max_length=64)
    value = models.BigIntegerField()
    tax = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    sealed_person = models.BinaryField(default=bytes)
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    note = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=26, blank=True)
    at = models.DateTimeField(default=now)
    keep_until = models.DateField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["campaign", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "number"], name="ledger_number_once"),
            models.UniqueConstraint(
                fields=["win", "kind"], condition=Q(kind="handed_over"), name="ledger_handed_over_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}.{self.number}"

    @property
    def place(self) -> str:
        """What the seal is bound to."""
        return f"campaigns.ledger|{self.campaign_id}|{self.number}"
