"""Makes the sizes of pictures before a page or a channel needs them, or right after a page did without.

What a page or a post can't go without, a few JPEGs, is made of every new picture before the first AVIF is begun.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import islice
from time import monotonic

from django.db.models import Exists, Max, OuterRef, QuerySet
from wagtail.images.models import Image, Rendition

from warta.articles.events import listing_changed
from warta.articles.pictures.sizes import CARD, FACE, FULL, SHARE_SPEC, Shape, make_all_widths, make_plain
from warta.articles.publishing.facts import tags_that_show
from warta.lib.clock import now

NEW = timedelta(hours=1)
MOST_AT_ONCE = 20
TELLING_SECONDS = 2  # how long a page that shows several pictures waits, so that it is not pressed for each of them
NEWEST = 100  # pictures; who brings more within the hour imports, and is shown few of them
LATEST = 20_000  # renditions looked through for what pages did without; a quarter of a second at the most

Name = tuple[int, str]


@dataclass(frozen=True)
class Piece:
    """One thing to make of one picture. `make` says whether pages can then show it better."""

    image: Image
    kind: str
    make: Callable[[Image], bool]

    @property
    def name(self) -> Name:
        return (self.image.pk, self.kind)


def names_of_wanted() -> frozenset[Name]:
    """What is to be made first; empty when nothing is. What can't be made stays among them."""
    return frozenset(piece.name for piece in islice(_wanted(), MOST_AT_ONCE))


def prepare_pictures() -> None:
    """Make what is wanted until nothing is left that can be made, and tell of what pages can show better.

    First the JPEGs of what came in lately, then the AVIFs of these and of what a page did without; other pictures that
    no page shows are let alone. Safe to run twice, and to be killed.
    """
    told_at, tags, tried = monotonic(), set[str](), set[Name]()
    while piece := next((piece for piece in _wanted() if piece.name not in tried), None):
        tried.add(piece.name)
        if piece.make(piece.image):
            tags |= tags_that_show(piece.image)
        if tags and monotonic() - told_at > TELLING_SECONDS:
            listing_changed.tell(frozenset(tags))
            told_at, tags = monotonic(), set()
    if tags:
        listing_changed.tell(frozenset(tags))


def _wanted() -> Iterator[Piece]:
    for image in _new_without(SHARE_SPEC):
        yield Piece(image, "plain", make_plain)
    for shape in (CARD, FULL, FACE):
        for rendition in _shown_without_avif(shape):
            yield _all_widths(rendition.image, shape)


def _all_widths(image: Image, shape: Shape) -> Piece:
    return Piece(image, shape.name, partial(make_all_widths, shape=shape))


def _shown_without_avif(shape: Shape) -> QuerySet[Rendition]:
    """JPEGs that a page needed, whose AVIFs nobody has made. All AVIFs of a shape are stored together."""
    avif = Rendition.objects.filter(
        image_id=OuterRef("image_id"), focal_point_key=OuterRef("focal_point_key"), filter_spec=shape.avif[-1]
    )
    newest = Rendition.objects.aggregate(newest=Max("pk"))["newest"] or 0
    shown = Rendition.objects.filter(filter_spec=shape.jpeg, pk__gt=newest - LATEST)
    return shown.filter(~Exists(avif)).select_related("image").order_by("-pk")


def _new_without(spec: str) -> QuerySet[Image]:
    ready = Rendition.objects.filter(filter_spec=spec, image_id=OuterRef("pk"))
    newest = Image.objects.aggregate(newest=Max("pk"))["newest"] or 0
    return Image.objects.filter(~Exists(ready), pk__gt=newest - NEWEST, created_at__gte=now() - NEW).order_by("-pk")
