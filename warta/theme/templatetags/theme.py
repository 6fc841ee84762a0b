"""What the templates of every room use: addresses in the page's language, and regions that other rooms fill."""

from __future__ import annotations

import logging
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from warta.theme import frame, languages
from warta.theme.regions import Filling, fillings_of

register = template.Library()
log = logging.getLogger(__name__)


@register.filter
def here(path: str) -> str:
    """The path in the language of the page: `{{ article.address|here }}`."""
    return languages.here(path)


@register.simple_tag(takes_context=True)
def region(context: Context, name: str) -> SafeString:
    """What other rooms put into the named place. Nothing, if nobody does."""
    flat: dict[str, Any] = {str(key): value for key, value in context.flatten().items()}
    return format_html_join("\n", "{}", ((_filled(filling, flat),) for filling in fillings_of(name)))


@register.simple_tag(takes_context=True)
def part_of_frame(context: Context, template: str) -> SafeString:
    """The masthead or the footer on pages that are never pressed; kept for a while, as it is the same for everybody."""
    return frame.part_for(template, context.flatten())


def _filled(filling: Filling, context: dict[str, Any]) -> SafeString | str:
    """A filling that fails leaves its place empty; the page it stands on is worth more."""
    try:
        content = filling.render(context)
    except Exception:
        log.exception("region not filled", extra={"region": filling.region, "filling": filling.name})
        return ""
    if not content or filling.manner == "pressed":
        return SafeString(content)
    return format_html('<div data-{}="{}" data-name="{}"></div>', filling.manner, content, filling.name)
