"""A link as a code to scan."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_code(address: str) -> SafeString:
    """An inline SVG, dark on light in dark mode too, with its quiet border."""
    drawn = segno.make(address, error="m", micro=False)
    svg = drawn.svg_inline(border=4, light="#fff", dark="#111", omitsize=True, svgclass="contact__svg", lineclass=None)
    return mark_safe(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S308
