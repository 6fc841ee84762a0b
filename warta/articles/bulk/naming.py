"""Finds topics, authors, outlets and sections by name, and makes the missing ones, each with its own address."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from wagtail.models import Page

from warta.articles.bulk.creating import create_sections
from warta.articles.events import listing_changed
from warta.articles.models import RESERVED_SLUGS, Author, FrontPage, Outlet, SectionPage, Topic
from warta.articles.models.names import NAME_LENGTH

# Before a section name whose own address is one of the house's: "Media" becomes /rubrik-media/ .
SAFE_PREFIX = "rubrik"
SECTION_NAME_LENGTH = 255


class NameBook:
    """Ids by name for one kind of named thing, read once and kept for a run. Capital letters make no difference."""

    def __init__(self, model: type[Topic] | type[Author] | type[Outlet]) -> None:
        self._model = model
        self._ids: dict[str, int] = {}
        self._slugs: set[str] = set()
        self._read()

    def ensure(self, names: Iterable[str]) -> None:
        """Make the missing ones. Safe to repeat; to be called outside the transaction that uses the ids."""
        missing = _first_spellings(name[:NAME_LENGTH] for name in names if name and _key(name) not in self._ids)
        if missing:
            self._add(list(missing.values()))

    def id_of(self, name: str) -> int:
        """Raises KeyError for a name that was not ensured."""
        return self._ids[_key(name)]

    def _read(self) -> None:
        rows = list(self._model.objects.values_list("name", "slug", "pk"))
        self._ids = {_key(name): pk for name, _slug, pk in rows}
        self._slugs = {slug for _name, slug, _pk in rows}

    def _add(self, names: list[str]) -> None:
        try:
            with transaction.atomic():
                made = self._model.objects.bulk_create([self._made(name) for name in names])
        except IntegrityError:  # somebody else made one of them meanwhile
            self._read()
            missing = [name for name in names if _key(name) not in self._ids]
            made = self._model.objects.bulk_create([self._made(name) for name in missing])
        self._ids |= {_key(row.name): row.pk for row in made}

    def _made(self, name: str) -> Topic | Author | Outlet:
        slug = free(slug_of(name, most=NAME_LENGTH - 8), self._slugs)
        self._slugs.add(slug)
        return self._model(name=name, slug=slug)


def _key(name: str) -> str:
    return name[:NAME_LENGTH].casefold()


class SectionBook:
    """Sections by name. A missing one is made below the home page, never at an address of the house's own."""

    def __init__(self, front: FrontPage) -> None:
        self._front = front
        self._ids = {_section_key(name): pk for name, pk in SectionPage.objects.values_list("title", "pk")}

    def ensure(self, names: Iterable[str]) -> None:
        """Make the missing ones, and tell of them: they stand in the menu of every page. Safe to repeat."""
        missing = _first_spellings(name[:SECTION_NAME_LENGTH] for name in names if _section_key(name) not in self._ids)
        if not missing:
            return
        taken = set(Page.objects.child_of(self._front).values_list("slug", flat=True))
        made = [(name, self._slug(name, taken)) for name in missing.values()]
        self._ids |= zip(missing, create_sections(self._front, made), strict=True)
        listing_changed.tell(frozenset({"site"}))

    def id_of(self, name: str) -> int:
        return self._ids[_section_key(name)]

    def _slug(self, name: str, taken: set[str]) -> str:
        base = slug_of(name, most=100)
        slug = free(f"{SAFE_PREFIX}-{base}" if base in RESERVED_SLUGS else base, taken | RESERVED_SLUGS)
        taken.add(slug)
        return slug


def _section_key(name: str) -> str:
    return name[:SECTION_NAME_LENGTH].casefold()


def _first_spellings(names: Iterable[str]) -> dict[str, str]:
    spellings: dict[str, str] = {}
    for name in names:
        spellings.setdefault(name.casefold(), name)
    return spellings


def slug_of(name: str, *, most: int) -> str:
    """Letters for an address. A name without Latin letters gets ones made from it, always the same."""
    return slugify(name)[:most].strip("-_") or sha256(name.encode()).hexdigest()[:10]


def free(base: str, taken: set[str]) -> str:
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"
