"""The second pass of an import: read-also links become blocks where their line stood, once their article is there."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction

from warta.articles.bulk.references import index_read_also
from warta.articles.models import ArticlePage, Redirect
from warta.importing.built import BLOCK_IDS
from warta.importing.models import WantedLink
from warta.lib.clock import now
from warta.lib.text import tidy

BATCH = 200
# An exported article of a site that has no original id goes by this.
OWN_ID = re.compile(r"warta-(\d{1,18})")
OWN_PATH = re.compile(r"/[^/]+/read/\d{4}/\d{2}/\d{2}/(\d{1,18})(?:/|$)")
AMBIGUOUS = 0


def place_links() -> tuple[int, set[int]]:
    """Place every waiting link whose article is there now. The number placed, and the articles that changed.

    Articles that were edited in the newsroom since are left as they are. Safe to repeat and to be killed.
    """
    headlines = _Headlines()
    placed, changed = 0, set()
    for wanted in _batches():
        targets = _targets(wanted, headlines)
        with transaction.atomic():
            placed += len(targets)
            changed |= _place([link for link in wanted if link.pk in targets], targets)
    return placed, changed


def _batches() -> Iterator[list[WantedLink]]:
    last = 0
    open_links = WantedLink.objects.filter(article__latest_revision=None)
    while True:
        articles = open_links.filter(article_id__gt=last).order_by("article_id").values_list("article_id").distinct()
        ids = [pk for (pk,) in articles[:BATCH]]
        if not ids:
            return
        yield list(WantedLink.objects.filter(article_id__in=ids))
        last = ids[-1]


class _Headlines:
    """Articles by their exact headline, read once and only when a link needs it. Of two alike, neither is meant."""

    def __init__(self) -> None:
        self._ids: dict[int, int] | None = None

    def id_of(self, title: str) -> int | None:
        return self._known().get(_headline_key(title)) or None

    def _known(self) -> dict[int, int]:
        if self._ids is None:
            self._ids = {}
            for pk, title in ArticlePage.objects.values_list("pk", "title").iterator(chunk_size=5000):
                key = _headline_key(title)
                self._ids[key] = AMBIGUOUS if key in self._ids else pk
        return self._ids


def _headline_key(title: str) -> int:
    return hash(tidy(title).casefold())


def _targets(wanted: Sequence[WantedLink], headlines: _Headlines) -> dict[int, int]:
    """The article that each link leads to, by the link's id; links that lead nowhere yet are missing."""
    by_id = _by_original_id(link.original_id for link in wanted if link.original_id)
    by_path = _by_path(path_of(link.url) for link in wanted if link.url)
    found = {}
    for link in wanted:
        target = (
            by_id.get(link.original_id)
            or (by_path.get(path_of(link.url)) if link.url else None)
            or (headlines.id_of(link.title) if link.title else None)
        )
        if target and target != link.article_id:
            found[link.pk] = target
    return found


def _by_original_id(ids: Iterable[str]) -> dict[str, int]:
    wanted = set(ids)
    rows = ArticlePage.objects.filter(original_id__in=wanted).values_list("original_id", "pk")
    found = {original_id: pk for original_id, pk in rows if original_id}
    own = {int(match[1]): name for name in wanted - found.keys() if (match := OWN_ID.fullmatch(name))}
    there = ArticlePage.objects.filter(pk__in=own, original_id=None).values_list("pk", flat=True)
    return found | {own[pk]: pk for pk in there}


def _by_path(paths: Iterable[str]) -> dict[str, int]:
    wanted = {path for path in paths if path}
    found = dict(Redirect.objects.filter(old_path__in=wanted).values_list("old_path", "article_id"))
    own = {path: int(match[1]) for path in wanted - found.keys() if (match := OWN_PATH.match(path))}
    there = set(ArticlePage.objects.filter(pk__in=own.values()).values_list("pk", flat=True))
    return found | {path: pk for path, pk in own.items() if pk in there}


def path_of(url: str) -> str:
    """The path of an address, as a redirect keeps it; of another site as well, since papers move."""
    try:
        return unquote(urlsplit(url).path)
    except ValueError:
        return ""


def own_article_of(url: str) -> int | None:
    """The id in an address of this very site."""
    if not url.startswith(f"{settings.SITE_URL}/"):
        return None
    found = OWN_PATH.match(path_of(url))
    return int(found[1]) if found else None


def _place(links: Sequence[WantedLink], targets: Mapping[int, int]) -> set[int]:
    bodies = dict(ArticlePage.objects.filter(pk__in={link.article_id for link in links}).values_list("pk", "body"))
    added: list[tuple[int, str, int]] = []
    for article_id, group in groupby(links, key=lambda link: link.article_id):
        body = list(bodies[article_id].raw_data)
        beside = {}
        for link in group:
            target = targets[link.pk]
            if link.role == WantedLink.Role.READ_ALSO:
                added.append((article_id, _insert(body, link, target), target))
            else:
                beside[f"{link.role}_id"] = target
        ArticlePage.objects.filter(pk=article_id).update(body=body, changed_at=now(), **beside)
    WantedLink.objects.filter(pk__in=[link.pk for link in links]).delete()
    index_read_also(added)
    return set(bodies)


def _insert(body: list[Any], link: WantedLink, target: int) -> str:
    """Put the block in and return its id: after the block that stood before it, behind links that stand there already;
    at the end if that one is gone."""
    place = 0
    if link.after:
        ids = [block["id"] for block in body]
        place = ids.index(link.after) + 1 if link.after in ids else len(body)
    while place < len(body) and body[place]["type"] == "read_also":
        place += 1
    key = str(uuid.uuid5(BLOCK_IDS, f"{link.article_id}:{link.after}:{link.order}"))
    body.insert(place, {"type": "read_also", "value": {"article": target}, "id": key})
    return key
