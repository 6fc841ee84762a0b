"""What an announcement says and where it goes, asked by the outbox at the moment of sending."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.images.models import Image

from warta.alerts.digests import messages as digest_messages
from warta.alerts.models import Announcement, Channel, Kind, State, announcement_id, digest_id
from warta.articles.models import ArticlePage
from warta.articles.models import Kind as ArticleKind
from warta.articles.pictures.sizes import FULL, UNREADABLE
from warta.lib.http import is_public_address
from warta.outbox.models import TELEGRAM, Operation
from warta.outbox.ports import Address, Message, Photo

# Names that only a private network knows; Telegram could not fetch a picture from there.
PRIVATE_ENDINGS = (".local", ".internal", ".lan", ".test", ".invalid", ".example", ".localhost")


def address_of(channel: str, destination: str) -> Address | None:
    """The chat of one of our channels while it is in use. Supplied to the outbox."""
    found = _channel(destination) if channel == TELEGRAM else None
    if found is None:
        return None
    return Address(found.chat, "group" if found.kind == Kind.GROUP else "channel")


def body_of(channel: str, destination: str, subject: str, operation: Operation) -> Message | None:
    """What an announcement or a digest says now, or its farewell for a removal. Supplied to the outbox."""
    if digest := digest_id(subject):
        return digest_messages.body_of(_channel(destination), digest, operation)
    announcement = _announcement(subject)
    if announcement is None:
        return None
    if operation == Operation.REMOVE:
        return farewell(announcement.article)
    if operation == Operation.SEND and announcement.state in (State.STOPPED, State.WITHDRAWN):
        return None
    article = announcement.article
    return message_of(article) if article and article.is_public else None


def message_of(article: ArticlePage) -> Message:
    """The article in a few lines, in its own language, with its picture, whose file is made when it is missing."""
    with override(article.language):
        return Message(
            headline=article.title,
            summary=_summary(article),
            link=settings.SITE_URL + article.address,
            link_words=_("Read on at %(site)s") % {"site": settings.SITE_NAME},
            photo=_photo(article.lead_image),
        )


def make_picture(article: ArticlePage) -> None:
    """Make the file of the picture that an announcement of the article would carry. Safe to repeat."""
    _photo(article.lead_image)


def farewell(article: ArticlePage | None) -> Message:
    """What a post says that can't be removed any more. Not the headline: it may be why the article was withdrawn."""
    with override(article.language if article else settings.LANGUAGE_CODE):
        return Message(
            headline=_("This article was withdrawn."),
            summary=article.withdrawal_reason if article else "",
            link=settings.SITE_URL + article.address if article else "",
            link_words=_("More about it") if article else "",
        )


def fingerprint_of(article: ArticlePage) -> str:
    """The same while an announcement of the article would say the same; made without touching any file."""
    with override(article.language):
        said = (article.title, _summary(article), article.address, article.lead_image_id)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


def _channel(destination: str) -> Channel | None:
    number = destination.removeprefix("channel-")
    return Channel.objects.active().filter(pk=int(number)).first() if number.isdigit() else None


def _announcement(subject: str) -> Announcement | None:
    number = announcement_id(subject)
    if number is None:
        return None
    return Announcement.objects.filter(pk=number).select_related("article__lead_image").first()


def _summary(article: ArticlePage) -> str:
    """The summary, with what a reader must know besides: that it is paid for, that it was corrected."""
    parts = [article.summary]
    if article.kind == ArticleKind.SPONSORED:
        parts.insert(0, _("Sponsored by %(sponsor)s.") % {"sponsor": article.sponsor})
    corrected = article.corrections.order_by("-corrected_at").values_list("corrected_at", flat=True).first()
    if corrected:
        day = date_format(timezone.localtime(corrected), "DATE_FORMAT")
        parts.append(_("Corrected on %(day)s.") % {"day": day})
    return "\n".join(filter(None, parts))


def _photo(image: Image | None) -> Photo | None:
    if image is None:
        return None
    try:
        rendition = image.get_rendition(FULL.jpeg)
        path = Path(rendition.file.path)
    except UNREADABLE:
        return None  # news without its picture is better than no news
    return Photo(path, "image/jpeg", settings.SITE_URL + rendition.url if site_is_public() else "")


def site_is_public() -> bool:
    """Whether the whole internet can fetch from the site. When wrong, Telegram says so and the picture is uploaded."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    if not settings.IS_SECURE or "." not in host or host.endswith(PRIVATE_ENDINGS):
        return False
    looks_like_number = host.replace(".", "").isdigit() or ":" in host
    return is_public_address(host) if looks_like_number else True
