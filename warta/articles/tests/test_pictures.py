from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries
from wagtail.images.models import Image

from warta.articles.pictures import CARD, FULL, machine_pictures, picture, prepare_new, share_picture, with_renditions
from warta.articles.tests.pages import small_picture


@pytest.fixture(autouse=True)
def no_remembered_sizes() -> None:
    """Wagtail remembers them by the picture's number, which tests use again."""
    cache.clear()


def test_a_picture_comes_in_avif_with_a_jpeg_behind_it(db: None) -> None:
    shown = picture(small_picture(), FULL, alt="Hills")
    assert shown is not None
    assert shown.src.endswith(".jpg")
    assert shown.avif.count(".avif ") == 2  # 480 wide and its own 600: never enlarged, never twice
    assert (shown.width, shown.height, shown.alt) == (600, 400, "Hills")


def test_machines_get_three_shapes_and_a_wide_one_by_absolute_address(db: None) -> None:
    image = small_picture()
    assert len(machine_pictures(image)) == 3
    shared = share_picture(image)
    assert shared is not None
    assert shared["url"].startswith("http://127.0.0.1:8000/media/")


def test_a_lost_file_costs_the_page_its_picture_alone(db: None) -> None:
    image = small_picture()
    Path(image.file.path).unlink()
    assert picture(image, CARD) is None
    assert share_picture(image) is None
    assert machine_pictures(image) == []


def test_new_pictures_are_prepared_once_and_old_ones_let_alone(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    new, old = small_picture("New"), small_picture("Old")
    Image.objects.filter(pk=old.pk).update(created_at=old.created_at - timedelta(days=1))
    prepare_new()
    assert new.renditions.count() > 6
    assert old.renditions.count() == 0
    with django_assert_num_queries(1):
        prepare_new()


def test_what_is_prepared_takes_one_query_to_show(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    small_picture("One")
    small_picture("Two")
    prepare_new()
    images = list(Image.objects.all())
    with django_assert_num_queries(1):
        with_renditions(images, FULL, CARD)
        assert all(picture(image, shape) for image in images for shape in (FULL, CARD))
