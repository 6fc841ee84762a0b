"""The search behind the newsroom's choosers and explorer: pages by our headline index, everything else as Wagtail does.

Named in the settings. Articles are not in Wagtail's own index: it would slow each publication down with the archive.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from modelsearch.backends import database
from wagtail.models import Page

from warta.articles.newsroom.headlines import with_words


class HeadlineSearch:
    """Wagtail's backend with the two questions about pages answered here, newest first."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def search(self, query: Any, model_or_queryset: Any, **options: Any) -> Any:
        pages = self._pages(query, model_or_queryset)
        return self._inner.search(query, model_or_queryset, **options) if pages is None else pages

    def autocomplete(self, query: Any, model_or_queryset: Any, **options: Any) -> Any:
        pages = self._pages(query, model_or_queryset)
        return self._inner.autocomplete(query, model_or_queryset, **options) if pages is None else pages

    def _pages(self, query: Any, model_or_queryset: Any) -> Any:
        is_queryset = isinstance(model_or_queryset, QuerySet)
        model = model_or_queryset.model if is_queryset else model_or_queryset
        if not isinstance(query, str) or not issubclass(model, Page):
            return None
        pages = model_or_queryset if is_queryset else model.objects.all()
        return with_words(pages, query).order_by("-pk")


def SearchBackend(params: dict[str, Any]) -> HeadlineSearch:  # noqa: N802 - the name Wagtail looks for
    """Called by Wagtail with what the settings say."""
    return HeadlineSearch(database.SearchBackend(params))
