"""The editor's tabs for articles and fronts."""

from __future__ import annotations

from django.forms import HiddenInput, RadioSelect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from warta.articles.newsroom.forms import ArticleForm
from warta.articles.newsroom.topics import TopicsInput

HEADLINE_ADVISED = 90  # longer ones are cut in alerts and search results
SUMMARY_ADVISED = 200
ARTICLES = ["articles.ArticlePage"]


def article_editor() -> TabbedInterface:
    tabs = [
        ObjectList(_story(), heading=_("Story")),
        ObjectList(_sources_and_people(), heading=_("Sources and people")),
        ObjectList(_publishing(), heading=_("Publishing")),
        ObjectList([InlinePanel("corrections", label=_("Correction"))], heading=_("Corrections")),
        ObjectList(_replies(), heading=_("Replies")),
    ]
    return TabbedInterface(tabs, base_form_class=ArticleForm)


def _counted(advised: int) -> dict[str, str]:
    return {"data-controller": "warta-count", "data-warta-count-advised-value": str(advised)}


def _story() -> list[object]:
    return [
        FieldPanel(
            "title", heading=_("Headline"), classname="title", attrs=_counted(HEADLINE_ADVISED),
            help_text=_("Say what happened. It also makes the words of the address."),
        ),
        FieldPanel("summary", attrs=_counted(SUMMARY_ADVISED)),
        FieldPanel("dateline"),
        MultiFieldPanel(
            [FieldPanel("lead_image"), FieldPanel("lead_caption"), FieldPanel("lead_credit")],
            heading=_("Lead picture"), classname="collapsed",
        ),
        FieldPanel("body"),
        CommentPanel(),
    ]  # fmt: skip


def _sources_and_people() -> list[object]:
    citation = [
        FieldPanel("outlet"),
        FieldRowPanel([FieldPanel("link"), FieldPanel("reported_on")]),
        FieldPanel("key", widget=HiddenInput(attrs={"data-warta-citation-key": ""}), classname="warta-hidden"),
    ]
    return [
        InlinePanel("bylines", panels=[FieldPanel("author")], heading=_("Authors"), label=_("Author")),
        FieldPanel("editor"),
        InlinePanel(
            "citations", panels=citation, heading=_("Who reported it first"), label=_("Source"),
            help_text=_("To name it in the text, select words such as “Dikutip dari” there and press the globe."),
        ),
        FieldPanel("topics", widget=TopicsInput),
    ]  # fmt: skip


def _publishing() -> list[object]:
    return [
        FieldPanel("alert", widget=RadioSelect),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("sponsor")]),
        FieldRowPanel([FieldPanel("language"), PageChooserPanel("translation", ARTICLES)]),
        FieldPanel("is_small_change"),
        FieldPanel("address_slug"),
        PublishingPanel(children=[*PublishingPanel().children, FieldPanel("expiry_reason")]),
    ]


def _replies() -> list[object]:
    return [
        PageChooserPanel("reply_to", ARTICLES),
        HelpPanel(template="articles/newsroom/replies.html", heading=_("Replies to this article")),
    ]


def front_editor() -> ObjectList:
    return ObjectList([FieldPanel("title", heading=_("Name")), _slots()])


def section_editor() -> ObjectList:
    about = [FieldPanel("slug"), FieldPanel("description"), FieldPanel("position")]
    return ObjectList(
        [TitleFieldPanel("title", heading=_("Name")), MultiFieldPanel(about, heading=_("Section")), _slots()]
    )


def _slots() -> InlinePanel:
    panels = [
        PageChooserPanel("article", ARTICLES),
        FieldRowPanel([FieldPanel("headline"), FieldPanel("until")]),
    ]
    return InlinePanel(
        "slots", panels=panels, heading=_("Curated slots"), label=_("Slot"),
        help_text=_("They come first, in this order. The newest articles fill the rest, and none is shown twice."),
    )  # fmt: skip
