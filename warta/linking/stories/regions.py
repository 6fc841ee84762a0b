"""The way from an article to its story. Pressed with the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

from warta.linking.stories.queries import story_of_article
from warta.press.marks import shows
from warta.theme.regions import Filling

FEWEST = 2  # articles that make it worth going there


def fillings() -> list[Filling]:
    """One line above the text."""
    return [Filling("article.lead", "story", "pressed", line_to_story, position=50)]


def line_to_story(context: Mapping[str, Any]) -> str:
    """Empty for an article without a story; the page is pressed again when it gets one."""
    article = context["article"]
    if not article.pk:
        return ""
    shows(f"story-of:{article.pk}")
    story = story_of_article(article.pk)
    if story is None or story.size < FEWEST:
        return ""
    shows(f"story:{story.pk}")
    return render_to_string("linking/story_line.html", {"story": story, "language": context.get("language", "")})
