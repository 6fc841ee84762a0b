"""Loads the demonstration content through the ordinary models, so that the newsroom can open and edit all of it.

Each object is one short transaction with its mark; whatever was stopped goes on where it ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from warta.articles.models import ArticleAuthor, ArticlePage, Citation, Correction, FrontPage, Origin, SectionPage, Slot
from warta.articles.models.article import Kind
from warta.articles.publishing.receivers import telling_together
from warta.articles.site_setup import set_up_site
from warta.importing.demo.around import Around, bring_around
from warta.importing.demo.body import Named, stored_body
from warta.importing.demo.campaigning import bring_campaign
from warta.importing.demo.marks import mark
from warta.importing.demo.written import Content, Written, moment
from warta.lib.clock import now

PREFIX = "demo:"


class NewsroomAtWork(Exception):
    """The site has articles of its own."""


def load_demo(content: Content | None = None, *, anyway: bool = False) -> int:
    """Bring the demonstration content; how many articles were new. Safe to repeat. It never announces.

    Raises NewsroomAtWork on a site with other articles, unless `anyway`.
    """
    if not anyway and ArticlePage.objects.exclude(origin=Origin.DEMO).exists():
        raise NewsroomAtWork(
            _("This site has articles of its own, so nothing was loaded. To load among them: warta demo load --anyway")
        )
    content = content or Content()
    around = bring_around(content, set_up_site())
    with telling_together(pressed_at_once=0):  # cutting every picture to size takes the worker a while
        ids = {written.key: _ensure_draft(written, around) for written in content.articles}
        fresh = [written for written in content.articles if not _is_published(ids[written.key])]
        for written in fresh:
            _publish(written, ids, around, content)
        _fill_slots(content, ids, around)
        bring_campaign()
    return len(fresh)


def fill_empty_site() -> int:
    """What `warta up --demo` calls at each start: load where there is no article, or a loading was stopped midway."""
    try:
        return load_demo()
    except NewsroomAtWork:
        return 0


def _is_published(pk: int) -> bool:
    return ArticlePage.objects.filter(pk=pk).exclude(address_date=None).exists()


def _ensure_draft(written: Written, around: Around) -> int:
    """All articles exist before the first is published, since they link to each other."""
    there = ArticlePage.objects.filter(original_id=PREFIX + written.key).values_list("pk", flat=True).first()
    if there:
        return there
    article = ArticlePage(
        title=written.head["headline"], language=written.language, kind=written.head.get("kind", Kind.NEWS),
        origin=Origin.DEMO, original_id=PREFIX + written.key, live=False,
        first_published_at=_at(written.head["published"]),
    )  # fmt: skip
    with transaction.atomic():
        SectionPage.objects.get(pk=around.sections[written.head["section"]].pk).add_child(instance=article)
        mark(article)
    return article.pk


def _at(told: str) -> datetime:
    return moment(told, now=now(), zone=ZoneInfo(settings.TIME_ZONE))


@transaction.atomic
def _publish(written: Written, ids: Mapping[str, int], around: Around, content: Content) -> None:
    article = ArticlePage.objects.get(pk=ids[written.key])
    keys = _put_around(article, written, around)
    for name, value in _fields(written, ids, around, content).items():
        setattr(article, name, value)
    named = Named(
        content=content, articles=ids, images=around.images,
        published_at=article.published_at, citation_keys=keys,
    )  # fmt: skip
    article.body = stored_body(written, named)
    article.save_revision(log_action=False).publish(log_action=False)
    changed = max((_at(one["at"]) for one in written.head.get("corrections", ())), default=article.published_at)
    ArticlePage.objects.filter(pk=article.pk).update(last_published_at=changed, materially_changed_at=changed)


def _fields(written: Written, ids: Mapping[str, int], around: Around, content: Content) -> dict[str, Any]:
    head, picture = written.head, written.head["picture"]
    return {
        "summary": head["summary"],
        "dateline": head.get("dateline", ""),
        "sponsor": head.get("sponsor", ""),
        "editor": around.authors.get(head.get("editor", "")),
        "lead_image": around.images[picture],
        "lead_caption": head["caption"],
        "lead_credit": content.pictures[picture]["credit"],
        "translation_id": ids.get(head.get("translation", "")),
        "reply_to_id": ids.get(head.get("reply_to", "")),
        "topics": [around.topics[slug] for slug in head["topics"]],
    }


def _put_around(article: ArticlePage, written: Written, around: Around) -> dict[str, str]:
    """Bylines, citations and corrections; the key of each citation by its outlet's short name."""
    head = written.head
    article.bylines = [
        ArticleAuthor(author=around.authors[slug], sort_order=order) for order, slug in enumerate(head["authors"])
    ]
    article.corrections = [
        Correction(text=one["text"], corrected_at=_at(one["at"])) for one in head.get("corrections", ())
    ]
    cited = {
        one["outlet"]: Citation(
            outlet=around.outlets[one["outlet"]], link=one.get("link", ""), reported_on=one.get("reported_on")
        )
        for one in head.get("citations", ())
    }
    article.citations = list(cited.values())
    return {outlet: citation.key for outlet, citation in cited.items()}


def _fill_slots(content: Content, ids: Mapping[str, int], around: Around) -> None:
    """The curated places of each front that has none yet; an editor's choices are left alone."""
    fronts: dict[str, FrontPage | SectionPage] = {"home": set_up_site(), **around.sections}
    for name, keys in content.site["slots"].items():
        front = fronts[name]
        if not front.slots.exists():
            with transaction.atomic():
                front.refresh_from_db()  # saved as it was before its articles came, it would lose count of them
                front.slots.set([Slot(article_id=ids[key], sort_order=order) for order, key in enumerate(keys)])
                front.save_revision(log_action=False).publish(log_action=False)
                for slot in Slot.objects.filter(front_id=front.pk):
                    mark(slot)
