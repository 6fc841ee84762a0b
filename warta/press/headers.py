"""The fixed headers of pressed pages, by kind. The same ones stand in deploy/nginx.conf; a test compares them."""

from __future__ import annotations

from warta.press.marks import Kind

CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "jsonfeed": "application/feed+json; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "webmanifest": "application/manifest+json; charset=utf-8",
    "osdx": "application/opensearchdescription+xml; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
}
_ENDINGS = {content_type.partition(";")[0]: ending for ending, content_type in CONTENT_TYPES.items()}
_ENDINGS["text/xml"] = "xml"

# A page is asked again each time (a 304 costs next to nothing), so that a correction is seen at once; feeds and
# sitemaps are polled by machines that may wait.
CACHE_CONTROL: dict[Kind, str] = {
    "page": "public, max-age=0, must-revalidate",
    "fragment": "public, max-age=0, must-revalidate",
    "feed": "public, max-age=60",
    "data": "public, max-age=300",
}


def file_name_for(kind: Kind, content_type: str) -> str | None:
    """The name of the file that holds such an answer, such as "page.html"; None when it can't be pressed."""
    ending = _ENDINGS.get(content_type.partition(";")[0].strip().lower())
    if ending is None:
        return None
    if ending == "html":
        return "fragment.html" if kind == "fragment" else "page.html"
    return f"feed.{ending}" if kind == "feed" else f"data.{ending}"


def is_known(file_name: str) -> bool:
    """Whether `file_name_for` could have given this name."""
    kind, _, ending = file_name.partition(".")
    return kind in CACHE_CONTROL and ending in CONTENT_TYPES


def fixed_headers(file_name: str, *, policy: str, is_secure: bool) -> dict[str, str]:
    """What is sent with the file, apart from its ETag, encoding and length. `policy`: Content Security Policy."""
    kind, _, ending = file_name.partition(".")
    headers = {
        "Content-Type": CONTENT_TYPES[ending],
        "Cache-Control": CACHE_CONTROL[kind],  # type: ignore[index]
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    if policy:
        headers["Content-Security-Policy"] = policy
    if is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains; preload"
    return headers
