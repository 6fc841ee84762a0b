"""What stands between an article's paragraphs and below it, and where nothing may."""

from __future__ import annotations

from collections.abc import Sequence

from warta.articles.models import ArticlePage, SectionPage
from warta.articles.ports import Onward
from warta.articles.reading.body import Block
from warta.articles.reading.rich_text import paragraphs_of
from warta.linking.models import Placement, Placing, SectionWithoutLinks
from warta.press.marks import once_per_round


@once_per_round
def placements_of(article_id: int) -> list[Placement]:
    """The links that stand in an article, in their order; also those whose target is not public now."""
    rows = Placement.objects.filter(article_id=article_id, removed_at=None).select_related("target")
    return list(rows.defer("target__body", "target__original"))


def is_off(article: ArticlePage, decided: Placing | None) -> bool:
    """Whether an editor wants no links placed by themselves: in this article, as was decided of it, or its section."""
    if decided is not None and decided.is_off:
        return True
    return SectionWithoutLinks.objects.filter(section__slug=article.address_section).exists()


def sections_with_choice() -> list[tuple[SectionPage, bool]]:
    """Each section, and whether links are placed in its articles."""
    off = set(SectionWithoutLinks.objects.values_list("section_id", flat=True))
    return [(section, section.pk not in off) for section in SectionPage.objects.order_by("title")]


def onward_from(article_id: int) -> Onward:
    """What was chosen to be read after an article, in its text and below it."""
    below = Placing.objects.filter(article_id=article_id).values_list("below", flat=True).first() or []
    return Onward(tuple(below), frozenset(row.target_id for row in placements_of(article_id)))


def kinds_of(blocks: Sequence[Block]) -> list[str]:
    """The kinds of the parts that a stored text is shown as, paragraph by paragraph."""
    kinds: list[str] = []
    for block in blocks:
        if block["type"] == "paragraph":
            kinds += ["paragraph"] * len(paragraphs_of(block["value"] or ""))
        else:
            kinds.append(block["type"])
    return kinds
