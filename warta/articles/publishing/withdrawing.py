"""Taking an article off the site, with the reason that its address shows from then on."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction

from warta.articles.errors import ReasonMissing
from warta.articles.models import Act, ArticlePage, Overdue
from warta.lib.clock import now

BY_SCHEDULE = "wagtail.unpublish.scheduled"
BY_HAND = "wagtail.unpublish"


def withdraw(article_id: int, *, reason: str, user: Any = None, log_action: str = BY_HAND) -> bool:
    """Take a live article off the site; its address answers 410 with `reason`.

    Returns whether it was live. One transaction; safe to repeat. Raises ReasonMissing.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    with transaction.atomic():
        article = ArticlePage.objects.select_for_update().filter(pk=article_id, live=True).first()
        if article is None:
            return False
        article.withdrawn_at, article.withdrawal_reason = now(), reason
        article.expire_at, article.expiry_reason = None, ""
        action = UnpublishPageAction(article, user=user, log_action=log_action, set_expired=log_action == BY_SCHEDULE)
        action.execute(skip_permission_checks=True)
        Overdue.objects.filter(article_id=article_id, act=Act.WITHDRAW).delete()
    return True
