"""The article: one page, its permanent address, and what is true of it as a whole rather than of one revision."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageQuerySet, WorkflowState
from wagtail.search import index

from warta.articles.blocks import BodyBlock
from warta.articles.models.material import is_material
from warta.articles.models.names import NAME_LENGTH, Author, Topic
from warta.articles.models.references import references_read_once
from warta.lib.clock import now
from warta.lib.ids import opaque_id

SLUG_LENGTH = 12  # 60 random bits: Wagtail wants a slug that is unique in its section, readers never see it
WORDS_LENGTH = 100
# Spelled so: SQLite walks all articles instead of using an index whose condition reads NOT (... IS NULL).
IS_TO_BE_WITHDRAWN = Q(withdraws_at__isnull=False)


class Kind(models.TextChoices):
    NEWS = "news", _("News")
    ANALYSIS = "analysis", _("Analysis")
    OPINION = "opinion", _("Opinion")
    EXPLAINER = "explainer", _("Explainer")
    LIVE = "live", pgettext_lazy("kind of article", "Live")
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


# True of the article as a whole: an old revision that is published again must not bring old values back.
OF_THE_WHOLE = (
    "address_section", "address_date", "materially_changed_at", "changed_at", "withdrawn_at", "withdrawal_reason",
    "withdraws_at", "origin", "original_id", "original",
)  # fmt: skip
# A copy is a new article: it was never public, corrected, scheduled, announced or imported.
NOT_COPIED = (
    *OF_THE_WHOLE, "alert", "first_published_at", "last_published_at", "go_live_at", "expire_at", "expiry_reason",
    "corrections", "translation", "is_small_change",
)  # fmt: skip


class ArticleQuerySet(PageQuerySet["ArticlePage"]):
    def public(self) -> Self:
        """What a reader may see."""
        return self.filter(live=True, withdrawn_at=None)

    def once_public(self) -> Self:
        """What has a permanent address: it is public, or answers 410."""
        return self.exclude(address_date=None)

    def latest_first(self) -> Self:
        return self.order_by("-first_published_at", "-pk")

    def prefetch_workflow_states(self) -> Self:
        """Where each stands in its review. Wagtail's own asks about bare pages, and finds nothing for articles."""
        states = WorkflowState.objects.active().select_related("current_task_state__task")
        return self.prefetch_related(Prefetch("_specific_workflow_states", states, to_attr="_current_workflow_states"))


