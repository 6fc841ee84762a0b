"""Fronts: the home page and the sections, with the slots that editors fill."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, Page

from warta.articles.models.names import Stamped
from warta.lib.clock import now

# A section's address is the first step of every article's, so it must not be one of the house's own.
RESERVED_SLUGS = frozenset(
    {
        "account", "api", "archive", "atom", "author", "campaign", "documents", "en",
        "feed", "hashtag", "healthz", "help", "id", "live", "media", "metrics",
        "newsroom", "news-sitemap", "offline", "press", "readyz", "robots", "search", "sitemap",
        "source", "static", "story", "telegram", "terms", "topic",
    }
)  # fmt: skip

MENU_FIELDS = ("title", "slug", "live", "position")


class Front(Stamped):
    """What a menu shows of a front changes every page; the rest of it only the front."""

    private_page_options: ClassVar[list[str]] = []

    menu_changed_at = models.DateTimeField(default=now, editable=False)
    was_menu_changed = False  # by the last saving of this very object

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.was_menu_changed = kwargs.get("update_fields") is None and self._differs_in_menu()
        if self.was_menu_changed:
            self.menu_changed_at = now()
        super().save(*args, **kwargs)

    def _differs_in_menu(self) -> bool:
        before = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
        names = [name for name in MENU_FIELDS if hasattr(self, name)]
        return before is None or any(getattr(before, name) != getattr(self, name) for name in names)


class FrontPage(Front, Page):  # type: ignore[django-manager-missing]
    """The home page. Curated slots come first; the latest articles fill the rest."""

    search_auto_update = False
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["articles.SectionPage"]

    class Meta:
        verbose_name = _("home page")

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:  # noqa: ARG002
        return (1, settings.SITE_URL, "/")


class SectionPage(Front, Page):  # type: ignore[django-manager-missing]
    """A section of the newspaper. Its slug is the first step of its articles' addresses and never changes."""

    description = models.CharField(_("description"), max_length=255, blank=True)
    position = models.PositiveSmallIntegerField(
        _("position"), default=100, help_text=_("Its place in the menu: the smaller, the further to the front.")
    )

    search_auto_update = False
    parent_page_types: ClassVar[list[str]] = ["articles.FrontPage"]
    subpage_types: ClassVar[list[str]] = ["articles.ArticlePage"]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def clean(self) -> None:
        super().clean()
        self._check_slug()

    def minimal_clean(self) -> None:
        super().minimal_clean()  # all that Wagtail asks of a draft, whose slug already counts
        self._check_slug()

    def _check_slug(self) -> None:
        if self.slug in RESERVED_SLUGS:
            words = _("“%(slug)s” is an address of the site itself; choose another.") % {"slug": self.slug}
            raise ValidationError({"slug": words})
        before = type(self).objects.filter(pk=self.pk).values_list("slug", flat=True).first() if self.pk else None
        if before and before != self.slug:
            raise ValidationError({"slug": _("A section's address can't change; every article in it would move.")})

    def get_absolute_url(self) -> str:
        return f"/{self.slug}/"

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:  # noqa: ARG002
        return (1, settings.SITE_URL, self.get_absolute_url())


class Slot(Orderable):
    """A place on a front that an editor fills; its card may carry other words than the article."""

    front = ParentalKey(Page, on_delete=models.CASCADE, related_name="slots")
    article = models.ForeignKey(
        "articles.ArticlePage", verbose_name=_("article"), on_delete=models.CASCADE, related_name="+"
    )
    headline = models.CharField(_("headline on this front"), max_length=255, blank=True)
    until = models.DateTimeField(_("until"), null=True, blank=True, db_index=True)

    class Meta(Orderable.Meta):
        verbose_name = _("curated slot")
