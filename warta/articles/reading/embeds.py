"""Which addresses have a player that may stand in a page, and where that player is. Pure."""

from __future__ import annotations

import re

_PLAYERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"https://(?:www\.|m\.)?youtube\.com/(?:watch\?(?:[^#]*&)?v=|live/|shorts/|embed/)([\w-]{11})"),
        "https://www.youtube-nocookie.com/embed/{}?autoplay=1",
    ),
    (re.compile(r"https://youtu\.be/([\w-]{11})"), "https://www.youtube-nocookie.com/embed/{}?autoplay=1"),
    (re.compile(r"https://(?:www\.)?vimeo\.com/(\d+)"), "https://player.vimeo.com/video/{}?dnt=1&autoplay=1"),
    (
        re.compile(r"https://open\.spotify\.com/((?:episode|show|track|playlist|album)/\w+)"),
        "https://open.spotify.com/embed/{}",
    ),
    (re.compile(r"(https://www\.openstreetmap\.org/export/embed\.html\?\S+)"), "{}"),
)


def player_of(address: str) -> str | None:
    """The address of the player, on one of the hosts that the security policy allows; None when there is none."""
    for pattern, player in _PLAYERS:
        if found := pattern.match(address):
            return player.format(found[1])
    return None
