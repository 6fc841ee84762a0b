"""The invitation to Telegram on the pages: for those with the app, and for those without. Pressed with the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import segno
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from warta.alerts.models import Channel
from warta.press.marks import once_per_round
from warta.theme.regions import Filling

# Where the app comes from, by what the reader holds in hand.
APPS = (
    ("Android", "https://play.google.com/store/apps/details?id=org.telegram.messenger"),
    ("iPhone, iPad", "https://apps.apple.com/app/telegram-messenger/id686449807"),
    ("Windows, Linux, macOS", "https://desktop.telegram.org/"),
)


@dataclass(frozen=True)
class Invitation:
    """What the box says. The first channel is the one in the code."""

    channels: list[Channel]
    code: SafeString
    web_address: str
    apps: tuple[tuple[str, str], ...] = APPS


def fillings() -> list[Filling]:
    """The box after an article and on the home page, and one line in the footer."""
    return [
        Filling("article.after", "telegram", "pressed", box_after_article),
        Filling("home.after_lead", "telegram", "pressed", box_on_home),
        Filling("site.footer", "telegram", "pressed", line_in_footer),
    ]


def box_after_article(context: Mapping[str, Any]) -> str:
    return _rendered("alerts/invitation.html", context, place="article")


def box_on_home(context: Mapping[str, Any]) -> str:
    return _rendered("alerts/invitation.html", context, place="home")


def line_in_footer(context: Mapping[str, Any]) -> str:
    return _rendered("alerts/invitation_line.html", context, place="footer")


def _rendered(template: str, context: Mapping[str, Any], *, place: str) -> str:
    found = _invitation()
    if found is None:
        return ""
    return render_to_string(template, {"invitation": found, "place": place, "site_name": context.get("site_name", "")})


@once_per_round
def _invitation() -> Invitation | None:
    """None: there is no channel to invite to."""
    channels = [channel for channel in Channel.objects.invited_to() if channel.join_address]
    if not channels:
        return None
    web_address = next((channel.web_address for channel in channels if channel.web_address), "")
    return Invitation(channels, qr_code(channels[0].join_address), web_address)


@lru_cache(maxsize=16)
def qr_code(address: str) -> SafeString:
    """The address as a code to scan: an inline SVG, dark on light in dark mode too, with its quiet border."""
    drawn = segno.make(address, error="m", micro=False)
    svg = drawn.svg_inline(border=4, light="#fff", dark="#111", omitsize=True, svgclass="invite__svg", lineclass=None)
    # The address is the newsroom's; it stands in the drawing as squares and nowhere as text.
    return mark_safe(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S308
