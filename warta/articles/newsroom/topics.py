"""Topics as an editor types them: words with completion, new ones made on the way."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.urls import reverse_lazy
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from taggit.utils import edit_string_for_tags, parse_tags

from warta.articles.models import Topic
from warta.articles.models.names import NAME_LENGTH

COMPLETIONS = 10


class TopicsInput(forms.TextInput):
    """Wagtail's tag field over our topics."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {
            "data-controller": "w-tag",
            "data-w-tag-delay-value": "200",
            "data-w-tag-url-value": reverse_lazy("articles_topic_completions"),
            "data-w-tag-options-value": json.dumps({"allowSpaces": True, "tagLimit": None, "autocompleteOnly": False}),
        }
        super().__init__({**own, **(attrs or {})})


class TopicsField(forms.CharField):
    """Names separated by commas; becomes topics, of which new ones are made when the form is cleaned."""

    widget = TopicsInput

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        ids = [getattr(topic, "pk", topic) for topic in value]
        return edit_string_for_tags(list(Topic.objects.filter(pk__in=ids)))

    def clean(self, value: Any) -> list[Topic]:
        return [_topic(name) for name in parse_tags(super().clean(value))]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(parse_tags(self.prepare_value(initial) or "")) != set(parse_tags(data or ""))


def _topic(name: str) -> Topic:
    """The topic of that name in whichever letters; made when there is none. Safe to repeat."""
    slug = slugify(name)[:NAME_LENGTH]
    if not slug or len(name) > NAME_LENGTH:
        raise ValidationError(_("“%(name)s” can't be a topic; write a short name with letters.") % {"name": name[:60]})
    return (
        Topic.objects.filter(name__iexact=name).first()
        or Topic.objects.get_or_create(slug=slug, defaults={"name": name})[0]
    )


@permission_required("wagtailadmin.access_admin", login_url="wagtailadmin_login")
def topic_completions(request: HttpRequest) -> JsonResponse:
    return JsonResponse(list(_names_beginning_with(request.GET.get("term", ""))), safe=False)


def _names_beginning_with(term: str) -> Iterable[str]:
    if not term:
        return []
    return Topic.objects.filter(name__istartswith=term).order_by("name").values_list("name", flat=True)[:COMPLETIONS]
