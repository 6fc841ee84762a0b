"""The blocks an article's text is made of. How they look on the page is `warta.articles.reading.body`'s business."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageChooserBlock

from warta.lib.text import sound

PARAGRAPH_FEATURES: list[str] = ["bold", "italic", "link", "ol", "ul", "blockquote", "citation"]


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(label=_("what it shows"), required=False, max_length=200)
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=400)
    credit = blocks.CharBlock(label=_("credit"), required=False, max_length=120)

    class Meta:
        label = _("Picture")
        icon = "image"


class PullQuoteBlock(blocks.StructBlock):
    quote = blocks.TextBlock(label=_("quote"), rows=3)
    speaker = blocks.CharBlock(label=_("speaker"), required=False, max_length=120)
    role = blocks.CharBlock(label=_("role"), required=False, max_length=160)

    class Meta:
        label = _("Pull quote")
        icon = "openquote"


class EmbedBlock(blocks.StructBlock):
    """Someone else's page. It loads only when the reader asks for it."""

    address = blocks.URLBlock(label=_("address"))
    title = blocks.CharBlock(label=_("what it is"), max_length=160)

    class Meta:
        label = _("Embed")
        icon = "media"


class ReadAlsoBlock(blocks.StructBlock):
    article = blocks.PageChooserBlock(label=_("article"), page_type="articles.ArticlePage")

    class Meta:
        label = _("Read also")
        icon = "link"


class LiveEntryBlock(blocks.StructBlock):
    at = blocks.DateTimeBlock(label=_("time"))
    headline = blocks.CharBlock(label=_("headline"), required=False, max_length=160)
    text = blocks.RichTextBlock(label=_("text"), features=PARAGRAPH_FEATURES)

    class Meta:
        label = _("Live entry")
        icon = "time"


class TolerantTableBlock(TableBlock):
    """Wagtail's table, for which a forged form is an empty table and no error of ours."""

    def value_from_form(self, value: str) -> dict[str, Any] | None:
        try:
            given = json.loads(value)
        except (ValueError, RecursionError):
            return None
        return given if isinstance(given, dict) else None

    def deconstruct(self) -> tuple[str, Any, Any]:
        """What is stored is Wagtail's, so migrations need not know this class."""
        _path, arguments, named = super().deconstruct()
        return f"{TableBlock.__module__}.{TableBlock.__name__}", arguments, named


class BodyBlock(blocks.StreamBlock):
    paragraph = blocks.RichTextBlock(
        label=_("Text"), required=False, features=PARAGRAPH_FEATURES, icon="pilcrow",
    )  # fmt: skip
    heading = blocks.CharBlock(
        label=_("Heading"), icon="title", max_length=160, form_classname="title",
    )  # fmt: skip
    picture = PictureBlock()
    pull_quote = PullQuoteBlock()
    table = TolerantTableBlock(label=_("Table"), icon="table")
    embed = EmbedBlock()
    read_also = ReadAlsoBlock()
    live_entry = LiveEntryBlock()

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        """Rich text and tables come as JSON, in which a pasted half of an emoji survives that no page can show."""
        cleaned: blocks.StreamValue = super().clean(value)
        stored = self.get_prep_value(cleaned)
        kept = sound(stored)
        return cleaned if kept == stored else self.to_python(kept)

    class Meta:
        block_counts: ClassVar[dict[str, dict[str, int]]] = {}
