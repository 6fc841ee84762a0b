"""The Content Security Policy: what a page of the site, and one of the newsroom, may load."""

from __future__ import annotations

from django.conf import settings

# Whose players a reader may open by a click. Nothing of them is asked for before.
FRAME_HOSTS = (
    "https://www.youtube-nocookie.com",
    "https://player.vimeo.com",
    "https://open.spotify.com",
    "https://www.openstreetmap.org",
)


def _written(rules: dict[str, str]) -> str:
    policy = "; ".join(f"{name} {value}" for name, value in rules.items())
    return f"{policy}; upgrade-insecure-requests" if settings.IS_SECURE else policy


PUBLIC_POLICY = _written(
    {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "media-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "frame-src": " ".join(FRAME_HOSTS),
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'self'",
    }
)

# Wagtail's admin writes styles and small scripts into its pages, and shows pictures from memory before they are sent.
NEWSROOM_POLICY = _written(
    {
        "default-src": "'self'",
        "script-src": "'self' 'unsafe-inline'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "frame-src": f"'self' {' '.join(FRAME_HOSTS)}",
        "object-src": "'none'",
        "form-action": "'self'",
        "base-uri": "'self'",
        "frame-ancestors": "'self'",
    }
)


def policy_for(path: str) -> str:
    return NEWSROOM_POLICY if path.startswith("/newsroom/") else PUBLIC_POLICY
