"""Terms in numbered versions, and what each person answered to which of them."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from warta.lib.clock import now
from warta.readers.models.person import User

LONGEST_TEXT = 60_000  # characters in one language: thirty printed pages, which nobody agrees to in earnest


class NotChangeable(Exception):
    """A published version or a receipt was to be changed."""


class TermsDocument(models.Model):
    """What the newsroom works on: the draft of the next version. Readers see versions alone."""

    slug = models.CharField(
        _("address"), max_length=60, unique=True, validators=[RegexValidator("^[a-z0-9]+(-[a-z0-9]+)*$")],
        help_text=_("The last part of its address: small letters, digits and hyphens. It stays as it is."),
    )  # fmt: skip
    title_id = models.CharField(_("title, Indonesian"), max_length=120)
    title_en = models.CharField(_("title, English"), max_length=120)
    body_id = models.TextField(_("text, Indonesian"), max_length=LONGEST_TEXT)
    body_en = models.TextField(_("text, English"), max_length=LONGEST_TEXT)
    position = models.PositiveSmallIntegerField(_("position in the list"), default=100)
    changed_at = models.DateTimeField(_("changed"), default=now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "slug"]
        verbose_name = _("terms")
        verbose_name_plural = _("terms and notices")
        permissions: ClassVar[Any] = [("publish_terms", _("Can publish terms"))]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return f"/terms/{self.slug}/"


class VersionQuerySet(models.QuerySet["TermsVersion"]):
    """What was published stays as it was."""

    def update(self, **_values: Any) -> NoReturn:
        raise NotChangeable("A published version is never changed; publish the next one.")

    def delete(self) -> NoReturn:
        raise NotChangeable("A published version is never deleted.")


class TermsVersion(models.Model):
    """What was published, in both languages. Never changed. `is_material`: those who agreed before are asked again."""

    document = models.ForeignKey(TermsDocument, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField(default=now, db_index=True)
    published_by = models.CharField(max_length=26)
    title_id = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    body_id = models.TextField()
    body_en = models.TextField()
    change_id = models.CharField(max_length=300, blank=True)
    change_en = models.CharField(max_length=300, blank=True)
    is_material = models.BooleanField(default=True)

    objects: ClassVar[Any] = VersionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["document", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "number"], name="terms_version_number"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}.{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise NotChangeable("A published version is never changed; publish the next one.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise NotChangeable("A published version is never deleted.")


class Answer(models.TextChoices):
    GIVEN = "given", _("Agreed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ConsentReceipt(models.Model):
    """One answer to one purpose. A later answer is a row of its own; the last one is current.

    `how` says where it was asked: see `terms.purposes.WAYS`. `settled_at` is when everything that had to be
    done after a withdrawal was done; None while it waits.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consent_receipts")
    purpose = models.CharField(max_length=40)
    answer = models.CharField(max_length=10, choices=Answer.choices)
    version = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5)
    how = models.CharField(max_length=20)
    at = models.DateTimeField(default=now)
    is_current = models.BooleanField(default=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(is_current=True), name="consent_one_current_answer"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["at"], condition=Q(answer="withdrawn", settled_at=None), name="consent_unsettled_withdrawals"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.answer}"
