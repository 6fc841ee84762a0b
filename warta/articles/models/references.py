"""What an article refers to (pictures, other articles), for "used in" and for links: read once for each saving."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warta.articles.models.article import ArticlePage


@contextmanager
def references_read_once(article: ArticlePage, *, is_whole: bool) -> Iterator[None]:
    """While an article is saved. Of named fields (`is_whole` is False) none refers to anything.

    Wagtail reads the whole article again after the saving of each row of it: three times for one publication.
    """
    # Wagtail's modules ask for all models to be there.
    from wagtail.signal_handlers import reference_index_auto_update_disabled as disabled
    from wagtail.tasks import update_reference_index_task

    was_disabled = getattr(disabled, "value", False)
    disabled.value = True
    try:
        yield
    finally:
        disabled.value = was_disabled
    if is_whole and not was_disabled:
        update_reference_index_task.enqueue("articles", "articlepage", str(article.pk))
