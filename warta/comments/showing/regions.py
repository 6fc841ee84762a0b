"""What comments put into the pages of others: the thread's place under an article, the way to it, counts on cards.

All of it is pressed with the page and says nothing that a comment changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

from warta.comments.showing.addresses import Spot, fragment_path, thread_path
from warta.comments.showing.counting import COUNTS_PATH
from warta.theme.languages import here
from warta.theme.regions import Filling


def fillings() -> list[Filling]:
    """Joined in `warta.project.wiring`."""
    return [
        Filling("article.after", "comments", "pressed", _thread, position=200),
        Filling("article.tools", "comments", "pressed", _way_to_thread),
        Filling("site.footer", "comment-counts", "pressed", _counts, position=950),
    ]


def _thread(context: Mapping[str, Any]) -> str:
    article = context["article"]
    if context.get("is_preview") or article.address_date is None:
        return ""
    return render_to_string("comments/place.html", _addresses(article))


def _way_to_thread(context: Mapping[str, Any]) -> str:
    article = context["article"]
    if context.get("is_preview") or article.address_date is None:
        return ""
    return render_to_string("comments/way.html", _addresses(article))


def _counts(_context: Mapping[str, Any]) -> str:
    return render_to_string("comments/counts.html", {"path": COUNTS_PATH})


def _addresses(article: Any) -> dict[str, Any]:
    return {
        "article": article,
        "path": here(thread_path(article)),
        "fragment": here(fragment_path(article, Spot("best"))),
    }
