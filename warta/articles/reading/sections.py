"""The sections of the newspaper, in the order of the menu."""

from __future__ import annotations

from collections.abc import Sequence

from warta.articles.models import SectionPage
from warta.press.marks import once_per_round
from warta.theme.ports import MenuEntry


@once_per_round
def sections_in_order() -> list[SectionPage]:
    fields = ("title", "slug", "live", "description", "position")
    # Asked for what is live, SQLite would go through all pages of the site instead of these few.
    every = SectionPage.objects.only(*fields).order_by("position")
    return sorted((section for section in every if section.live), key=lambda found: (found.position, found.title))


def sections_by_slug() -> dict[str, SectionPage]:
    return {section.slug: section for section in sections_in_order()}


def section_menu() -> Sequence[MenuEntry]:
    """Supplies `theme.ports.menu_of_site`."""
    return [MenuEntry(name=section.title, path=section.get_absolute_url()) for section in sections_in_order()]
