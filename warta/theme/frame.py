"""Masthead and footer of pages that are rendered for one person: kept for a while, because they are everybody's.

They are most of the work of such a page. Pressed pages don't use this: what they show must be of one moment.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

KEPT_SECONDS = 20  # so long a new section or name is not yet in the menu beside somebody's profile
MOST = 500  # some 60 addresses in two languages; more come from what somebody puts behind ?next=
# All that a part of the frame may say. Nothing in it belongs to a person.
SAID = ("site_name", "newspaper", "site_url", "language", "bare_path", "editions", "menu")

_kept: dict[tuple[object, ...], tuple[float, SafeString]] = {}


def part_for(template: str, context: Mapping[str | int | Any, Any]) -> SafeString:
    """The part as it is for everybody at this page's address, at most KEPT_SECONDS old."""
    key = (template, context["site_name"], context["language"], *(edition.path for edition in context["editions"]))
    found = _kept.get(key)
    if found is not None and time.monotonic() - found[0] < KEPT_SECONDS:
        return found[1]
    if len(_kept) >= MOST:
        _kept.clear()
    part = render_to_string(template, {name: context[name] for name in SAID})
    _kept[key] = (time.monotonic(), part)
    return part
