"""Placing, removing and replacing links beside an article's text. All writes are here; each is safe to repeat."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from warta.articles.models import ArticlePage, Kind, SectionPage
from warta.articles.reading.body import Block, articles_in, blocks_of
from warta.audit import services as audit
from warta.lib.clock import now
from warta.linking.models import Placement, Placing, SectionWithoutLinks
from warta.linking.placing.places import READ_ALSO, places_for
from warta.linking.placing.queries import is_off, kinds_of
from warta.linking.proposals.queries import links_for
from warta.linking.proposals.texts import text_of
from warta.press import services as press

BETWEEN = 2  # links in a text, an editor's own counted
BELOW = 7  # the article to read next, and those related
WITHOUT = (Kind.SPONSORED,)  # what somebody paid for leads nowhere, and nothing leads to it by itself


class NotPossible(Exception):
    """Why a link can't be placed, in words for the editor."""


def place_links(article_id: int) -> int:
    """Choose an article's links once, when it is public; how many were placed between its paragraphs.

    Whoever comes second changes nothing. What an editor removed does not come back.
    """
    known = Placing.objects.filter(article_id=article_id).first()
    if known is not None and known.placed_at is not None:
        return 0
    article = ArticlePage.objects.public().exclude(address_date=None).filter(pk=article_id).order_by().first()
    if article is None or article.alias_of_id is not None:
        return 0
    blocks = blocks_of(article.body)
    found = _proposed(article, blocks)
    rows = [] if is_off(article, known) else _between(article, blocks, found)
    between = {row.target_id for row in rows}
    with transaction.atomic():
        if not _claim(article_id, below=[pk for pk in found if pk not in between][:BELOW]):
            return 0
        Placement.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def remove_link(placement: Placement, *, by: str) -> None:
    """It is shown no more, and not placed by itself again."""
    with transaction.atomic():
        Placement.objects.filter(pk=placement.pk, removed_at=None).update(removed_at=now())
        _record("linking.removed", placement.article_id, by, placement.target_id)
        press.changed(frozenset({f"article:{placement.article_id}"}))


def replace_link(placement: Placement, target: ArticlePage, *, by: str) -> None:
    """Another article stands in its place. Raises NotPossible."""
    _check_target(placement.article, target)
    with transaction.atomic():
        Placement.objects.filter(article=placement.article, target=target).delete()
        Placement.objects.filter(pk=placement.pk).update(removed_at=now())
        Placement.objects.create(article=placement.article, target=target, after=placement.after, is_by_hand=True)
        _record("linking.replaced", placement.article_id, by, target.pk)
        press.changed(frozenset({f"article:{placement.article_id}"}))


def turn_off(article: ArticlePage, *, by: str) -> None:
    """Nothing is placed in this article by itself, and what was goes."""
    with transaction.atomic():
        Placing.objects.update_or_create(article=article, defaults={"is_off": True})
        Placement.objects.filter(article=article, removed_at=None, is_by_hand=False).delete()
        _record("linking.off", article.pk, by)
        press.changed(frozenset({f"article:{article.pk}"}))


def turn_on(article: ArticlePage, *, by: str) -> None:
    """Links are placed by themselves: at publication, or now in an article that is public."""
    with transaction.atomic():
        Placing.objects.update_or_create(article=article, defaults={"is_off": False, "placed_at": None})
        _record("linking.on", article.pk, by)
        press.changed(frozenset({f"article:{article.pk}"}))
    place_links(article.pk)


def choose_for_sections(on: Sequence[int], *, by: str) -> None:
    """In the articles of these sections links are placed from now on, in those of all others none."""
    with transaction.atomic():
        off = SectionPage.objects.exclude(pk__in=on)
        SectionWithoutLinks.objects.exclude(section__in=off).delete()
        SectionWithoutLinks.objects.bulk_create(
            [SectionWithoutLinks(section_id=pk) for pk in off.values_list("pk", flat=True)], ignore_conflicts=True
        )
        audit.record("linking.sections", actor=by, facts={"on": sorted(on)})


def _proposed(article: ArticlePage, blocks: Sequence[Block]) -> list[int]:
    """What may stand in or below the article. If proposing fails it is published without; the sweep tries again."""
    own = articles_in(blocks) | {article.reply_to_id or 0, article.translation_id or 0}
    return links_for(article.pk, text_of(article), count=BETWEEN + BELOW, excluding=own, without=WITHOUT)


def _claim(article_id: int, *, below: Sequence[int]) -> bool:
    """Whether this call is the one that places."""
    decided = {"placed_at": now(), "below": list(below)}
    row, is_new = Placing.objects.get_or_create(article_id=article_id, defaults=decided)
    return is_new or Placing.objects.filter(pk=row.pk, placed_at=None).update(**decided) == 1


def _between(article: ArticlePage, blocks: Sequence[Block], found: Sequence[int]) -> list[Placement]:
    if article.kind in WITHOUT:
        return []
    kinds = kinds_of(blocks)
    before = dict(Placement.objects.filter(article=article).values_list("target_id", "removed_at"))
    standing = sum(removed_at is None for removed_at in before.values())
    places = places_for(max(BETWEEN - standing - kinds.count(READ_ALSO), 0), kinds)
    targets = [pk for pk in found if pk not in before]
    return [Placement(article=article, target_id=pk, after=after) for after, pk in zip(places, targets, strict=False)]


def _check_target(article: ArticlePage, target: ArticlePage) -> None:
    if target.pk == article.pk:
        raise NotPossible(_("Choose another article; this is the one you are editing."))
    if not target.is_public:
        raise NotPossible(_("Choose an article that is public."))
    if target.pk in articles_in(blocks_of(article.body)):
        raise NotPossible(_("Its text links to that article already."))


def _record(action: str, article_id: int, by: str, target_id: int | None = None) -> None:
    audit.record(action, actor=by, subject=f"article:{article_id}", facts={"target": target_id} if target_id else {})
