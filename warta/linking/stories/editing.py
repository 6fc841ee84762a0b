"""What editors do with stories: name, lock, merge, split, move, hide a statement. Each leaves a line in the audit log.

Whoever changes a story says which state of it they saw; who comes second is told to look again.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from warta.articles.models import ArticlePage
from warta.audit import services as audit
from warta.linking.models import Gathered, SaidInArticle, Story
from warta.linking.models.stories import NAME_LENGTH
from warta.linking.stories.errors import ChangedMeanwhile, NotPossible
from warta.linking.stories.services import story_of, story_tags, thread_of_all
from warta.press import services as press

MOST_WEIGHED = 500  # articles whose words make a story's centroid; the latest say best what it has become


def name_story(story: Story, name: str, *, by: str) -> None:
    """From now on it is called so; its address stays. Raises NotPossible without a name, ChangedMeanwhile."""
    name = " ".join(name.split())[:NAME_LENGTH]
    if not name:
        raise NotPossible(_("Write a name."))
    with transaction.atomic():
        _change(story, name=name, is_named=True)
        _tell([story])
        _record("story.named", story, by, name=name)


def lock_story(story: Story, *, by: str) -> None:
    """The machine leaves it as it is. Raises ChangedMeanwhile."""
    with transaction.atomic():
        _change(story, is_locked=True)
        _record("story.locked", story, by)


def unlock_story(story: Story, *, by: str) -> None:
    """The machine may add to it again. Raises ChangedMeanwhile."""
    with transaction.atomic():
        _change(story, is_locked=False)
        _record("story.unlocked", story, by)


def merge_stories(source: Story, into: Story, *, by: str) -> None:
    """All articles of one belong to the other; its address leads there. Raises NotPossible, ChangedMeanwhile."""
    if source.pk == into.pk or into.merged_into_id or source.merged_into_id:
        raise NotPossible(_("Choose another story, which was not merged itself."))
    with transaction.atomic():
        ids = _articles_of(source)
        _change(source, merged_into=into, size=0)
        Story.objects.filter(merged_into=source).update(merged_into=into)
        Gathered.objects.filter(story=source).update(story=into)
        _count_again(into)
        _tell([source, into], ids)
        _record("story.merged", source, by, into=into.pk)


def split_story(story: Story, article_ids: Collection[int], *, name: str = "", by: str) -> Story:
    """These articles become a story of their own. Raises NotPossible when none or all were chosen, ChangedMeanwhile."""
    with transaction.atomic():
        rows = list(Gathered.objects.filter(story=story, article_id__in=article_ids))
        if not rows or len(rows) == Gathered.objects.filter(story=story).count():
            raise NotPossible(_("Choose some of the articles, not none and not all."))
        new = story_of(rows, name=" ".join(name.split())[:NAME_LENGTH])
        Gathered.objects.filter(pk__in=[row.pk for row in rows]).update(story=new, is_by_hand=True)
        _count_again(story)
        _tell([story, new], [row.article_id for row in rows])
        _record("story.split", story, by, new=new.pk, articles=len(rows))
    return new


def move_article(article: ArticlePage, to: Story | None, *, by: str) -> None:
    """Into another story, or out of any; the machine leaves it there. Raises NotPossible, ChangedMeanwhile."""
    if to is not None and to.merged_into_id:
        raise NotPossible(_("That story was merged into another; choose that one."))
    with transaction.atomic():
        row = Gathered.objects.select_related("story").filter(article=article).first()
        if row is None:
            raise NotPossible(_("This article has not been looked at yet; try again in a minute."))
        before = row.story
        Gathered.objects.filter(pk=row.pk).update(story=to, is_by_hand=True)
        changed = [story for story in (before, to) if story is not None]
        for story in changed:
            _count_again(story)
        _tell(changed, [article.pk])
        audit.record(
            "story.article_moved", actor=by, subject=f"article:{article.pk}",
            facts={"from": before.pk if before else None, "to": to.pk if to else None},
        )  # fmt: skip


def hide_statement(statement: SaidInArticle, *, by: str) -> None:
    """It is not shown, also when the article is published again. Safe to repeat."""
    _set_hidden(statement, "statement.hidden", by, is_hidden=True)


def show_statement(statement: SaidInArticle, *, by: str) -> None:
    """It is shown again. Safe to repeat."""
    _set_hidden(statement, "statement.shown", by, is_hidden=False)


def _set_hidden(statement: SaidInArticle, action: str, by: str, *, is_hidden: bool) -> None:
    with transaction.atomic():
        changed = SaidInArticle.objects.filter(pk=statement.pk, is_hidden=not is_hidden).update(is_hidden=is_hidden)
        if not changed:
            return
        row = Gathered.objects.filter(article_id=statement.article_id).select_related("story").first()
        if row is not None and row.story is not None:
            _tell([row.story])
        audit.record(action, actor=by, subject=f"article:{statement.article_id}", facts={"statement": statement.pk})


def _change(story: Story, **values: object) -> None:
    if not story.change(**values):
        raise ChangedMeanwhile


def _count_again(story: Story) -> None:
    """Bring size, days and words into line with what the story holds now."""
    fresh = Story.objects.select_for_update().get(pk=story.pk)
    rows = list(Gathered.objects.filter(story=fresh).order_by("-at", "-pk")[:MOST_WEIGHED])
    if not rows:
        _change(fresh, size=0)
        return
    thread = thread_of_all(list(reversed(rows)))
    size = Gathered.objects.filter(story=fresh).count()
    first = Gathered.objects.filter(story=fresh).order_by("at").values_list("at", flat=True)[:1]
    _change(fresh, size=size, weights=thread.weights, first_at=first[0], last_at=rows[0].at)


def _articles_of(story: Story) -> list[int]:
    return list(Gathered.objects.filter(story=story).values_list("article_id", flat=True))


def _tell(stories: Collection[Story], article_ids: Collection[int] = ()) -> None:
    tags = {tag for story in stories for tag in story_tags(story)}
    press.changed(tags | {f"story-of:{pk}" for pk in article_ids})


def _record(action: str, story: Story, by: str, **facts: object) -> None:
    audit.record(action, actor=by, subject=f"story:{story.pk}", facts=facts)
