"""Selected articles gathered at set times: which editions there are, and what each digest told."""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from warta.alerts.digests.slots import BadTimes, times_in
from warta.alerts.models.announcements import Announcement
from warta.alerts.models.channels import Channel
from warta.lib.clock import now

DIGEST_SUBJECT = "digest:"
USUAL_TIMES = "07.00, 17.00"


class Edition(models.Model):
    """A digest that comes again and again: when, of what, and on which channels."""

    name = models.CharField(
        _("name"), max_length=80, help_text=_("Readers see it as the headline of each digest, before the date.")
    )
    times = models.CharField(
        _("times"), max_length=120, default=USUAL_TIMES,
        help_text=_("In the site's time zone, with commas between them, such as 07.00, 17.00."),
    )  # fmt: skip
    sections = models.ManyToManyField(
        "articles.SectionPage", verbose_name=_("only these sections"), blank=True, related_name="+",
        help_text=_("Choose none to gather from all."),
    )  # fmt: skip
    language = models.CharField(
        _("only this language"), max_length=5, choices=settings.LANGUAGES, blank=True, help_text=_("Empty: all.")
    )
    channels = models.ManyToManyField(
        Channel, verbose_name=_("channels"), blank=True, related_name="editions",
        help_text=_("Choose none to post to all that get no selected articles as posts of their own."),
    )  # fmt: skip
    most_articles = models.PositiveSmallIntegerField(
        _("articles at most"), default=10, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    is_active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering: ClassVar[list[str]] = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        try:
            self.times = ", ".join(f"{one:%H.%M}" for one in times_in(self.times))
        except BadTimes:
            raise ValidationError({"times": _("Write times of day with commas between them, such as 07.00, 17.00.")})

    @property
    def local_times(self) -> tuple[time, ...]:
        return times_in(self.times)


class Digest(models.Model):
    """One edition at one of its times. It is there, be it with nothing in it, so that it is never made twice."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="digests")
    due_at = models.DateTimeField()
    made_at = models.DateTimeField(default=now)
    says = models.CharField(max_length=32, blank=True)
    changes = models.PositiveIntegerField(default=0)  # how often what it says has changed since
    announcements = models.ManyToManyField(Announcement, through="DigestItem", related_name="digests")

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["-due_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["edition", "due_at"], name="digest_made_once")
        ]

    def __str__(self) -> str:
        return f"digest {self.pk}"

    @property
    def subject(self) -> str:
        """What the outbox knows it by."""
        return f"{DIGEST_SUBJECT}{self.pk}"


class DigestItem(models.Model):
    """An announcement in a digest; once in each edition."""

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="items")
    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["digest", "announcement"], name="announcement_in_digest_once")
        ]

    def __str__(self) -> str:
        return f"{self.digest_id}: {self.announcement_id}"


def digest_id(subject: str) -> int | None:
    """The digest a subject of the outbox is about; None: it is about something else."""
    number = subject.removeprefix(DIGEST_SUBJECT)
    return int(number) if subject.startswith(DIGEST_SUBJECT) and number.isdigit() else None
