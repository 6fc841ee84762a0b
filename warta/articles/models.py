"""What an article is and what stands around it: fronts, sections, topics, authors, outlets, corrections, replies."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager, PageQuerySet
from wagtail.search import index

from warta.articles.blocks import BodyBlock
from warta.lib.clock import now
from warta.lib.ids import opaque_id

# A section's address is the first step of every article's, so it must not be one of the house's own.
RESERVED_SLUGS = frozenset(
    "account api archive atom author campaign documents en feed hashtag healthz help id live media metrics "
    "newsroom news-sitemap offline press readyz robots search sitemap source static story telegram topic".split()
)

NAME_LENGTH = 120
HEADLINE_LENGTH = 255


class Kind(models.TextChoices):
    NEWS = "news", _("News")
    ANALYSIS = "analysis", _("Analysis")
    OPINION = "opinion", _("Opinion")
    EXPLAINER = "explainer", _("Explainer")
    LIVE = "live", _("Live")
    SPONSORED = "sponsored", _("Sponsored")


class Alert(models.TextChoices):
    NONE = "none", _("None")
    SELECTED = "selected", _("Selected")
    BREAKING = "breaking", _("Breaking")


class Origin(models.TextChoices):
    """Where an article came from. Only what the newsroom wrote is ever announced."""

    NEWSROOM = "newsroom", _("Newsroom")
    IMPORT = "import", _("Import")
    DEMO = "demo", _("Demonstration")


class Named(models.Model):
    """What has a name, an address of its own and a few words about it."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH, unique=True)
    slug = models.SlugField(_("address"), max_length=NAME_LENGTH, unique=True, blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.slug = self.slug or slugify(self.name)[:NAME_LENGTH]
        if not self.slug:
            raise ValidationError({"slug": _("Write an address; none can be made from this name.")})


class Topic(index.Indexed, Named):
    description = models.TextField(_("description"), blank=True)

    search_fields: ClassVar[list[Any]] = [index.AutocompleteField("name"), index.SearchField("name")]

    class Meta(Named.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def get_absolute_url(self) -> str:
        return f"/topic/{self.slug}/"


class Author(index.Indexed, Named):
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

    search_fields: ClassVar[list[Any]] = [index.AutocompleteField("name"), index.SearchField("name")]

    class Meta(Named.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def get_absolute_url(self) -> str:
        return f"/author/{self.slug}/"


class Outlet(index.Indexed, Named):
    """A news outlet that reported first and is cited as a source."""

    home_page = models.URLField(_("home page"), blank=True)

    search_fields: ClassVar[list[Any]] = [index.AutocompleteField("name"), index.SearchField("name")]

    class Meta(Named.Meta):
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")

    def get_absolute_url(self) -> str:
        return f"/source/{self.slug}/"


class FrontPage(Page):
    """The home page. Curated slots come first; the latest articles fill the rest."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["articles.SectionPage"]

    class Meta:
        verbose_name = _("home page")

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        return (1, settings.SITE_URL, "/")


class SectionPage(Page):
    description = models.CharField(_("description"), max_length=255, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    parent_page_types: ClassVar[list[str]] = ["articles.FrontPage"]
    subpage_types: ClassVar[list[str]] = ["articles.ArticlePage"]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("“%(slug)s” is an address of the site itself; choose another.") % {"slug": self.slug}})
        before = type(self).objects.filter(pk=self.pk).values_list("slug", flat=True).first() if self.pk else None
        if before and before != self.slug:
            raise ValidationError({"slug": _("A section's address can't change; every article in it would move.")})

    def get_absolute_url(self) -> str:
        return f"/{self.slug}/"

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        return (1, settings.SITE_URL, self.get_absolute_url())


class ArticleQuerySet(PageQuerySet["ArticlePage"]):
    def public(self) -> ArticleQuerySet:
        """What a reader may see."""
        return self.filter(live=True, withdrawn_at=None)

    def latest_first(self) -> ArticleQuerySet:
        return self.order_by("-first_published_at", "-pk")


class ArticlePage(Page):
    """An article. Its address is fixed at first publication and looked up by its id alone."""

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.NEWS)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    translation = models.ForeignKey(
        "self", verbose_name=_("translation"), null=True, blank=True, on_delete=models.SET_NULL, related_name="translations"
    )
    summary = models.TextField(_("summary"), max_length=400, blank=True)
    dateline = models.CharField(_("dateline"), max_length=80, blank=True, help_text=_("The place, such as WASHINGTON DC."))
    lead_image = models.ForeignKey(
        "wagtailimages.Image", verbose_name=_("picture"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    lead_caption = models.CharField(_("caption"), max_length=400, blank=True)
    lead_credit = models.CharField(_("credit"), max_length=NAME_LENGTH, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="articles")
    editor = models.ForeignKey(
        Author, verbose_name=_("editor"), null=True, blank=True, on_delete=models.SET_NULL, related_name="edited"
    )
    alert = models.CharField(_("alert"), max_length=8, choices=Alert.choices, default=Alert.NONE)
    sponsor = models.CharField(_("sponsor"), max_length=NAME_LENGTH, blank=True)
    reply_to = models.ForeignKey(
        "self", verbose_name=_("right of reply to"), null=True, blank=True, on_delete=models.SET_NULL, related_name="replies"
    )

    address_slug = models.SlugField(
        _("words in the address"), max_length=100, blank=True, help_text=_("Made from the headline when left empty.")
    )
    address_section = models.CharField(max_length=255, blank=True, editable=False)
    address_date = models.DateField(null=True, editable=False)
    materially_changed_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(default=now, editable=False, db_index=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawal_reason = models.TextField(blank=True, editable=False)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.NEWSROOM, editable=False)
    original_id = models.CharField(max_length=200, null=True, unique=True, editable=False)
    original = models.JSONField(default=dict, editable=False)

    objects = PageManager.from_queryset(ArticleQuerySet)()

    parent_page_types: ClassVar[list[str]] = ["articles.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    exclude_fields_in_copy: ClassVar[list[str]] = [
        "alert", "address_section", "address_date", "materially_changed_at", "withdrawn_at", "withdrawal_reason",
        "origin", "original_id", "original",
    ]  # fmt: skip
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("summary"), index.FilterField("origin")]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["address_section", "-address_date"], name="article_section_date"),
            models.Index(fields=["address_date"], name="article_date"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(kind=Kind.SPONSORED) | ~Q(sponsor=""), name="article_sponsored_names_its_sponsor"
            )
        ]

    def clean(self) -> None:
        super().clean()
        if self.kind == Kind.SPONSORED and not self.sponsor:
            raise ValidationError({"sponsor": _("Name the sponsor; a sponsored article is labelled with it.")})

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        # Wagtail would make the slug from the headline and probe for a free one, which gets slow when many
        # articles of a section share a headline. The reader's address does not use it.
        self.slug = self.slug or opaque_id(12)
        super().full_clean(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Every writing of the public fields is stamped, so that a sweep finds what the press was not told of."""
        if kwargs.get("update_fields") is None:
            self.changed_at = now()
            if self.live:
                self._fix_address()
        super().save(*args, **kwargs)

    def _fix_address(self) -> None:
        first = self.first_published_at or now()
        if self.address_date is None:
            self.first_published_at = first
            self.address_date = timezone.localdate(first)
            self.address_section = self.get_parent().slug

    @property
    def address(self) -> str:
        """The permanent address below the site, such as /nasional/read/2026/11/22/7/judul ."""
        day: date = self.address_date or timezone.localdate(self.first_published_at or now())
        section = self.address_section or self.get_parent().slug
        words = self.address_slug or slugify(self.title)[:100].strip("-") or "artikel"
        return f"/{section}/read/{day:%Y/%m/%d}/{self.pk}/{words}"

    def get_absolute_url(self) -> str:
        return self.address

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        return (1, settings.SITE_URL, self.address)

    @property
    def is_public(self) -> bool:
        return bool(self.live) and self.withdrawn_at is None

    @property
    def published_at(self) -> datetime:
        return self.first_published_at or now()

    @property
    def may_be_announced(self) -> bool:
        return self.is_public and self.origin == Origin.NEWSROOM and self.alert != Alert.NONE


class ArticleAuthor(Orderable):
    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, verbose_name=_("author"), on_delete=models.PROTECT, related_name="bylines")

    class Meta(Orderable.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["article", "author"], name="author_once_per_article")
        ]


class Citation(Orderable):
    """Who reported it first: the outlet, where, and on which day. `key` is what the mark in the text refers to."""

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="citations")
    key = models.CharField(max_length=12, default="", blank=True, editable=False)
    outlet = models.ForeignKey(Outlet, verbose_name=_("outlet"), on_delete=models.PROTECT, related_name="citations")
    link = models.URLField(_("link"), max_length=500, blank=True)
    reported_on = models.DateField(_("reported on"), null=True, blank=True)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = self.key or opaque_id(8)
        super().save(*args, **kwargs)


