"""Reasons by their keys, for templates."""

from __future__ import annotations

from django import template

from warta.comments.reasons import reason_of

register = template.Library()


@register.filter
def reason_name(key: str) -> str:
    """What moderators read."""
    return reason_of(key).name


@register.filter
def reason_to_author(key: str) -> str:
    """What an author is told."""
    return reason_of(key).to_author
