"""What the articles' templates say: times in the reader's words, labels, previews."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from warta.articles.reading import contexts as pages
from warta.articles.reading.cards import Card, Face
from warta.lib import dates
from warta.theme.languages import current_code

register = template.Library()

SHARE_TARGETS = (
    ("WhatsApp", "https://wa.me/?text={title}%20{address}"),
    ("Telegram", "https://t.me/share/url?url={address}&text={title}"),
    ("Facebook", "https://www.facebook.com/sharer/sharer.php?u={address}"),
    ("X", "https://x.com/intent/post?url={address}&text={title}"),
)


@register.filter
def full_moment(moment: datetime) -> SafeString:
    """Kamis, 28 Desember 2017, 10.30 WIB."""
    return _time(moment, dates.date_and_time(moment, current_code(), settings.TIME_ZONE))


@register.filter
def brief_moment(moment: datetime) -> SafeString:
    """28 Des 2017, 10.30; a script says "12 minutes ago" instead while it is true."""
    local, code = timezone.localtime(moment), current_code()
    month = dates.MONTHS[code][local.month - 1][:3]
    between = "." if code == "id" else ":"
    return _time(moment, f"{local.day} {month} {local.year}, {local:%H}{between}{local:%M}", ago=True)


@register.filter
def clock_time(moment: datetime) -> SafeString:
    return _time(moment, dates.clock_time(moment, current_code(), settings.TIME_ZONE))


@register.filter
def full_day(day: date) -> str:
    return dates.long_date(day, current_code())


@register.filter
def house_day(day: date) -> str:
    return dates.short_date(day, current_code())


@register.filter
def month_name(day: date) -> str:
    return f"{dates.MONTHS[current_code()][day.month - 1]} {day.year}"


def _time(moment: datetime, words: str, *, ago: bool = False) -> SafeString:
    stamp = timezone.localtime(moment).isoformat(timespec="minutes")
    return format_html('<time datetime="{}"{}>{}</time>', stamp, SafeString(" data-ago") if ago else "", words)


@register.filter
def paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@register.simple_tag(name="card")
def card_html(card: Card, *, shape: str, level: int, hide_section: bool = False, eager: bool = False) -> SafeString:
    """The card of an article. `shape`: lead, tall, small or entry; `level`: of its heading, 2 or 3."""
    return _drawn(card.face, current_code(), timezone.get_current_timezone_name(), shape, level, hide_section, eager)


# When an article is published all other cards of the fronts look as before: drawing them is most of a front's cost.
@lru_cache(maxsize=2000)
def _drawn(
    face: Face, language: str, _zone: str, shape: str, level: int, hide_section: bool, eager: bool
) -> SafeString:
    shown = {"card": face, "language": language, "shape": shape, "level": level}
    return render_to_string("articles/card.html", {**shown, "hide_section": hide_section, "eager": eager})


@register.simple_tag
def share_links(title: str, path: str) -> list[tuple[str, str]]:
    """(service, address) of pages on which a reader may pass the article on; plain links, nothing is loaded."""
    words = {"title": quote(title, safe=""), "address": quote(settings.SITE_URL + path, safe="")}
    return [(name, address.format(**words)) for name, address in SHARE_TARGETS]


@register.simple_tag(takes_context=True)
def preview(context: Context, page: Any) -> str:
    """The page of a draft, in place of the template that Wagtail would have rendered."""
    return SafeString(pages.preview_of(context["request"], page))
