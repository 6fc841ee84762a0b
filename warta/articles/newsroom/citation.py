"""The inline attribution mark in the editor's rich text: `<a linktype="citation" id="KEY">Dikutip dari</a>`.

The key is that of one of the article's citations; the page puts the outlet and the day behind the marked words.
"""

from __future__ import annotations

from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.editor_html import LinkTypeRule
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineEntityElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

FEATURE = "citation"
ENTITY = "CITATION"
STORED = 'a[linktype="citation"]'


class CitationLink(LinkHandler):
    """Where rich text is expanded without its article, the marked words stay as they are."""

    identifier = FEATURE

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        return f'<a class="cited" data-citation="{escape(attrs.get("id", ""))}">'


class CitationElement(InlineEntityElementHandler):
    """Stored text to the editor's state."""

    mutability = "MUTABLE"

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, str]:
        return {"key": attrs.get("id", "")}


def citation_entity(props: dict[str, Any]) -> Any:
    """The editor's state to stored text."""
    return DOM.create_element("a", {"linktype": FEATURE, "id": props.get("key", "")}, props["children"])


def register_citation(features: FeatureRegistry) -> None:
    features.register_link_type(CitationLink)
    options = {
        "type": ENTITY,
        "icon": "globe",
        "description": _("Attribution"),
        # What may be pasted from one place of the newsroom into another.
        "attributes": ["key"],
        "allowlist": {"data-citation": ".+"},
    }
    feature = EntityFeature(options, js=["articles/newsroom/citation.js"])
    features.register_editor_plugin("draftail", FEATURE, feature)
    rule = {
        "from_database_format": {STORED: CitationElement(ENTITY)},
        "to_database_format": {"entity_decorators": {ENTITY: citation_entity}},
    }
    features.register_converter_rule("contentstate", FEATURE, rule)
    features.register_converter_rule("editorhtml", FEATURE, [LinkTypeRule(FEATURE, CitationLink)])
