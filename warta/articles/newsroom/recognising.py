"""Finds datelines, attributions and read-also lines in the text that an editor saves, and makes them data.

The recogniser is pure (`warta.articles.text.recognise`); here its findings are written into the article. Not while
someone types: only when a person saves or publishes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _

from warta.articles.models import ArticlePage, Citation, Outlet
from warta.articles.models.names import NAME_LENGTH
from warta.articles.newsroom.headlines import article_with_headline
from warta.articles.reading.rich_text import paragraphs_of
from warta.articles.text.inline import Run, Runs, html_of, runs_of, stretch, text_of, with_citations
from warta.articles.text.recognise import dateline, read_also_line
from warta.lib.ids import number_of_row

_PARAGRAPH = re.compile(r"<p\b(?P<attributes>[^>]*)>(?P<inside>.*)</p>", re.DOTALL)


@dataclass
class Recognised:
    """One run over an article's text; `notes` say to the editor what became of it."""

    article: ArticlePage
    day: date
    notes: list[str] = field(default_factory=list)
    is_at_start: bool = True


def recognise_in(article: ArticlePage, *, day: date) -> list[str]:
    """Turn what is recognised in the text into data; returns what was done, in words. Safe to repeat.

    `day` is the day from which a weekday without a date counts. Saves nothing but new outlets.
    """
    run = Recognised(article, article.address_date or day)
    before = article.body.get_prep_value()
    after = [block for old in before for block in _blocks(run, old)]
    if after != before:
        article.body = article.body.stream_block.to_python(after)
    return run.notes


def _blocks(run: Recognised, block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if block["type"] != "paragraph":
        yield block
        return
    kept: list[str] = []
    identity = {"id": block["id"]} if block.get("id") else {}
    for piece in paragraphs_of(block["value"] or ""):
        target = _read_also(run, piece)
        if target is None:
            kept.append(_piece(run, piece))
            continue
        if kept:
            yield {"type": "paragraph", "value": "".join(kept), **identity}
            kept, identity = [], {}
        yield {"type": "read_also", "value": {"article": target.pk}}
    if kept:
        yield {"type": "paragraph", "value": "".join(kept), **identity}


def _piece(run: Recognised, piece: str) -> str:
    found = _PARAGRAPH.fullmatch(piece)
    if not found:
        return piece
    runs = before = runs_of(found["inside"])
    if run.is_at_start:
        run.is_at_start = False
        runs = _without_dateline(run, runs)
    runs = with_citations(runs, run.day, lambda *cited: _cited(run, *cited)) if not _has_mark(runs) else runs
    return piece if runs == before else f"<p{found['attributes']}>{html_of(runs)}</p>"


def _without_dateline(run: Recognised, runs: Runs) -> Runs:
    text = text_of(runs)
    found = dateline(text, [settings.SITE_NAME])
    if not found or not found.place:
        return runs
    place = run.article.dateline or found.place
    if place.casefold() != found.place.casefold():
        return runs  # the editor wrote another one; the text is theirs to mend
    run.article.dateline = place
    run.notes.append(_("The dateline %(place)s was moved from the text to its field.") % {"place": place})
    return tuple(stretch(runs, found.end, len(text)))


def _has_mark(runs: Runs) -> bool:
    return any(("linktype", "citation") in mark.attributes for run in runs for mark in run.marks)


def _cited(run: Recognised, outlet: str, day: date | None, link: str) -> str:
    """The key of the article's citation of that outlet; made when there is none yet."""
    for citation in run.article.citations.all():
        if citation.outlet.name.casefold() == outlet.casefold() and citation.reported_on in (None, day):
            return str(citation.key)
    citation = Citation(outlet=_outlet(outlet), reported_on=day, link=link)
    run.article.citations.add(citation)
    run.notes.append(_("%(outlet)s was recognised as the source and marked in the text.") % {"outlet": outlet})
    return str(citation.key)


def _outlet(name: str) -> Outlet:
    slug = slugify(name)[:NAME_LENGTH]
    return (
        Outlet.objects.filter(name__iexact=name).first()
        or Outlet.objects.get_or_create(slug=slug, defaults={"name": name[:NAME_LENGTH]})[0]
    )


def _read_also(run: Recognised, piece: str) -> ArticlePage | None:
    """The article that a "Baca juga: …" line leads to; None for any other piece, and for a line that leads nowhere."""
    found = _PARAGRAPH.fullmatch(piece)
    runs = runs_of(found["inside"]) if found else ()
    line = read_also_line(text_of(runs))
    if line is None:
        return None
    target = _linked(runs) or article_with_headline(line.title)
    if target is None or target.pk == run.article.pk:
        run.notes.append(
            _("No article with the headline “%(title)s” was found; the line stays as it is.") % {"title": line.title}
        )
        return None
    run.notes.append(_("“%(title)s” became a read-also line.") % {"title": target.title})
    return target


def _linked(runs: tuple[Run, ...]) -> ArticlePage | None:
    for run in runs:
        for mark in run.marks:
            attributes = dict(mark.attributes)
            if attributes.get("linktype") == "page":
                return ArticlePage.objects.public().filter(pk=number_of_row(attributes.get("id", ""))).first()
    return None
