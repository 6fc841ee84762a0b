"""Structured data of a story's page: `{% story_data reading %}`."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from warta.articles.machines import structured
from warta.linking.stories.queries import StoryReading

register = template.Library()


@register.simple_tag
def story_data(reading: StoryReading) -> SafeString:
    """The list of the story's articles, and the steps that lead to it."""
    story, articles = reading.story, [card.article for card in reading.cards]
    path = story.get_absolute_url()
    steps = structured.breadcrumb_data([(settings.SITE_NAME, "/"), (story.name, path)])
    return structured.script_of([structured.list_data(story.name, path, articles), steps])