class Correction(Orderable):
    """What was wrong and is now right. It stays visible with its date."""

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="corrections")
    corrected_at = models.DateTimeField(_("corrected"), default=now)
    text = models.TextField(_("what was wrong, and what is right"))

    class Meta(Orderable.Meta):
        ordering: ClassVar[list[str]] = ["-corrected_at"]


class Slot(Orderable):
    """A place on a front that an editor fills; its card may carry other words than the article."""

    front = ParentalKey(Page, on_delete=models.CASCADE, related_name="slots")
    article = models.ForeignKey(ArticlePage, verbose_name=_("article"), on_delete=models.CASCADE, related_name="+")
    headline = models.CharField(_("headline on this front"), max_length=HEADLINE_LENGTH, blank=True)
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("curated slot")


class Redirect(models.Model):
    """An address that an article had before, here or in the system it was imported from."""

    old_path = models.CharField(max_length=500, unique=True)
    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="redirects")

    def __str__(self) -> str:
        return self.old_path


class Timing(models.Model):
    """One intention to publish or withdraw an article at a time. It is kept until it is done or called off."""

    class Act(models.TextChoices):
        PUBLISH = "publish", _("Publish")
        WITHDRAW = "withdraw", _("Withdraw")

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="timings")
    act = models.CharField(_("act"), max_length=8, choices=Act.choices)
    due_at = models.DateTimeField(_("due"))
    revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(_("public reason"), blank=True)
    done_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveIntegerField(default=0, editable=False)
    next_attempt_at = models.DateTimeField(null=True, editable=False)
    last_failure = models.TextField(blank=True, editable=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["next_attempt_at"], condition=Q(done_at=None), name="timing_open")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["article", "act"], condition=Q(done_at=None), name="timing_once_per_act"),
            models.CheckConstraint(
                condition=Q(act="publish") | ~Q(reason=""), name="timing_withdrawal_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.article_id}"


class DemoMark(models.Model):
    """An object that demonstration content brought, so that `warta demo remove` takes away just that."""

    model = models.CharField(max_length=60)
    object_id = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"


