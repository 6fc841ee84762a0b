"""What the account's templates say in common."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from warta.readers.account_menu import ENTRIES

register = template.Library()


@register.simple_tag(takes_context=True)
def account_entries(context: Context) -> list[dict[str, Any]]:
    """The entries of the account's menu; the longest address that the page's own begins with is the current one."""
    here = context["request"].path
    entries = [(reverse(name), label) for name, label in ENTRIES]
    current = max((path for path, _label in entries if here.startswith(path)), key=len, default="")
    return [{"path": path, "label": label, "is_current": path == current} for path, label in entries]
