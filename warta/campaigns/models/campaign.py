"""A campaign: what is promised, to whom, under which rules, and how far it has come."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.text import slugify
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from warta.articles.models import ArticlePage, SectionPage
from warta.campaigns.models.money import MinorUnits
from warta.lib.clock import now
from warta.readers.models import TermsDocument, TermsVersion

NAMES = RegexValidator("^[a-z0-9][a-z0-9-]{0,63}$", _("Small letters, digits and hyphens."))
# Addresses below /campaign/ that belong to other pages.
RESERVED_SLUGS = frozenset({"verify"})
TITLE_LENGTH = 120


def random_code() -> str:
    """16 random bytes in hexadecimal digits, as docs/draw.md writes campaigns and entries."""
    return secrets.token_hex(16)


def in_language(one: object, name: str) -> str:
    """The text of a pair `name_id` and `name_en` in the language that is active."""
    return str(getattr(one, f"{name}_en" if (get_language() or "").startswith("en") else f"{name}_id"))


def _not_reserved(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("This address belongs to another page; choose another one."))


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("state of a campaign", "Draft")
    OPEN = "open", pgettext_lazy("state of a campaign", "Open")
    CLOSED = "closed", pgettext_lazy("state of a campaign", "Closed")
    SEALED = "sealed", pgettext_lazy("state of a campaign", "Sealed")
    DRAWN = "drawn", pgettext_lazy("state of a campaign", "Drawn")
    SETTLED = "settled", pgettext_lazy("state of a campaign", "Settled")
    CANCELLED = "cancelled", pgettext_lazy("state of a campaign", "Cancelled")


class Mechanism(models.TextChoices):
    DRAW = "draw", _("A draw")
    JUDGED = "judged", _("Judged by a jury")


class Scope(models.TextChoices):
    ALL = "all", _("All articles")
    SECTIONS = "sections", _("Articles of chosen sections")
    ARTICLES = "articles", _("Chosen articles")


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def public(self) -> Self:
        """What readers may know of."""
        return self.exclude(state=State.DRAFT).exclude(state=State.CANCELLED, opened_at=None)

    def running(self) -> Self:
        """Open, and its window is now."""
        moment = now()
        return self.filter(state=State.OPEN, opens_at__lte=moment, closes_at__gt=moment)

    def with_tag_during(self, hashtag: str, *, opens_at: datetime, closes_at: datetime) -> Self:
        """Those open or to come whose window meets this one under the same hashtag."""
        same = self.filter(hashtag=hashtag, state=State.OPEN)
        return same.filter(opens_at__lt=closes_at, closes_at__gt=opens_at)


class Campaign(ClusterableModel):
    """One campaign. From its opening on, what the seal fixes stays; what more is to be said is a Notice.

    `code` is its id in proofs (16 bytes). `terms_version` is fixed at the opening; entrants agree to that one.
    `version` counts changes: whoever changes it says which state of it they saw.
    """

    code = models.CharField(max_length=32, unique=True, default=random_code, editable=False)
    slug = models.SlugField(
        _("address"), max_length=60, unique=True, validators=[NAMES, _not_reserved],
        help_text=_("The last part of its address: small letters, digits and hyphens."),
    )  # fmt: skip
    title_id = models.CharField(_("title, Indonesian"), max_length=TITLE_LENGTH)
    title_en = models.CharField(_("title, English"), max_length=TITLE_LENGTH)
    invitation_id = models.TextField(_("invitation, Indonesian"), max_length=600)
    invitation_en = models.TextField(_("invitation, English"), max_length=600)
    hashtag = models.CharField(max_length=60, editable=False)  # the form under which equal tags meet
    hashtag_shown = models.CharField(
        _("hashtag"), max_length=61, help_text=_("As readers shall write it, with or without the sign #."),
    )  # fmt: skip
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    draw_at = models.DateTimeField(
        _("drawn"), null=True, blank=True,
        help_text=_("The public beacon's round of this moment decides. Leave a day or more after the closing."),
    )  # fmt: skip
    scope = models.CharField(_("takes part"), max_length=10, choices=Scope.choices, default=Scope.ALL)
    sections = ParentalManyToManyField(SectionPage, verbose_name=_("sections"), blank=True, related_name="campaigns")
    mechanism = models.CharField(_("winners are"), max_length=10, choices=Mechanism.choices, default=Mechanism.DRAW)
    terms = models.ForeignKey(
        TermsDocument, verbose_name=_("terms"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    terms_version = models.ForeignKey(
        TermsVersion, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    permit_number = models.CharField(_("permit number"), max_length=120, blank=True)
    permit_from = models.CharField(_("permit given by"), max_length=120, blank=True)
    tax_permille = models.PositiveSmallIntegerField(
        _("tax on the prize, in thousandths"), default=250, validators=[MaxValueValidator(1000)],
        help_text=_("250 is a quarter: the final tax on prizes of a draw."),
    )  # fmt: skip
    claim_days = models.PositiveSmallIntegerField(
        _("days to claim a prize"), default=14, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    substitutes = models.PositiveIntegerField(
        _("substitutes"), default=90, validators=[MaxValueValidator(10_000)],
        help_text=_("How many after the winners are listed and may move up."),
    )  # fmt: skip

    profile_items = models.JSONField(default=list, blank=True)  # names in readers.profile.fields.ITEMS
    min_age = models.PositiveSmallIntegerField(
        _("minimum age in years"), default=0, validators=[MaxValueValidator(100)]
    )
    min_account_age_days = models.PositiveSmallIntegerField(
        _("minimum age of the account in days"), default=0, validators=[MaxValueValidator(3650)]
    )
    # Hundredths. A comment that was approved without a score passes only where nothing is asked.
    civility_at_least = models.PositiveSmallIntegerField(
        _("civility of the comment at least, of 100"), default=0, validators=[MaxValueValidator(100)]
    )
    review_id = models.TextField(_("rule on several accounts of one person, Indonesian"), max_length=2000, blank=True)
    review_en = models.TextField(_("rule on several accounts of one person, English"), max_length=2000, blank=True)

    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False, db_index=True
    )
    is_demo = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)
    changed_at = models.DateTimeField(default=now, editable=False, db_index=True)
    opened_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancel_reason_id = models.CharField(max_length=400, blank=True, editable=False)
    cancel_reason_en = models.CharField(max_length=400, blank=True, editable=False)
    swept_at = models.DateTimeField(null=True, editable=False)  # up to here its comments were looked for again
    told_counts_at = models.DateTimeField(null=True, editable=False)  # when its live counts were last pressed anew
    settled_at = models.DateTimeField(null=True, editable=False)
    forgotten_at = models.DateTimeField(null=True, editable=False)  # what was kept for its time only is gone

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering: ClassVar[list[str]] = ["-opens_at", "-pk"]
        permissions: ClassVar[Any] = [
            ("open_campaign", _("Can open, cancel and announce campaigns")),
            ("review_entries", _("Can review entries and appeals")),
            ("draw_campaign", _("Can approve sealing and drawing")),
            ("settle_campaign", _("Can load vouchers and settle prizes")),
            ("read_ledger", _("Can read and export the ledger")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="campaign_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(draw_at=None) | Q(draw_at__gt=F("closes_at")), name="campaign_drawn_after_it_closes"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["hashtag", "state"], name="campaign_of_hashtag"),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return f"/campaign/{self.slug}/"

    @property
    def subject(self) -> str:
        """How the audit log names it."""
        return f"campaign:{self.code}"

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def invitation(self) -> str:
        return in_language(self, "invitation")

    @property
    def review(self) -> str:
        return in_language(self, "review")

    @property
    def cancel_reason(self) -> str:
        return in_language(self, "cancel_reason")

    @property
    def claim_until(self) -> datetime | None:
        """Until when those drawn first may claim; substitutes have as many days from when they are told."""
        return self.draw_at + timedelta(days=self.claim_days) if self.draw_at else None

    @property
    def is_running(self) -> bool:
        return self.state == State.OPEN and self.opens_at <= now() < self.closes_at

    @property
    def is_to_come(self) -> bool:
        return self.state == State.OPEN and now() < self.opens_at

    @property
    def is_public(self) -> bool:
        return self.state != State.DRAFT and (self.state != State.CANCELLED or self.opened_at is not None)

    @property
    def is_drawn_by_lot(self) -> bool:
        return self.mechanism == Mechanism.DRAW

    def change(self, **values: object) -> bool:
        """Write these fields unless somebody changed it since it was read. Whether they were written."""
        seen = type(self).objects.filter(pk=self.pk, version=self.version, state=self.state)
        return seen.update(**values, version=F("version") + 1, changed_at=now()) == 1

    def move(self, to: State, **values: object) -> bool:
        """Into the next state, if it is still in the one that was read. Whether it moved; then `state` says so."""
        seen = type(self).objects.filter(pk=self.pk, state=self.state)
        if not seen.update(state=to, **values, version=F("version") + 1, changed_at=now()):
            return False
        self.state = to
        return True


class ChosenArticle(models.Model):
    """An article whose comments take part, where articles are chosen one by one."""

    campaign = ParentalKey(Campaign, on_delete=models.CASCADE, related_name="chosen_articles")
    article = models.ForeignKey(
        ArticlePage, verbose_name=_("article"), on_delete=models.CASCADE, related_name="campaign_choices"
    )

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "article"], name="article_chosen_once"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.article_id}"


class Prize(models.Model):
    """What can be won, `quantity` times; `value` of each in minor units. Those drawn first get the first in order."""

    campaign = ParentalKey(Campaign, on_delete=models.CASCADE, related_name="prizes")
    position = models.PositiveSmallIntegerField(default=0)
    slug = models.CharField(_("name in the proof"), max_length=64, blank=True, validators=[NAMES])
    name_id = models.CharField(_("name, Indonesian"), max_length=120)
    name_en = models.CharField(_("name, English"), max_length=120)
    quantity = models.PositiveIntegerField(_("how many"), default=1, validators=[MinValueValidator(1)])
    value = MinorUnits(_("value of each"), default=0)
    currency = models.CharField(_("currency"), max_length=3, default="IDR", validators=[RegexValidator("^[A-Z]{3}$")])

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "slug"], name="prize_once_in_campaign"),
        ]

    def __str__(self) -> str:
        return self.slug

    def clean(self) -> None:
        super().clean()
        self.slug = self.slug or slugify(self.name_en)[:64].strip("-") or "prize"

    @property
    def name(self) -> str:
        return in_language(self, "name")


class DisqualificationReason(models.Model):
    """A reason that is sealed with the rules: what it rests on, and until when it may be said of a winner."""

    campaign = ParentalKey(Campaign, on_delete=models.CASCADE, related_name="disqualification_reasons")
    position = models.PositiveSmallIntegerField(default=0)
    slug = models.CharField(_("name in the proof"), max_length=64, blank=True, validators=[NAMES])
    words_id = models.CharField(_("reason, Indonesian"), max_length=300)
    words_en = models.CharField(_("reason, English"), max_length=300)
    evidence_id = models.CharField(_("evidence, Indonesian"), max_length=300)
    evidence_en = models.CharField(_("evidence, English"), max_length=300)
    until = models.DateTimeField(_("until"))

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "slug"], name="reason_once_in_campaign"),
        ]

    def __str__(self) -> str:
        return self.slug

    def clean(self) -> None:
        super().clean()
        self.slug = self.slug or slugify(self.words_en)[:40].strip("-") or "reason"

    @property
    def words(self) -> str:
        return in_language(self, "words")

    @property
    def evidence(self) -> str:
        return in_language(self, "evidence")


class Notice(models.Model):
    """What is said publicly after the opening, on the campaign's page. Never changed."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="notices")
    text_id = models.TextField(_("notice, Indonesian"), max_length=1000)
    text_en = models.TextField(_("notice, English"), max_length=1000)
    at = models.DateTimeField(default=now)
    by = models.CharField(max_length=26)

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.at:%Y-%m-%d}"

    @property
    def text(self) -> str:
        return in_language(self, "text")


class KeyPurpose(models.TextChoices):
    INDEX = "index"  # blind indexes of phones, devices, networks: destroyed once nobody needs to compare any more
    VOUCHERS = "vouchers"
    LEDGER = "ledger"  # kept for the legal term


class CampaignKey(models.Model):
    """A key of the campaign's own, wrapped by the ring. Destroying it closes what it sealed, for good."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="keys")
    purpose = models.CharField(max_length=10, choices=KeyPurpose.choices)
    master = models.CharField(max_length=40, db_index=True)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "purpose"], name="campaign_one_key_per_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} under {self.master}"

    @property
    def place(self) -> str:
        """What the wrapping is bound to."""
        return f"campaigns.key|{self.campaign_id}|{self.purpose}"
