"""Where the published files of a draw are fetched."""

from __future__ import annotations

from django import template

from warta.campaigns.sealing.files import address_of

register = template.Library()


@register.filter
def published_address(file: str) -> str:
    return address_of(file)
