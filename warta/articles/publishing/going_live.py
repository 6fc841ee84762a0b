"""Makes scheduled articles live whose rows hold their words already, several in one short transaction.

Scheduling a draft writes its words into its row, so at its time only what follows from being public is left to write.
Wagtail's publishing, which saves and indexes everything again, stays for all others: what is live or was, is under
review, has remarks or copies, can't be published, or whose row says something else than its revision.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.dateparse import parse_datetime
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageLogEntry, Revision, WorkflowState
from wagtail.signals import page_published, published

from warta.articles.models import Act, ArticlePage, Overdue
from warta.articles.models.article import OF_THE_WHOLE
from warta.lib.clock import now

BY_SCHEDULE = "wagtail.publish.scheduled"
# What a revision does not decide, as `Page.with_content_json` has it, and the times, which are written here.
NOT_OF_A_REVISION = frozenset(
    {
        "pk", "path", "depth", "numchild", "url_path", "translation_key", "locale", "content_type", "owner", "alias_of",
        "draft_title", "live", "expired", "has_unpublished_changes", "latest_revision", "latest_revision_created_at",
        "live_revision", "first_published_at", "last_published_at", "go_live_at", "expire_at", "locked", "locked_by",
        "locked_at", COMMENTS_RELATION_NAME, *OF_THE_WHOLE,
    }
)  # fmt: skip
PAGE_FIELDS = (
    "live", "expired", "has_unpublished_changes", "live_revision_id", "first_published_at", "last_published_at",
    "go_live_at", "expire_at",
)  # fmt: skip
ARTICLE_FIELDS = ("address_section", "address_date", "materially_changed_at", "changed_at", "withdraws_at")

Pair = tuple[Revision, ArticlePage]


def go_live(revision_ids: Iterable[int]) -> set[int]:
    """Publish those of these revisions that are due and need no more than this; the ids of these.

    One transaction: all or none. The articles are told of as Wagtail tells. Safe to repeat and to run at once.
    """
    with transaction.atomic():
        due = _locked(revision_ids)
        articles = _articles_of(due)
        held_up = _needing_more(articles)
        pairs = [(one, articles[int(one.object_id)]) for one in due if int(one.object_id) in articles.keys() - held_up]
        ready = [(revision, article) for revision, article in pairs if _may_go(revision, article)]
        _publish(ready)
    return {revision.pk for revision, _article in ready}


def _locked(revision_ids: Iterable[int]) -> list[Revision]:
    """The revisions, if they are still due and each the only one of its article."""
    wanted = Revision.objects.select_for_update().filter(pk__in=list(revision_ids), approved_go_live_at__lte=now())
    revisions = list(wanted.order_by("approved_go_live_at", "pk"))
    count = Counter(revision.object_id for revision in revisions)
    return [revision for revision in revisions if count[revision.object_id] == 1]


def _articles_of(revisions: Sequence[Revision]) -> dict[int, ArticlePage]:
    """The articles that were never public, with all that a revision holds of them."""
    around = [relation.get_accessor_name() for relation in get_all_child_relations(ArticlePage)]
    articles = ArticlePage.objects.select_for_update(of=("self",)).filter(live=False, address_date=None, alias_of=None)
    chosen = articles.filter(pk__in=[int(revision.object_id) for revision in revisions])
    return {article.pk: article for article in chosen.prefetch_related(*around, "topics")}


def _needing_more(articles: Mapping[int, ArticlePage]) -> set[int]:
    """The ids of those with remarks, copies that follow them, or a review under way."""
    remarked = {pk for pk, article in articles.items() if getattr(article, COMMENTS_RELATION_NAME).all()}
    copied = Page.objects.filter(alias_of__in=articles).values_list("alias_of_id", flat=True)
    reviews = WorkflowState.objects.filter(base_content_type=_type_of(Page), object_id__in=[str(pk) for pk in articles])
    under_review = reviews.filter(status__in=(WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES))
    return remarked | set(copied) | {int(pk) for pk in under_review.values_list("object_id", flat=True)}


def _may_go(revision: Revision, article: ArticlePage) -> bool:
    expires_at = parse_datetime(revision.content.get("expire_at") or "")
    if expires_at and expires_at <= now():
        return False
    try:
        article.check_sponsor()
    except ValidationError:
        return False
    return _words_of(_as_kept(article)) == _words_of(revision.content)


def _as_kept(article: ArticlePage) -> dict[str, Any]:
    """The article as a revision of it would be stored."""
    kept: dict[str, Any] = json.loads(json.dumps(article.serializable_data(), cls=DjangoJSONEncoder))
    return kept


def _words_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """What readers see of it. What stands around an article gets its own ids only when it is saved."""
    words = {
        name: [_without_ids(child) for child in value] if isinstance(value, list) else value
        for name, value in content.items()
        if name not in NOT_OF_A_REVISION and value != []
    }
    return {**words, "body": json.loads(content.get("body") or "[]")}


def _without_ids(child: Any) -> Any:
    return {**child, "pk": None, "article": None} if isinstance(child, dict) else child


def _publish(pairs: Sequence[Pair]) -> None:
    at = now()
    parents = _slugs_of_parents([article for _revision, article in pairs])
    for revision, article in pairs:
        _make_public(revision, article, at=at, section=parents[_parent_path(article)])
        Page.objects.filter(pk=article.pk).update(**{name: getattr(article, name) for name in PAGE_FIELDS})
        own = {name: getattr(article, name) for name in ARTICLE_FIELDS}
        ArticlePage.objects.filter(page_ptr_id=article.pk).update(**own)
    ids = [article.pk for _revision, article in pairs]
    Revision.objects.filter(
        content_type=_type_of(ArticlePage), object_id__in=[str(pk) for pk in ids], approved_go_live_at__isnull=False
    ).update(approved_go_live_at=None)
    Overdue.objects.filter(article_id__in=ids, act=Act.PUBLISH).delete()
    PageLogEntry.objects.bulk_create([_log_entry(*pair, at=at) for pair in pairs])
    for revision, article in pairs:
        page_published.send(sender=ArticlePage, instance=article, revision=revision)
        published.send(sender=ArticlePage, instance=article, revision=revision)


def _make_public(revision: Revision, article: ArticlePage, *, at: datetime, section: str) -> None:
    article.live, article.expired = True, False
    article.go_live_at = parse_datetime(revision.content.get("go_live_at") or "")
    article.expire_at = parse_datetime(revision.content.get("expire_at") or "")
    article.live_revision = revision
    article.has_unpublished_changes = article.latest_revision_id not in (None, revision.pk)
    article.first_published_at = article.first_published_at or at
    article.last_published_at = article.changed_at = at
    article.fix_address(section)
    article.withdraws_at = article.expire_at


def _slugs_of_parents(articles: Sequence[ArticlePage]) -> dict[str, str]:
    return dict(Page.objects.filter(path__in={_parent_path(one) for one in articles}).values_list("path", "slug"))


def _parent_path(article: ArticlePage) -> str:
    return str(article.path)[: -Page.steplen]


def _log_entry(revision: Revision, article: ArticlePage, *, at: datetime) -> PageLogEntry:
    """As Wagtail writes it when it publishes by schedule."""
    return PageLogEntry(
        content_type=_type_of(ArticlePage), page_id=article.pk, label=article.get_admin_display_title(),
        action=BY_SCHEDULE, timestamp=at, data={}, revision=revision, content_changed=True, deleted=False,
    )  # fmt: skip


def _type_of(model: type[Page]) -> ContentType:
    return ContentType.objects.get_for_model(model)
