"""What follows from a change of an article for pressed pages: the tags that show it, the paths to press at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from wagtail.images.models import Image
from wagtail.models import ReferenceIndex

from warta.articles.events import ArticleFact
from warta.articles.models import ArticlePage, Author, FrontPage, SectionPage, Slot


@dataclass(frozen=True)
class PlaceOfSection:
    """Where a section stands in the tree, and what its articles' addresses begin with."""

    pk: int
    path: str
    slug: str


def places_of_sections() -> list[PlaceOfSection]:
    """For facts of several articles, so that their sections are asked for once."""
    return [PlaceOfSection(*row) for row in SectionPage.objects.order_by().values_list("pk", "path", "slug")]


def fact_of(article: ArticlePage, sections: Sequence[PlaceOfSection]) -> ArticleFact:
    """The fact of an article as it stands in its row. Reads; safe to repeat."""
    tags = frozenset(tags_of(article, sections))
    return ArticleFact(article.pk, tags, eager_paths_of(article), _is_material(article), gone_paths_of(article))


def tags_of(article: ArticlePage, sections: Sequence[PlaceOfSection]) -> Iterator[str]:
    """Tags of all pages that show the article, and of all lists in which it may appear or disappear.

    A list it has just left shows its card, and so is found by the article's own tag.
    """
    yield from (f"article:{article.pk}", "list:home", "list:all")
    yield from (f"list:section:{section.pk}" for section in sections if _is_of(article, section))
    if article.address_date:
        yield from (f"list:day:{article.address_date:%Y-%m-%d}", f"list:month:{article.address_date:%Y-%m}")
    for name, ids in _lists_of(article).items():
        yield from (f"list:{name}:{pk}" for pk in ids)
    yield from (f"article:{pk}" for pk in (article.reply_to_id, article.translation_id) if pk)


def _is_of(article: ArticlePage, section: PlaceOfSection) -> bool:
    """Lists follow the address, which a move to another section does not change; the newsroom's follow the tree."""
    return section.slug == article.address_section or section.path == article.path[: -article.steplen]


def eager_paths_of(article: ArticlePage) -> tuple[str, ...]:
    """The article, home, its section, and the feed of both; its other forms, which are asked for less, follow."""
    section = f"/{article.address_section}/"
    fronts = ("/", section)
    return (article.address, *fronts, *(f"{front}feed.xml" for front in fronts))


def gone_paths_of(article: ArticlePage) -> tuple[str, ...]:
    """The addresses of an article that is no longer public, in every language of the site's own words."""
    if article.live:
        return ()
    others = (code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
    return (article.address, *(f"/{code}{article.address}" for code in others))


def _lists_of(article: ArticlePage) -> dict[str, set[int]]:
    bylines = {byline.author_id for byline in article.bylines.all()}
    return {
        "topic": {topic.pk for topic in article.topics.all()},
        "author": bylines | ({article.editor_id} if article.editor_id else set()),
        "outlet": {citation.outlet_id for citation in article.citations.all()},
    }


def _is_material(article: ArticlePage) -> bool:
    """Whether the last publication, rather than an earlier one, was the last material change."""
    changed, published = article.materially_changed_at, article.last_published_at
    return changed is None or published is None or changed >= published


def front_tags(front: FrontPage | SectionPage) -> frozenset[str]:
    """The tags of a front's own words and of its list."""
    if isinstance(front, SectionPage):
        return frozenset({f"section:{front.pk}", f"list:section:{front.pk}"})
    return frozenset({"list:home"})


def slot_tags(slot: Slot) -> frozenset[str]:
    """The tags of the front on which this slot stands."""
    return front_tags(slot.front.specific_deferred)


def tags_that_show(image: Image) -> frozenset[str]:
    """The tags of all articles in whose lead or text the picture stands, and of the people it portrays."""
    references = ReferenceIndex.get_references_to(image).filter(
        content_type__app_label="articles", content_type__model="articlepage"
    )
    articles = references.values_list("object_id", flat=True).distinct()
    people = Author.objects.filter(portrait=image.pk).values_list("pk", flat=True)
    return frozenset({*(f"article:{pk}" for pk in articles), *(f"author:{pk}" for pk in people)})
