"""What an article is and what stands around it: fronts, sections, topics, authors, outlets, corrections, replies."""

from warta.articles.models.around import (
    Act,
    ArticleAuthor,
    Citation,
    Correction,
    DemoMark,
    Overdue,
    Redirect,
    citation_key,
)
from warta.articles.models.article import Alert, ArticlePage, ArticleQuerySet, Kind, Origin
from warta.articles.models.fronts import RESERVED_SLUGS, FrontPage, SectionPage, Slot
from warta.articles.models.names import Author, Named, Outlet, Topic

__all__ = [
    "RESERVED_SLUGS",
    "Act",
    "Alert",
    "ArticleAuthor",
    "ArticlePage",
    "ArticleQuerySet",
    "Author",
    "Citation",
    "Correction",
    "DemoMark",
    "FrontPage",
    "Kind",
    "Named",
    "Origin",
    "Outlet",
    "Overdue",
    "Redirect",
    "SectionPage",
    "Slot",
    "Topic",
    "citation_key",
]
