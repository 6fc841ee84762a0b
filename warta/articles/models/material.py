"""What counts as a material change of an article that is public already."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warta.articles.models.article import ArticlePage

WORDS = ("title", "summary", "dateline", "kind", "sponsor", "lead_image_id", "lead_caption")


def is_material(before: ArticlePage, after: ArticlePage) -> bool:
    """Whether readers should see a new time of change.

    A correction always counts. Other words count unless the editor called it a small change.
    """
    if _corrections_differ(after):
        return True
    return not after.is_small_change and _words_of(before) != _words_of(after)


def _words_of(article: ArticlePage) -> tuple[object, ...]:
    body = article._meta.get_field("body").get_prep_value(article.body)
    return (*(getattr(article, name) for name in WORDS), body)


def _corrections_differ(after: ArticlePage) -> bool:
    from warta.articles.models.around import Correction

    stored = set(Correction.objects.filter(article_id=after.pk).values_list("text", flat=True))
    return {correction.text for correction in after.corrections.all()} != stored
