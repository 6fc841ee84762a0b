"""Brings what articles stand on: sections, people, topics, outlets, pictures. What is there is used as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.images.models import Image

from warta.articles.models import Author, FrontPage, Outlet, SectionPage, Topic
from warta.articles.site_setup import add_section
from warta.importing.demo.marks import mark, marked_ids
from warta.importing.demo.written import Content

Row = TypeVar("Row", Author, Outlet, Topic)


@dataclass
class Around:
    """The rows that articles refer to, by the short names the files use."""

    sections: dict[str, SectionPage] = field(default_factory=dict)
    authors: dict[str, Author] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    outlets: dict[str, Outlet] = field(default_factory=dict)
    images: dict[str, Image] = field(default_factory=dict)


def bring_around(content: Content, front: FrontPage) -> Around:
    """Safe to repeat, and to go on with after it was stopped: each row is looked for first and made with its mark."""
    around = Around(images=_images(content))
    for slug, fields in content.site["sections"].items():
        around.sections[slug] = _section(front, slug, fields)
    for slug, fields in content.site["topics"].items():
        around.topics[slug] = _named(Topic, slug, fields)
    for slug, fields in content.site["outlets"].items():
        around.outlets[slug] = _named(Outlet, slug, fields)
    for slug, fields in content.site["authors"].items():
        portrait = around.images[f"portrait-{slug}"]
        around.authors[slug] = _named(Author, slug, {**fields, "portrait": portrait})
    return around


def _section(front: FrontPage, slug: str, fields: Mapping[str, Any]) -> SectionPage:
    there = SectionPage.objects.filter(slug=slug).first()
    if there:
        return there
    with transaction.atomic():
        section = add_section(front, slug=slug, **fields)
        mark(section)
    return section


def _named(model: type[Row], slug: str, fields: Mapping[str, Any]) -> Row:
    rows = model._default_manager
    there = rows.filter(slug=slug).first() or rows.filter(name=fields["name"]).first()
    if there:
        return there
    with transaction.atomic():
        made = rows.create(slug=slug, **fields)
        mark(made)
    return made


def _images(content: Content) -> dict[str, Image]:
    there = {image.title: image for image in Image.objects.filter(pk__in=marked_ids(Image))}
    return {name: there.get(fields["title"]) or _image(content, name) for name, fields in content.pictures.items()}


def _image(content: Content, name: str) -> Image:
    fields = content.pictures[name]
    image = Image(title=fields["title"], description=fields["alt"])
    x, y, width, height = fields.get("focus") or (None, None, None, None)
    image.focal_point_x, image.focal_point_y = x, y
    image.focal_point_width, image.focal_point_height = width, height
    with content.picture_file(name).open("rb") as file, transaction.atomic():
        image.file = ImageFile(file, name=f"{name}.jpg")
        image.save()
        mark(image)
    return image
