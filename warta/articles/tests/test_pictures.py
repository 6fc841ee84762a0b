from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries
from wagtail.images.models import Image

from warta.articles.events import listing_changed
from warta.articles.models import Author
from warta.articles.pictures.preparing import names_of_wanted, prepare_pictures
from warta.articles.pictures.sizes import (
    CARD,
    FACE,
    FULL,
    MACHINE_SPECS,
    SHARE_SPEC,
    Shape,
    machine_pictures,
    make_all_widths,
    picture,
    share_picture,
    with_renditions,
)
from warta.articles.tests.pages import small_picture


@pytest.fixture(autouse=True)
def no_remembered_sizes() -> None:
    """Wagtail remembers them by the picture's number, which tests use again."""
    cache.clear()


def test_a_picture_comes_in_avif_with_a_jpeg_behind_it(db: None) -> None:
    image = small_picture()
    make_all_widths(image, FULL)
    shown = picture(image, FULL, alt="Hills")
    assert shown is not None
    assert shown.src.endswith(".jpg")
    assert shown.avif.count(".avif ") == 2  # 480 wide and its own 600: never enlarged, never twice
    assert (shown.width, shown.height, shown.alt) == (600, 400, "Hills")


def test_a_page_waits_for_one_jpeg_alone_and_is_told_of_once_the_others_are_made(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = small_picture()
    Image.objects.filter(pk=image.pk).update(created_at=image.created_at - timedelta(days=1))
    person = Author.objects.create(name="Ana", slug="ana", portrait=image)
    shown = picture(image, FACE)
    assert shown is not None
    assert (shown.avif, image.renditions.count()) == ("", 1)

    told: list[frozenset[str]] = []
    monkeypatch.setattr(listing_changed, "_listeners", [told.append])
    prepare_pictures()
    prepare_pictures()
    assert told == [frozenset({f"author:{person.pk}"})]
    better = picture(Image.objects.get(pk=image.pk), FACE)
    assert better is not None
    assert ".avif " in better.avif


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
    assert names_of_wanted() == {(new.pk, "plain")}
    prepare_pictures()
    assert new.renditions.count() > 6
    assert old.renditions.count() == 0
    with django_assert_num_queries(8):
        assert names_of_wanted() == frozenset()


def test_every_picture_has_its_jpegs_before_the_first_avif_is_made(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    images = [small_picture("One"), small_picture("Two")]
    when_first: list[set[str]] = []

    def see(image: Image, *, shape: Shape) -> bool:
        when_first.append({spec for one in images for spec in one.renditions.values_list("filter_spec", flat=True)})
        return False

    monkeypatch.setattr("warta.articles.pictures.preparing.make_all_widths", see)
    prepare_pictures()
    assert {FULL.jpeg, CARD.jpeg, SHARE_SPEC, *MACHINE_SPECS} == when_first[0]
    assert all(image.renditions.count() == 6 for image in images)


def test_a_picture_that_cannot_be_made_holds_up_no_other_and_stays_wanted(db: None) -> None:
    good, lost = small_picture("Good"), small_picture("Lost")
    Path(lost.file.path).unlink()
    prepare_pictures()
    assert good.renditions.filter(filter_spec=CARD.avif[-1]).exists()
    assert names_of_wanted() == {(lost.pk, "plain")}


def test_what_is_prepared_takes_one_query_to_show(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    small_picture("One")
    small_picture("Two")
    prepare_pictures()
    images = list(Image.objects.all())
    with django_assert_num_queries(1):
        with_renditions(images, FULL, CARD)
        assert all(picture(image, shape) for image in images for shape in (FULL, CARD))
