"""Articles by the ids that people give: Warta's own, or those of the system they were imported from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from warta.articles.models import ArticlePage
from warta.lib.ids import number_of_row

OWN = "warta-"  # what an export calls an article that has no original id


@dataclass(frozen=True)
class Named:
    """An article as it was asked for, and whether by its original id."""

    asked: str
    article_id: int
    is_original: bool


def articles_named(ids: Collection[str]) -> dict[str, Named]:
    """The articles with these ids. One that is somebody's original id means that article; unknown ones are missing."""
    rows = ArticlePage.objects.filter(original_id__in=ids).values_list("original_id", "pk")
    found = {name: Named(name, pk, True) for name, pk in rows if name}
    numbers = {name: number_of_row(name.removeprefix(OWN)) for name in ids if name not in found}
    there = set(ArticlePage.objects.filter(pk__in=[pk for pk in numbers.values() if pk]).values_list("pk", flat=True))
    own = {name: Named(name, pk, name.startswith(OWN)) for name, pk in numbers.items() if pk in there and pk}
    return found | own


def original_names(ids: Collection[int]) -> dict[int, str]:
    """What a file that the articles came from, or an export, calls them."""
    rows = ArticlePage.objects.filter(pk__in=ids).values_list("pk", "original_id")
    return {pk: name or f"{OWN}{pk}" for pk, name in rows}
