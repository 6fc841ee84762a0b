"""Pictures in the sizes and formats that pages and machines ask for.

AVIF with JPEG behind it for browsers that lack it (docs/adr/0043). No page waits for an AVIF: what a rendering finds
missing is one JPEG, made at once; `preparing` makes the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from PIL.Image import DecompressionBombError
from wagtail.images.models import Filter, Image, Rendition

# What Pillow's readers raise over a file that is lost, broken or a trap, each in its own way.
UNREADABLE = (OSError, ValueError, SyntaxError, RuntimeError, DecompressionBombError)

AVIF_QUALITY = 52
JPEG_QUALITY = 78

SHARE_SPEC = "fill-1200x630|format-jpeg|jpegquality-82"
MACHINE_SPECS = tuple(f"fill-{size}|format-jpeg|jpegquality-82" for size in ("1200x1200", "1200x900", "1200x675"))


@dataclass(frozen=True)
class Shape:
    """A use of a picture on pages: its crop in each width, and the width a JPEG takes where AVIF is unknown."""

    name: str
    crops: tuple[str, ...]
    plain: str

    @property
    def avif(self) -> tuple[str, ...]:
        return tuple(f"{crop}|format-avif|avifquality-{AVIF_QUALITY}" for crop in self.crops)

    @property
    def jpeg(self) -> str:
        return f"{self.plain}|format-jpeg|jpegquality-{JPEG_QUALITY}"

    @property
    def specs(self) -> tuple[str, ...]:
        return (*self.avif, self.jpeg)


@dataclass(frozen=True)
class Fixed:
    """Sizes that machines ask for, in one format."""

    specs: tuple[str, ...]


FOR_MACHINES = Fixed((SHARE_SPEC, *MACHINE_SPECS))
FULL = Shape("full", ("width-480", "width-800", "width-1200", "width-1800"), "width-1200")
CARD = Shape("card", ("fill-240x160", "fill-480x320", "fill-800x533", "fill-1200x800"), "fill-800x533")
FACE = Shape("face", ("fill-96x96", "fill-240x240"), "fill-240x240")


@dataclass(frozen=True)
class Picture:
    """A picture ready for a template. `avif` is "" until all its widths are made."""

    avif: str
    src: str
    width: int
    height: int
    alt: str


def with_renditions(images: Iterable[Image | None], *shapes: Shape | Fixed) -> None:
    """Fetch, in one query, what has been made of these pictures already."""
    _fetch_made(images, [spec for shape in shapes for spec in shape.specs])


def with_share_pictures(images: Iterable[Image | None]) -> None:
    """Fetch, in one query, what `share_picture` has made of these pictures already."""
    _fetch_made(images, [SHARE_SPEC])


def _fetch_made(images: Iterable[Image | None], specs: list[str]) -> None:
    wanted = [image for image in images if image is not None and not hasattr(image, "prefetched_renditions")]
    made = Prefetch("renditions", Rendition.objects.filter(filter_spec__in=specs), to_attr="prefetched_renditions")
    prefetch_related_objects(wanted, made)


def picture(image: Image | None, shape: Shape, *, alt: str = "") -> Picture | None:
    """The picture in every width of a shape. None, if there is none or its file can't be read."""
    if image is None:
        return None
    try:
        made = _made_of(image, shape)
        plain = made.get(shape.jpeg) or image.get_rendition(_filter(shape.jpeg))
    except UNREADABLE:
        return None  # a lost file costs the page its picture, not the reader the page
    return Picture(avif=_srcset(shape, made), src=plain.url, width=plain.width, height=plain.height, alt=alt)


def _made_of(image: Image, shape: Shape) -> dict[str, Rendition]:
    found = image.find_existing_renditions(*map(_filter, shape.specs))
    return {chosen.spec: rendition for chosen, rendition in found.items()}


@cache
def _filter(spec: str) -> Filter:
    """Kept, because reading a specification takes longer than everything else about a picture that is there."""
    return Filter(spec=spec)


def _srcset(shape: Shape, made: dict[str, Rendition]) -> str:
    """Wagtail never enlarges, so several widths of a small picture are the same one."""
    if not all(spec in made for spec in shape.avif):
        return ""
    widths = {made[spec].width: made[spec].url for spec in shape.avif}
    return ", ".join(f"{address} {width}w" for width, address in widths.items())


def share_picture(image: Image) -> dict[str, str] | None:
    """A wide JPEG for feeds and for cards on other sites: absolute `url`, `type`, `width` and `height`."""
    made = _plain_renditions(image, (SHARE_SPEC,))
    if not made:
        return None
    size = {"width": str(made[0].width), "height": str(made[0].height)}
    return {"url": _absolute(made[0].url), "type": "image/jpeg", **size}


def machine_pictures(image: Image | None) -> list[str]:
    """Absolute addresses of the picture in 1:1, 4:3 and 16:9, as search engines ask for."""
    return [_absolute(rendition.url) for rendition in _plain_renditions(image, MACHINE_SPECS)] if image else []


def make_all_widths(image: Image, shape: Shape) -> bool:
    """Make what is missing of a shape; whether that let pages show it in AVIF. Safe to repeat."""
    had_all = all(spec in _made_of(image, shape) for spec in shape.avif)
    try:
        image.get_renditions(*map(_filter, shape.specs))
    except UNREADABLE:
        return False  # its page goes without it
    return not had_all


def make_plain(image: Image) -> bool:
    """Make the JPEGs that a page, a post and machines can't go without, in that order; pages look the same with them.

    Safe to repeat.
    """
    for specs in ((FULL.jpeg,), (CARD.jpeg,), MACHINE_SPECS, (SHARE_SPEC,)):
        _plain_renditions(image, specs)
    return False


def _plain_renditions(image: Image, specs: tuple[str, ...]) -> list[Any]:
    try:
        return list(image.get_renditions(*map(_filter, specs)).values())
    except UNREADABLE:
        return []


def _absolute(address: str) -> str:
    return address if address.startswith("http") else settings.SITE_URL + address
