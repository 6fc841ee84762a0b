"""What an editor sees and decides about the links of an article."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from warta.articles.models import ArticlePage
from warta.articles.permissions import may_curate
from warta.articles.reading.body import articles_in, blocks_of
from warta.lib.ids import number_of_row
from warta.linking.models import Placement, Placing
from warta.linking.newsroom.shown import found_for_words, shown_proposals
from warta.linking.placing import services
from warta.linking.placing.queries import placements_of, sections_with_choice
from warta.linking.proposals.texts import text_as_written, texts_of
from warta.search.errors import SearchError

MOST_TYPED = 2_000_000  # bytes of one request: a book; its beginning is compared
MOST_LINKED = 200
SHOWN = 8


@require_POST
def proposals(request: HttpRequest, article_id: int) -> HttpResponse:
    """The box's content for an article as it is being typed; 0 is one that was never saved. Saves nothing."""
    typed = _typed(request.body)
    if typed is None:
        return HttpResponseBadRequest(_("The text could not be read."))
    article = ArticlePage.objects.filter(pk=article_id).first() or ArticlePage()
    linked = {pk for pk in (number_of_row(str(one)) for one in typed.get("linked") or ()) if pk}
    asked = str(typed.get("asked") or "").strip()[:200]
    trouble = ""
    try:
        found = _found(article, typed, set(list(linked)[:MOST_LINKED]), asked)
    except SearchError as error:
        found, trouble = [], str(error.words)
    context = {"proposals": found, "asked": asked, "trouble": trouble}
    return render(request, "linking/newsroom/proposals.html", context)


@require_GET
def links(request: HttpRequest, article_id: int) -> HttpResponse:
    """What was placed in an article and what is proposed for it; also without a script."""
    article = _editable(request, article_id)
    text = texts_of([article.pk])[article.pk]
    shown = placements_of(article.pk)
    excluding = articles_in(blocks_of(article.body)) | {row.target_id for row in shown}
    asked = request.GET.get("q", "").strip()[:200]
    found = found_for_words(asked, {article.pk}) if asked else shown_proposals(article, text, excluding, count=SHOWN)
    context = {
        "article": article,
        "placements": shown,
        "proposals": found,
        "asked": asked,
        "is_off": Placing.objects.filter(article=article, is_off=True).exists(),
        "header_title": _("Read also"),
    }
    return render(request, "linking/newsroom/links.html", context)


@require_POST
def decide(request: HttpRequest, article_id: int) -> HttpResponse:
    """Remove a placed link, put another in its place, or switch the placing off or on."""
    article = _editable(request, article_id)
    act, by = request.POST.get("act"), _who(request)
    if act in ("off", "on"):
        (services.turn_off if act == "off" else services.turn_on)(article, by=by)
    else:
        _act_on_link(request, article, by)
    return redirect("links:links", article.pk)


@require_http_methods(["GET", "POST"])
def sections(request: HttpRequest) -> HttpResponse:
    """In the articles of which sections links are placed by themselves."""
    if not may_curate(request.user):
        raise PermissionDenied
    if request.method == "POST":
        on = [pk for pk in map(number_of_row, request.POST.getlist("on")) if pk]
        services.choose_for_sections(on, by=_who(request))
        messages.success(request, _("Saved. It counts for what is published from now on."))
        return redirect("links:sections")
    context = {"sections": sections_with_choice(), "header_title": _("Read-also links")}
    return render(request, "linking/newsroom/sections.html", context)


def _act_on_link(request: HttpRequest, article: ArticlePage, by: str) -> None:
    placement = get_object_or_404(Placement, pk=number_of_row(request.POST.get("link", "")), article=article)
    if request.POST.get("act") == "remove":
        services.remove_link(placement, by=by)
        return
    target = get_object_or_404(ArticlePage, pk=number_of_row(request.POST.get("target", "")))
    try:
        services.replace_link(placement, target, by=by)
    except services.NotPossible as reason:
        messages.error(request, str(reason))


def _found(article: ArticlePage, typed: dict[str, Any], linked: Collection[int], asked: str) -> list[Any]:
    own = {article.pk} - {None}
    if asked:
        return found_for_words(asked, {*linked, *own})
    return shown_proposals(article, text_as_written(article, typed), {*linked, *own}, count=SHOWN)


def _typed(body: bytes) -> dict[str, Any] | None:
    """What the box sent: title, summary, paragraphs, linked, asked. None for anything else."""
    try:
        typed = json.loads(body[:MOST_TYPED])
    except ValueError:
        return None
    is_sound = isinstance(typed, dict) and all(
        isinstance(typed.get(name) or [], list) for name in ("paragraphs", "linked")
    )
    return typed if is_sound else None


def _who(request: HttpRequest) -> str:
    """The opaque id under which the audit log knows them."""
    return str(getattr(request.user, "public_id", ""))


def _editable(request: HttpRequest, article_id: int) -> ArticlePage:
    article = get_object_or_404(ArticlePage, pk=article_id)
    if not article.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return article
