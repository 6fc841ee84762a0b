"""The newsroom's first screen: what is overdue, and one's own drafts. Wagtail adds what awaits review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from warta.articles.models import ArticlePage
from warta.articles.publishing.overdue import overdue_schedules

DRAFTS_SHOWN = 8


class OverduePanel(Component):
    """Shown only when something is overdue; then above everything else."""

    name = "overdue_schedules"
    template_name = "articles/newsroom/overdue.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        return {"schedules": overdue_schedules()}


class BeginPanel(Component):
    """The two things one comes for: write, and find."""

    name = "begin"
    template_name = "articles/newsroom/begin.html"
    order = 5


class DraftsPanel(Component):
    """The articles this person began and has not published, with what a reviewer asks of them."""

    name = "my_drafts"
    template_name = "articles/newsroom/drafts.html"
    order = 150

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        drafts = ArticlePage.objects.filter(owner=user, address_date=None).order_by("-pk")
        return {"drafts": drafts.defer("body", "original").prefetch_workflow_states()[:DRAFTS_SHOWN]}