class ArticlePage(Page):
    """An article. Its address is fixed at first publication and looked up by its id alone."""

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.NEWS)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    translation = models.ForeignKey(
        "self", verbose_name=_("translation"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="translations", help_text=_("The same article in the other language. Readers are led both ways."),
    )  # fmt: skip
    summary = models.TextField(
        _("summary"), max_length=400, blank=True, help_text=_("One or two sentences for cards, alerts and search.")
    )
    dateline = models.CharField(
        _("dateline"), max_length=80, blank=True,
        help_text=_("The place, such as WASHINGTON DC. A dateline typed in the first paragraph moves here by itself."),
    )  # fmt: skip
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
    alert = models.CharField(
        _("alert"), max_length=8, choices=Alert.choices, default=Alert.NONE,
        help_text=_(
            "Breaking: told on every channel at once. Selected: goes into the digests. "
            "It is told once, when the article is live."
        ),
    )  # fmt: skip
    sponsor = models.CharField(
        _("sponsor"),
        max_length=NAME_LENGTH,
        blank=True,
        help_text=_("Only for sponsored articles, which are labelled with it."),
    )
    reply_to = models.ForeignKey(
        "self", verbose_name=_("right of reply to"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="replies",
        help_text=_("The article this one answers. Each links to the other."),
    )  # fmt: skip
    is_small_change = models.BooleanField(
        _("small change"), default=False,
        help_text=_("A typing error or a picture's crop: readers keep seeing the earlier time of change."),
    )  # fmt: skip
    expiry_reason = models.CharField(
        _("public reason for withdrawing"), max_length=400, blank=True,
        help_text=_("Shown in the article's place from the expiry on. Needed when an expiry is set."),
    )  # fmt: skip

    address_slug = models.SlugField(
        _("words in the address"),
        max_length=WORDS_LENGTH,
        blank=True,
        help_text=_("Made from the headline when left empty."),
    )
    address_section = models.CharField(max_length=255, blank=True, editable=False)
    address_date = models.DateField(null=True, editable=False)
    materially_changed_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(default=now, editable=False, db_index=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawal_reason = models.TextField(blank=True, editable=False)
    withdraws_at = models.DateTimeField(null=True, editable=False)  # the live page's expiry, where an index can find it
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.NEWSROOM, editable=False)
    original_id = models.CharField(max_length=200, null=True, unique=True, editable=False)  # noqa: DJ001 - unique
    original = models.JSONField(default=dict, editable=False)

    objects = PageManager.from_queryset(ArticleQuerySet)()

    parent_page_types: ClassVar[list[str]] = ["articles.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    private_page_options: ClassVar[
        list[str]
    ] = []  # what is published is public; Wagtail's private pages are not served
    exclude_fields_in_copy: ClassVar[list[str]] = list(NOT_COPIED)
    search_auto_update = False  # the newsroom finds articles by an index of its own, see newsroom/headlines.py
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.FilterField("origin"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["address_section", "-address_date"], name="article_section_date"),
            models.Index(fields=["address_date"], name="article_date"),
            # The newsroom's listing: newest first within each of these, at any number of articles.
            models.Index(fields=["address_section", "page_ptr"], name="article_section_newest"),
            models.Index(fields=["kind", "page_ptr"], name="article_kind_newest"),
            models.Index(fields=["language", "page_ptr"], name="article_language_newest"),
            models.Index(fields=["withdraws_at"], name="article_withdraws", condition=IS_TO_BE_WITHDRAWN),
            models.Index(fields=["withdrawn_at"], name="article_withdrawn", condition=~Q(withdrawn_at=None)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(kind=Kind.SPONSORED) | ~Q(sponsor="") | Q(address_date=None) | ~Q(withdrawn_at=None),
                name="article_sponsored_names_its_sponsor",
            )
        ]

    def clean(self) -> None:
        super().clean()
        if self.live:
            self.check_sponsor()

    def check_sponsor(self) -> None:
        """Raises ValidationError when a sponsored article names no sponsor; a draft may wait with it."""
        if self.kind == Kind.SPONSORED and not self.sponsor:
            raise ValidationError({"sponsor": _("Name the sponsor; a sponsored article is labelled with it.")})

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        # Wagtail would make the slug from the headline and probe for a free one, which gets slow when many
        # articles of a section share a headline. The reader's address does not use it.
        self.slug = self.slug or opaque_id(SLUG_LENGTH)  # type: ignore[has-type]
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self.slug = self.slug or opaque_id(SLUG_LENGTH)
        super().minimal_clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Every writing of the public fields is stamped, so that a sweep finds what the press was not told of.

        Wagtail keeps drafts of a live article in revisions alone and then saves named fields, which stamps nothing.
        """
        is_whole = kwargs.get("update_fields") is None
        if is_whole:
            self.changed_at = now()
            self._settle()
        with references_read_once(self, is_whole=is_whole):
            super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        article = super().with_content_json(content)
        for name in OF_THE_WHOLE:
            setattr(article, name, getattr(self, name))
        return article

    def _settle(self) -> None:
        """Bring what follows from being public or not into line with it."""
        if self.live:
            self._settle_change()
            if self.address_date is None:
                self.fix_address(self.get_parent().slug)
            self.withdrawn_at, self.withdrawal_reason = None, ""
        elif self.address_date:
            self.withdrawn_at = self.withdrawn_at or now()  # taken off without a reason: 410 all the same
            self._keep_words_of_address()
        else:
            self.address_section = self.get_parent().slug  # follows the draft until it is public
        self.withdraws_at = self.expire_at if self.live else None

    def _keep_words_of_address(self) -> None:
        """Drafts of a withdrawn article are saved over it, by whoever may write; its address stays the public one."""
        before = type(self).objects.filter(pk=self.pk).only("title", "address_slug").first()
        if before is not None:
            self.address_slug = before.words_of_address

    def fix_address(self, section: str) -> None:
        """Settle, without saving, what an article keeps from its first publication on. `section` is a slug."""
        self.first_published_at = self.first_published_at or now()  # type: ignore[has-type]
        self.address_date = timezone.localdate(self.first_published_at)
        self.address_section = section
        self.materially_changed_at = self.first_published_at

    def _settle_change(self) -> None:
        before = type(self).objects.filter(pk=self.pk).first() if self.pk and self.address_date else None
        if before is None:
            return
        if is_material(before, self):
            is_published_now = self.last_published_at != before.last_published_at
            self.materially_changed_at = self.last_published_at if is_published_now else now()
        self.is_small_change = False

    @property
    def address(self) -> str:
        """The permanent address below the site, such as /nasional/read/2026/11/22/7/judul ."""
        day: date = self.address_date or timezone.localdate(self.first_published_at or now())
        section = self.address_section or self.get_parent().slug
        return f"/{section}/read/{day:%Y/%m/%d}/{self.pk}/{self.words_of_address}"

    @property
    def words_of_address(self) -> str:
        return self.address_slug or slugify(self.title)[:WORDS_LENGTH].strip("-") or "artikel"

    def get_absolute_url(self) -> str:
        return self.address

    def is_site_root(self) -> bool:
        return False  # Wagtail would ask the database, twice for each row of a listing

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:  # noqa: ARG002
        return (1, settings.SITE_URL, self.address)

    @property
    def status_string(self) -> str:
        """As the newsroom's lists say it."""
        if self.withdrawn_at and not self.approved_schedule:
            return gettext("withdrawn")
        known: str = super().status_string
        return known

    @property
    def is_public(self) -> bool:
        return bool(self.live) and self.withdrawn_at is None

    @property
    def published_at(self) -> datetime:
        return self.first_published_at or now()

    @property
    def may_be_announced(self) -> bool:
        own = self.origin == Origin.NEWSROOM and self.alias_of_id is None
        return self.is_public and own and self.alert != Alert.NONE
