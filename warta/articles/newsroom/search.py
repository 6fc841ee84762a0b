"""The search behind the newsroom's choosers and explorer: pages by our headline index, names as they are written.

Named in the settings. Neither is in Wagtail's own index: it recomputes an average over all titles at each save, which
would slow down each publication and each import with the archive. Everything else is asked of Wagtail.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from modelsearch.backends import database
from wagtail.models import Page

from warta.articles.models import Named
from warta.articles.newsroom.headlines import MOST_WORDS, with_words


class HeadlineSearch:
    """Wagtail's backend with the questions about pages and names answered here."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def search(self, query: Any, model_or_queryset: Any, **options: Any) -> Any:
        found = _found(query, model_or_queryset)
        return self._inner.search(query, model_or_queryset, **options) if found is None else found

    def autocomplete(self, query: Any, model_or_queryset: Any, **options: Any) -> Any:
        found = _found(query, model_or_queryset)
        return self._inner.autocomplete(query, model_or_queryset, **options) if found is None else found

    def add(self, item: Any) -> None:
        if not isinstance(item, Named):
            self._inner.add(item)


def _found(query: Any, model_or_queryset: Any) -> QuerySet[Any] | None:
    """Pages, newest first, or names, in their order; None when something else is asked for."""
    every = model_or_queryset if isinstance(model_or_queryset, QuerySet) else model_or_queryset.objects.all()
    if not isinstance(query, str):
        return None
    if issubclass(every.model, Page):
        return with_words(every, query).order_by("-pk")
    if issubclass(every.model, Named):
        return every.filter(*(Q(name__icontains=word) for word in query.split()[:MOST_WORDS])).order_by("name")
    return None


def SearchBackend(params: dict[str, Any]) -> HeadlineSearch:  # noqa: N802 - the name Wagtail looks for
    """Called by Wagtail with what the settings say."""
    return HeadlineSearch(database.SearchBackend(params))
