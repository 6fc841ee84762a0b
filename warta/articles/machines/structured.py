"""What machines read on a page: schema.org data as JSON-LD. Values in, plain dictionaries out.

Follows https://schema.org/NewsArticle and what search engines ask of articles: pictures 1:1, 4:3 and 16:9, both dates
with their zone, authors with addresses.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from warta.articles.models import ArticlePage, Author, Kind
from warta.lib.text import plain_text

Data = dict[str, Any]

TYPES = {
    Kind.ANALYSIS: "AnalysisNewsArticle",
    Kind.OPINION: "OpinionNewsArticle",
    Kind.EXPLAINER: "BackgroundNewsArticle",
    Kind.LIVE: "LiveBlogPosting",
    Kind.SPONSORED: "AdvertiserContentArticle",
}

# Inside a script element these would end it, or begin a comment.
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def script_of(data: Data | Sequence[Data]) -> SafeString:
    """The data as a script element that nothing inside it can break out of."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above


def address_of(path: str) -> str:
    return settings.SITE_URL + path


def publisher() -> Data:
    return {
        "@type": "NewsMediaOrganization",
        "@id": address_of("/#publisher"),
        "name": settings.SITE_NAME,
        "url": address_of("/"),
        "logo": {"@type": "ImageObject", "url": site_picture(), "width": 512, "height": 512},
    }


def site_picture() -> str:
    """The emblem, which also stands for an article without a picture of its own."""
    return address_of(static("theme/icon-512.png"))


def article_data(article: ArticlePage, *, section_name: str, pictures: Sequence[str]) -> Data:
    """A NewsArticle or the kind of it that this article is. `pictures` are absolute addresses."""
    data: Data = {
        "@context": "https://schema.org",
        "@type": TYPES.get(Kind(article.kind), "NewsArticle"),
        "@id": address_of(article.address) + "#article",
        "mainEntityOfPage": address_of(article.address),
        "headline": article.title[:110],
        "description": article.summary,
        "image": list(pictures),
        "datePublished": timezone.localtime(article.published_at).isoformat(),
        "dateModified": timezone.localtime(article.materially_changed_at or article.published_at).isoformat(),
        "author": [_author(byline.author) for byline in article.bylines.all()] or [publisher()],
        "publisher": publisher(),
        "articleSection": section_name,
        "inLanguage": article.language,
        "isAccessibleForFree": True,
        "keywords": [topic.name for topic in article.topics.all()],
    }
    data |= _optional_data(article)
    if article.kind == Kind.LIVE:
        data |= _live_data(article)
    return {key: value for key, value in data.items() if value not in ("", [], None)}


def breadcrumb_data(steps: Iterable[tuple[str, str]]) -> Data:
    """The way from the home page to this one: (name, path) pairs."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address_of(path)}
            for position, (name, path) in enumerate(steps, start=1)
        ],
    }


def site_data() -> Data:
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "url": address_of("/"),
        "inLanguage": settings.LANGUAGE_CODE,
        "publisher": publisher(),
    }


def list_data(name: str, path: str, articles: Sequence[ArticlePage]) -> Data:
    return {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": name,
        "url": address_of(path),
        "isPartOf": {"@type": "WebSite", "name": settings.SITE_NAME, "url": address_of("/")},
        "mainEntity": {
            "@type": "ItemList",
            "itemListElement": [
                {"@type": "ListItem", "position": position, "url": address_of(article.address), "name": article.title}
                for position, article in enumerate(articles, start=1)
            ],
        },
    }


def author_data(author: Author) -> Data:
    person = {**_author(author), "jobTitle": author.role, "description": author.biography, "worksFor": publisher()}
    return {
        "@context": "https://schema.org",
        "@type": "ProfilePage",
        "mainEntity": {key: value for key, value in person.items() if value},
    }


def _author(author: Author) -> Data:
    return {"@type": "Person", "name": author.name, "url": address_of(author.get_absolute_url())}


def _optional_data(article: ArticlePage) -> Data:
    corrections = [
        {"@type": "CorrectionComment", "text": correction.text, "datePublished": correction.corrected_at.isoformat()}
        for correction in article.corrections.all()
    ]
    citations = [
        {"@type": "CreativeWork", "publisher": citation.outlet.name, "url": citation.link}
        if citation.link
        else {"@type": "CreativeWork", "publisher": citation.outlet.name}
        for citation in article.citations.all()
    ]
    return {
        "correction": corrections,
        "citation": citations,
        "dateline": article.dateline if TYPES.get(Kind(article.kind)) in (None, "OpinionNewsArticle") else "",
        "sponsor": {"@type": "Organization", "name": article.sponsor} if article.sponsor else None,
    }


def _live_data(article: ArticlePage) -> Data:
    updates = [_live_update(article, block.value) for block in article.body if block.block_type == "live_entry"]
    return {
        "coverageStartTime": timezone.localtime(article.published_at).isoformat(),
        "liveBlogUpdate": updates,
    }


def _live_update(article: ArticlePage, entry: Mapping[str, Any]) -> Data:
    text = plain_text(str(entry["text"]))
    return {
        "@type": "BlogPosting",
        "headline": entry["headline"] or text[:110],
        "datePublished": timezone.localtime(entry["at"]).isoformat(),
        "articleBody": text,
        "author": publisher(),
        "url": address_of(article.address),
    }
