from __future__ import annotations

from collections.abc import Iterator

import pytest

from warta.readers import vault
from warta.readers.profile import queries
from warta.readers.profile.fields import BASIC
from warta.readers.profile.requirements import Requirement, requirements_of
from warta.readers.tests.cast import person
from warta.readers.vault_fields import BIRTH_DATE, FULL_NAME, PHONE, PROVINCE, REGENCY


@pytest.fixture
def draw() -> Iterator[Requirement]:
    """A campaign that wants to see a name and an identity number."""
    wish = Requirement("Undian Akhir Tahun", "/campaign/akhir-tahun/", ("full_name", "identity_number"))
    before = requirements_of._supplier
    requirements_of.supply(lambda someone: [wish])
    yield wish
    requirements_of._supplier = before


@pytest.mark.django_db
def test_an_empty_profile_misses_everything_and_a_filled_one_nothing() -> None:
    budi = person("budi")
    assert queries.missing(budi) == BASIC
    for field, text in ((FULL_NAME, "Budi"), (BIRTH_DATE, "1998-04-12"), (PROVINCE, "34"), (REGENCY, "Sleman")):
        vault.keep(budi, field, text, by=budi)
    assert queries.completeness(budi).percent == 75
    vault.keep(budi, PHONE, "0812 9876 5432", by=budi)
    assert queries.missing(budi) == ("phone",)
    vault.confirm(budi, PHONE, by=budi)
    assert queries.completeness(budi).is_complete


@pytest.mark.django_db
def test_an_address_area_is_there_once_both_of_its_fields_are() -> None:
    budi = person("budi")
    vault.keep(budi, PROVINCE, "34", by=budi)
    assert queries.missing(budi, ["address_area"]) == ("address_area",)
    vault.keep(budi, REGENCY, "Sleman", by=budi)
    assert queries.missing(budi, ["address_area", "address_area"]) == ()


@pytest.mark.django_db
def test_an_unknown_requirement_is_an_error_of_whoever_asks() -> None:
    with pytest.raises(KeyError, match="shoe_size"):
        queries.missing(person("budi"), ["shoe_size"])


@pytest.mark.django_db
def test_an_identity_number_is_asked_for_only_where_somebody_requires_it(draw: Requirement) -> None:
    budi = person("budi")
    assert "identity" not in [part.slug for part in queries.parts_for({}, [])]
    wishes = queries.wanted_of(budi, {"full_name": False})
    assert wishes[0].completeness.missing == ("identity_number",)
    slugs = [part.slug for part in queries.parts_for({}, wishes)]
    assert "identity" in slugs
    assert "claim" not in slugs
    assert "identity" in [part.slug for part in queries.parts_for({"identity_number": False}, [])]


@pytest.mark.django_db
def test_completeness_is_one_question_to_the_database(django_assert_num_queries: object) -> None:
    budi = person("budi")
    with django_assert_num_queries(1):  # type: ignore[operator]
        queries.completeness(budi)
