"""Who and what articles are gathered under: topics, authors, outlets."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from warta.lib.clock import now

NAME_LENGTH = 120


class Stamped(models.Model):
    """Every writing is stamped, so that a sweep finds what the press was not told of."""

    changed_at = models.DateTimeField(default=now, editable=False, db_index=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is None:
            self.changed_at = now()
        super().save(*args, **kwargs)


class Named(index.Indexed, Stamped):
    """What has a name and a page of its own, which stands below `folder`."""

    folder: ClassVar[str]

    name = models.CharField(_("name"), max_length=NAME_LENGTH, unique=True)
    slug = models.SlugField(
        _("address"),
        max_length=NAME_LENGTH,
        unique=True,
        blank=True,
        help_text=_("Made from the name when left empty."),
    )

    search_fields: ClassVar[list[Any]] = [index.AutocompleteField("name"), index.SearchField("name")]

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/{self.folder}/{self.slug}/"

    def clean(self) -> None:
        super().clean()
        self.slug = self.slug or slugify(self.name)[:NAME_LENGTH]
        if not self.slug:
            raise ValidationError({"slug": _("Write an address; none can be made from this name.")})


class Topic(Named):
    folder = "topic"

    description = models.TextField(_("description"), blank=True)

    class Meta(Named.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class Author(Named):  # type: ignore[django-manager-missing]
    folder = "author"

    role = models.CharField(_("role"), max_length=NAME_LENGTH, blank=True)
    biography = models.TextField(_("biography"), blank=True)
    portrait = models.ForeignKey(
        "wagtailimages.Image", verbose_name=_("portrait"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="author",
    )  # fmt: skip

    class Meta(Named.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")


class Outlet(Named):  # type: ignore[django-manager-missing]
    """A news outlet that reported first and is cited as a source."""

    folder = "source"

    home_page = models.URLField(_("home page"), blank=True)

    class Meta(Named.Meta):
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
