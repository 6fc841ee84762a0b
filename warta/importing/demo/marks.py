"""Remembers which objects the demonstration brought."""

from __future__ import annotations

from django.db import models
from wagtail.images.models import Image

from warta.articles.models import ArticlePage, Author, DemoMark, Outlet, SectionPage, Slot, Topic

# In the order in which they can be removed: what refers to others first.
MARKED: tuple[type[models.Model], ...] = (Slot, ArticlePage, SectionPage, Author, Outlet, Topic, Image)


def mark(thing: models.Model) -> None:
    """Safe to repeat."""
    DemoMark.objects.get_or_create(model=thing._meta.label_lower, object_id=thing.pk)


def marked_ids(model: type[models.Model]) -> list[int]:
    marks = DemoMark.objects.filter(model=model._meta.label_lower)
    return list(marks.order_by("pk").values_list("object_id", flat=True))


def forget(model: type[models.Model], pk: int) -> None:
    DemoMark.objects.filter(model=model._meta.label_lower, object_id=pk).delete()
