"""The sections, topics, authors and outlets that records name, for the length of an import."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from warta.articles.bulk.naming import NameBook, SectionBook
from warta.articles.models import Author, FrontPage, Outlet, Topic
from warta.importing.built import Built
from warta.importing.records import Person, Record


class Names:
    def __init__(self, front: FrontPage) -> None:
        self.sections = SectionBook(front)
        self.topics = NameBook(Topic)
        self.authors = NameBook(Author)
        self.outlets = NameBook(Outlet)
        self._with_role: set[str] = set()
        with override(settings.LANGUAGE_CODE):
            self._no_section = _("News")

    def ensure(self, items: Sequence[tuple[Record, Built]]) -> None:
        """Make what is missing for these. Safe to repeat; outside the transaction that uses it."""
        records = [record for record, _built in items]
        self.sections.ensure([self.section_of(record) for record in records])
        self.topics.ensure([topic for record in records for topic in record.topics])
        people = [person for record in records for person in record.authors]
        self.authors.ensure([*(person.name for person in people), *(record.editor for record in records)])
        cited = [cited.outlet for _record, built in items for cited in built.cited]
        self.outlets.ensure([*cited, *(self.source_of(record) for record in records)])
        self._set_roles(people)

    def section_of(self, record: Record) -> str:
        return record.section or self._no_section

    def source_of(self, record: Record) -> str:
        """The outlet the article was first published by; empty when that is this site, or the file says it itself."""
        is_own = record.source.casefold() == settings.SITE_NAME.casefold()
        return "" if is_own or record.is_own_format else record.source

    def _set_roles(self, people: Iterable[Person]) -> None:
        """An author who has no role yet gets the one the byline names."""
        for person in people:
            if person.role and person.name not in self._with_role:
                self._with_role.add(person.name)
                Author.objects.filter(pk=self.authors.id_of(person.name), role="").update(role=person.role[:120])
