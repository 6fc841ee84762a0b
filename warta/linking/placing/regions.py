"""The links on the page: lines between the paragraphs. Pressed with it, and pressed again when their targets change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

from warta.articles.models import ArticlePage
from warta.linking.models import Placement
from warta.linking.placing.places import nearest_gaps
from warta.linking.placing.queries import placements_of
from warta.press.marks import once_per_round, shows
from warta.theme.regions import Filling


def fillings() -> list[Filling]:
    return [Filling("article.between", "read-also", "pressed", line_between)]


def line_between(context: Mapping[str, Any]) -> str:
    """The line that belongs here, or nothing. What is withdrawn is not shown, and is again should it return."""
    reading, after = context["reading"], context["part"].value
    if not reading.article.pk:
        return ""
    target = _targets_by_gap(reading.article.pk, reading.gaps, reading.in_text).get(after)
    if target is None:
        return ""
    return render_to_string("linking/read_also.html", {"target": target, "article": reading.article})


@once_per_round
def _targets_by_gap(article_id: int, gaps: tuple[int, ...], in_text: frozenset[int]) -> dict[int, ArticlePage]:
    """What stands in which gap. What the editor has linked to by hand since is not said twice."""
    rows = placements_of(article_id)
    shows(*(f"article:{row.target_id}" for row in rows))
    shown = [row for row in rows if row.target.is_public and row.target_id not in in_text]
    return {gap: shown[number].target for gap, number in nearest_gaps(_wished(shown), gaps).items()}


def _wished(rows: list[Placement]) -> list[int]:
    return [row.after for row in rows]
