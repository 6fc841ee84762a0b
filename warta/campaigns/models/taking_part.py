"""Who takes part: what they wrote, what they agreed to, who lacks what, and the entries with what became of them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from warta.campaigns.models.campaign import Campaign, random_code
from warta.lib.clock import now
from warta.lib.ids import opaque_id
from warta.readers.models import TermsVersion


class Agreement(models.Model):
    """That a reader agreed to the campaign's terms, in this version."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="agreements")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="campaign_agreements")
    version = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5)
    at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "person"], name="agreement_once_per_campaign"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.version_id}"


class Contribution(models.Model):
    """An approved comment under the hashtag, in scope and inside the window, whoever wrote it.

    `is_standing` is no longer so once the comment was withdrawn. `civility` in hundredths; None: nobody scored it.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="contributions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contributions")
    comment_id = models.BigIntegerField()
    article_id = models.BigIntegerField()
    civility = models.PositiveSmallIntegerField(null=True)
    is_standing = models.BooleanField(default=True)
    at = models.DateTimeField()
    noted_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "comment_id"], name="contribution_once_per_comment"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["campaign", "person"], name="contribution_of_person"),
            models.Index(fields=["comment_id"], name="contribution_of_comment"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.comment_id}"


class Candidate(models.Model):
    """A reader who contributed and lacks something; looked at again when their profile changes, until the closing.

    `missing` names what, by `taking_part.eligibility.NEEDS`.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="candidates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="candidacies")
    missing = models.JSONField(default=list)
    since = models.DateTimeField(default=now)
    looked_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "person"], name="candidate_once_per_campaign"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["campaign", "looked_at"], name="candidate_looked_at"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.pk}"


class EntryState(models.TextChoices):
    VALID = "valid", _("Takes part")
    HELD = "held", _("Held until it is looked at")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REJECTED = "rejected", _("Rejected")
    COLLAPSED = "collapsed", _("Counted once with others of one person")


# How the seal counts those that are not in its list.
LEFT_OUT = (EntryState.WITHDRAWN, EntryState.REJECTED, EntryState.COLLAPSED)


class Why(models.TextChoices):
    """Why an entry came into its state. The words are public."""

    ENTERED = "entered", _("Everything that was asked for is there.")
    OWN_WISH = "own-wish", _("Its owner withdrew it.")
    TAKEN_UP = "taken-up", _("Its owner takes part again.")
    COMMENT_GONE = "comment-gone", _("No comment of this entry stands any more.")
    COMMENT_BACK = "comment-back", _("Its comment stands again.")
    ERASED = "erased", _("Its owner deleted the account.")
    CONSENT_WITHDRAWN = "consent-withdrawn", _("Its owner took back the consent to take part.")
    NOT_ELIGIBLE = "not-eligible", _("Something that is required is missing again.")
    UNUSUAL = "unusual", _("Something about it is unusual and a person looks at it.")
    ONE_PERSON = "one-person", _("One person had several entries; one of them counts.")
    FALSE_DATA = "false-data", _("What its owner said was not true.")
    AGAINST_TERMS = "against-terms", _("It breaks the terms.")
    LOOKED_AT = "looked-at", _("It was looked at, and it stands.")
    APPEAL_GRANTED = "appeal-granted", _("Its owner appealed, and was right.")


class EntryQuerySet(models.QuerySet["Entry"]):
    def valid(self) -> Self:
        return self.filter(state=EntryState.VALID)


class Entry(models.Model):
    """One person's entry. `code` and `commitment` are public once sealed; `sealed_opening` opens with its owner's key.

    `commitment` is written with the entry and never again, so that the seal needs no key of anybody's. On erasure the
    person, the opening and the phone's index go; code and commitment stay. `phone_index` is blind, under the campaign's
    own key. `comment_id` is of the comment that made it.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="entries")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="campaign_entries"
    )
    code = models.CharField(max_length=32, unique=True, default=random_code, editable=False)
    commitment = models.CharField(max_length=64)
    sealed_opening = models.BinaryField(default=bytes)
    phone_index = models.CharField(max_length=64, blank=True, default="")
    state = models.CharField(max_length=10, choices=EntryState.choices, default=EntryState.VALID)
    why = models.CharField(max_length=20, choices=Why.choices, default=Why.ENTERED)
    note = models.CharField(max_length=300, blank=True)  # public, in the language of who wrote it
    comment_id = models.BigIntegerField(null=True)
    article_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=now)
    became_valid_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=now)

    objects = EntryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "person"], name="entry_once_per_person"),
            models.UniqueConstraint(
                fields=["campaign", "phone_index"], condition=~Q(phone_index=""), name="entry_once_per_phone"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["campaign", "state"], name="entry_in_state"),
            models.Index(fields=["campaign", "created_at"], name="entry_by_day"),
            models.Index(fields=["campaign", "changed_at"], name="entry_changed"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def subject(self) -> str:
        """How the audit log names it."""
        return f"entry:{self.code}"

    @property
    def opening_place(self) -> str:
        """What the seal of the opening is bound to: see `readers.vault.sealed_for`."""
        return f"campaigns.entry.opening|{self.code}"

    def move(self, to: EntryState, why: Why, *, note: str = "") -> bool:
        """Into another state, if it is still in the one that was read. Whether it moved. Log it with an EntryReason."""
        seen = type(self).objects.filter(pk=self.pk, state=self.state)
        if not seen.update(state=to, why=why, note=note, changed_at=now()):
            return False
        self.state, self.why, self.note = to, why, note
        return True


class EntryReason(models.Model):
    """One change of an entry's state, with its reason. `by` is the public id of who decided, "" for the rules."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="reasons")
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10, choices=EntryState.choices)
    why = models.CharField(max_length=20, choices=Why.choices)
    note = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=26, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.after} {self.why}"


class AppealState(models.TextChoices):
    OPEN = "open", _("Waits for an answer")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


class EntryAppeal(models.Model):
    """An entrant's objection. What they wrote is sealed under their key (`place`), and is gone with it."""

    id = models.CharField(primary_key=True, max_length=26, default=opaque_id, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="appeals")
    sealed_text = models.BinaryField(default=bytes)
    state = models.CharField(max_length=10, choices=AppealState.choices, default=AppealState.OPEN)
    answer = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=26, blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["made_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry"], condition=Q(state="open"), name="appeal_one_open"),
        ]

    def __str__(self) -> str:
        return self.state

    @property
    def place(self) -> str:
        return f"campaigns.appeal.text|{self.pk}"
