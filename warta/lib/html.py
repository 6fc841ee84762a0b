"""Foreign HTML made harmless: what may stand in an article's text stays, everything else goes."""

from __future__ import annotations

from typing import Final

import nh3

INLINE: Final = frozenset({"a", "b", "strong", "i", "em", "br", "sub", "sup", "code", "s", "del"})
BLOCK: Final = frozenset({"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "hr"})
TABLE: Final = frozenset({"table", "thead", "tbody", "tr", "th", "td", "caption"})
PICTURE: Final = frozenset({"figure", "figcaption", "img"})
# Their content goes with them; of any other tag that is not allowed the text stays.
DROPPED_WHOLE: Final = {
    "script",
    "style",
    "template",
    "noscript",
    "iframe",
    "object",
    "title",
    "textarea",
    "svg",
    "math",
}
SCHEMES: Final = {"http", "https", "mailto", "tel"}


def clean_article_html(html: str) -> str:
    """HTML that may be stored and shown as an article's body: text, links, lists, tables, pictures by http(s).

    Cleaning twice changes nothing more. Relative addresses are dropped: there is no page they would be relative to.
    """
    attributes = {
        "a": {"href"},
        "img": {"src", "alt"},
        "th": {"colspan", "rowspan", "scope"},
        "td": {"colspan", "rowspan"},
    }
    return _cleaned(html, tags=set(INLINE | BLOCK | TABLE | PICTURE), attributes=attributes)


def clean_rich_text(html: str) -> str:
    """HTML for a rich text block: paragraphs, headings, lists, links, emphasis. Cleaning twice changes nothing more."""
    return _cleaned(html, tags=set(INLINE | BLOCK), attributes={"a": {"href"}})


def clean_inline_html(html: str) -> str:
    """HTML within one paragraph. Cleaning twice changes nothing more."""
    return _cleaned(html, tags=set(INLINE), attributes={"a": {"href"}})


def _cleaned(html: str, *, tags: set[str], attributes: dict[str, set[str]]) -> str:
    return nh3.clean(
        html,
        tags=tags,
        clean_content_tags=DROPPED_WHOLE - tags,
        attributes=attributes,
        attribute_filter=_attribute,
        url_schemes=SCHEMES,
        strip_comments=True,
        link_rel=None,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src":
        return value if value.lower().startswith(("http://", "https://")) else None
    if name == "href":
        return value if value.lower().startswith(("http://", "https://", "mailto:", "tel:")) else None
    if name in ("colspan", "rowspan"):
        return value if value.isascii() and value.isdigit() and len(value) <= 2 else None
    return value
