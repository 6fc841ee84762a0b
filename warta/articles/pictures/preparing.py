"""Makes the sizes of pictures in the background, before a page needs them or right after one did without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from time import monotonic

from django.db.models import Exists, Max, OuterRef, QuerySet
from wagtail.images.models import Image, Rendition

from warta.articles.events import listing_changed
from warta.articles.pictures.sizes import CARD, FACE, FULL, SHARE_SPEC, Shape, make_all_widths, make_machine_sizes
from warta.articles.publishing.facts import tags_that_show
from warta.lib.clock import now

NEW = timedelta(hours=1)
MOST_AT_ONCE = 20
PREPARING_SECONDS = 2  # the worker has other things to do; the rest waits for the next run
LATEST = 20_000  # renditions looked through for what pages did without; a quarter of a second at the most


def prepare(image: Image) -> bool:
    """Make every size of a picture; whether pages can now show it in AVIF that could not. Safe to repeat."""
    made = [make_all_widths(image, shape) for shape in (FULL, CARD)]
    make_machine_sizes(image)
    return any(made)


def prepare_pictures() -> None:
    """Prepare pictures for two seconds at most, and tell of those that pages showed without AVIF. Safe to run twice.

    First those that a page did without, then those that came in within the last hour; older ones that no page shows
    are let alone.
    """
    ends, tags = monotonic() + PREPARING_SECONDS, set[str]()
    for better in _prepared():
        tags |= better
        if monotonic() > ends:
            break
    if tags:
        listing_changed.tell(frozenset(tags))


def _prepared() -> Iterator[frozenset[str]]:
    """Picture by picture; the tags of pages that can show it better now."""
    newest = Rendition.objects.aggregate(newest=Max("pk"))["newest"] or 0
    for shape in (CARD, FULL, FACE):
        for rendition in _shown_without_avif(shape).filter(pk__gt=newest - LATEST)[:MOST_AT_ONCE]:
            yield tags_that_show(rendition.image) if make_all_widths(rendition.image, shape) else frozenset()
    for image in _new_pictures()[:MOST_AT_ONCE]:
        yield tags_that_show(image) if prepare(image) else frozenset()


def _shown_without_avif(shape: Shape) -> QuerySet[Rendition]:
    """JPEGs that a page needed, whose AVIFs nobody has made. All AVIFs of a shape are stored together."""
    avif = Rendition.objects.filter(
        image_id=OuterRef("image_id"), focal_point_key=OuterRef("focal_point_key"), filter_spec=shape.avif[-1]
    )
    shown = Rendition.objects.filter(filter_spec=shape.jpeg)
    return shown.filter(~Exists(avif)).select_related("image").order_by("-pk")


def _new_pictures() -> QuerySet[Image]:
    """The share picture is made last, and so tells that the others are there."""
    ready = Rendition.objects.filter(filter_spec=SHARE_SPEC).values("image_id")
    return Image.objects.filter(created_at__gte=now() - NEW).exclude(pk__in=ready).order_by("-created_at")
