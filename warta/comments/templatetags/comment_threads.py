"""What the templates of threads say: a comment drawn once for each face, a person's name."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from warta.comments.showing.faces import Face
from warta.comments.showing.text import folded, html_of
from warta.theme.languages import current_code

register = template.Library()


@register.simple_tag(name="comment")
def comment_html(face: Face, *, level: int) -> SafeString:
    """A comment with what one can do with it. `level`: of the heading that its author's name is, 2 to 4."""
    return _drawn(face, current_code(), timezone.get_current_timezone_name(), level)


# One comment more leaves all others on the page as they were, and drawing them is most of the page's cost.
@lru_cache(maxsize=2000)
def _drawn(face: Face, _language: str, _zone: str, level: int) -> SafeString:
    head, rest = folded(face.text)
    shown = {"face": face, "level": level, "head": html_of(head, _path_of_tag), "rest": html_of(rest, _path_of_tag)}
    return render_to_string("comments/comment.html", shown)


@register.filter
def comment_text(text: str) -> SafeString:
    """The whole text with its lines, hashtags and addresses."""
    return html_of(text, _path_of_tag)


def _path_of_tag(tag: str) -> str:
    return reverse("hashtag", args=[tag])
