"""What a digest says, asked by the outbox at the moment of sending."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from warta.alerts.digests.queries import articles_of
from warta.alerts.models import Channel, Digest
from warta.articles.models import ArticlePage
from warta.outbox.models import Operation
from warta.outbox.ports import Item, Message


def body_of(channel: Channel | None, number: int, operation: Operation) -> Message | None:
    """What the digest says now on the channel; None when nothing of it is left, or meant for that channel."""
    digest = Digest.objects.select_related("edition").filter(pk=number).first()
    if digest is None or channel is None:
        return None
    with override(channel.language or digest.edition.language or settings.LANGUAGE_CODE):
        if operation == Operation.REMOVE:
            return Message(headline=_("Nothing of this digest is public any more."))
        sections = set(channel.sections.values_list("slug", flat=True))
        articles = [one for one in articles_of(digest) if _is_for(one, channel.language, sections)]
        return _message(digest, articles) if articles else None


def fingerprint_of(digest: Digest) -> str:
    """The same while the digest would say the same; "" when nothing of it is public."""
    told = [(article.title, article.address) for article in articles_of(digest)]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32] if told else ""


def _message(digest: Digest, articles: list[ArticlePage]) -> Message:
    due = timezone.localtime(digest.due_at)
    day, date, hour = date_format(due, "l"), f"{due:%d/%m/%Y}", f"{due:%H.%M}"
    return Message(
        headline=_("%(name)s, %(day)s (%(date)s), %(hour)s")
        % {"name": digest.edition.name, "day": day, "date": date, "hour": hour},
        items=tuple(Item(article.title, settings.SITE_URL + article.address) for article in articles),
        link=settings.SITE_URL,
        link_words=_("More at %(site)s") % {"site": settings.SITE_NAME},
    )


def _is_for(article: ArticlePage, language: str, sections: set[str]) -> bool:
    return language in ("", article.language) and (not sections or article.address_section in sections)
