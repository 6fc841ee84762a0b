"""What stands around the queue: appeals, decisions, people, watch words, articles."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin.auth import permission_required

from warta.articles.models import ArticlePage
from warta.comments.models import Appeal, Comment, Policy, Thread, WatchWord
from warta.comments.moderation import appealing, people, suspending, threads, watching
from warta.comments.moderation.desk_views import crumbs, moderator
from warta.comments.moderation.errors import Refused
from warta.comments.moderation.forms import SuspendForm, ThreadForm, WatchWordForm
from warta.comments.moderation.permissions import MODERATE, may_set_thread
from warta.comments.moderation.queue import HEAVY, cards_of, counts, open_appeals
from warta.lib.ids import number_of_row
from warta.readers.models import User

PER_PAGE = 30
APPEALS_SHOWN = 20


@require_GET
@permission_required(MODERATE)
def appeals(request: HttpRequest) -> HttpResponse:
    """What authors ask to be looked at once more, the oldest first."""
    shown = list(
        open_appeals()
        .select_related("ruling__by", "ruling__comment__author__standing", "ruling__comment__reply_to__author")
        .select_related("ruling__comment__thread__article")
        .defer(*(f"ruling__comment__{name}" for name in HEAVY))[:APPEALS_SHOWN]
    )
    cards = cards_of([appeal.ruling.comment for appeal in shown])
    context = {"rows": list(zip(shown, cards, strict=True)), "me": moderator(request)}
    return _page(request, "appeals", _("Appeals"), context)


@require_POST
@permission_required(MODERATE)
def decide_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish after all, or leave it; never by whoever refused it."""
    appeal = get_object_or_404(Appeal.objects.select_related("ruling__comment__thread__article"), pk=pk)
    act = appealing.grant_appeal if request.POST.get("act") == "grant" else appealing.refuse_appeal
    try:
        act(appeal, by=moderator(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Decided. The author is told."))
    return redirect("moderation:appeals")


@require_GET
@permission_required(MODERATE)
def decisions(request: HttpRequest) -> HttpResponse:
    """Everything people decided, newest first; `mine` shows one's own."""
    mine = "mine" in request.GET
    before = number_of_row(request.GET.get("before", ""))
    rows = people.decisions(by=moderator(request) if mine else None, before=before)
    shown = rows[: people.PER_PAGE]
    further = shown[-1].pk if len(rows) > people.PER_PAGE else None
    context = {"rows": shown, "mine": mine, "before": further, "me": moderator(request)}
    return _page(request, "decisions", _("Decisions"), context)


@require_GET
@permission_required(MODERATE)
def find_people(request: HttpRequest) -> HttpResponse:
    """People who wrote comments, by their public name."""
    asked = request.GET.get("q", "").strip()[:60]
    context = {"asked": asked, "found": people.people_named(asked) if asked else []}
    return _page(request, "people", _("People"), context)


@require_GET
@permission_required(MODERATE)
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """One person: comments, trust, reports, suspensions."""
    return _person_page(request, _person(public_id), SuspendForm(initial={"days": 7}))


@require_POST
@permission_required(MODERATE)
def suspend(request: HttpRequest, public_id: str) -> HttpResponse:
    """Suspend somebody for some days."""
    shown, form = _person(public_id), SuspendForm(request.POST)
    if not form.is_valid():
        return _person_page(request, shown, form)
    data = form.cleaned_data
    try:
        suspending.suspend(shown, days=data["days"], reason=data["reason"], words=data["words"], by=moderator(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Suspended. They are told why and until when."))
    return redirect("moderation:person", shown.public_id)


@require_POST
@permission_required(MODERATE)
def lift(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let somebody comment again."""
    shown = _person(public_id)
    if suspending.lift(shown, by=moderator(request)):
        messages.success(request, _("They can comment again."))
    else:
        messages.warning(request, _("They were not suspended any more."))
    return redirect("moderation:person", shown.public_id)


@require_GET
@permission_required(MODERATE)
def words(request: HttpRequest) -> HttpResponse:
    """The watched words; with `word`, what it would have caught lately."""
    form = WatchWordForm(request.GET) if "word" in request.GET else WatchWordForm()
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        try:
            context["preview"] = watching.preview_of(form.cleaned_data["word"])
        except Refused as refused:
            form.add_error("word", str(refused))
    return _words_page(request, context)


@require_POST
@permission_required(MODERATE)
def add_word(request: HttpRequest) -> HttpResponse:
    """Watch for a word from now on."""
    form = WatchWordForm(request.POST)
    if form.is_valid():
        try:
            watching.add_word(**form.cleaned_data, by=moderator(request))
        except Refused as refused:
            form.add_error("word", str(refused))
        else:
            messages.success(request, _("Watched from now on."))
            return redirect("moderation:words")
    return _words_page(request, {"form": form})


@require_POST
@permission_required(MODERATE)
def change_word(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a word, or change what it does."""
    watched, act = get_object_or_404(WatchWord, pk=pk), request.POST.get("act")
    if act == "remove":
        watching.remove_word(watched.pk, by=moderator(request))
    elif act in WatchWord.Effect.values:
        watching.change_effect(watched, act, by=moderator(request))
    messages.success(request, _("Noted."))
    return redirect("moderation:words")


@require_GET
@permission_required(MODERATE)
def articles(request: HttpRequest) -> HttpResponse:
    """Articles with comments, the liveliest of late first."""
    found = Thread.objects.select_related("article").defer("article__body", "article__original")
    page = Paginator(found.order_by("-changed_at"), PER_PAGE).get_page(request.GET.get("p"))
    return _page(request, "articles", _("Articles"), {"page": page})


@require_http_methods(["GET", "POST"])
def article(request: HttpRequest, article_id: int) -> HttpResponse:
    """Whether one may comment under an article, and until when; also from the article's editor."""
    thread = _thread(article_id)
    if not may_set_thread(moderator(request), thread):
        raise PermissionDenied
    form = ThreadForm(request.POST or None, initial={"policy": thread.policy, "closes_at": thread.closes_at})
    if request.method == "POST" and form.is_valid():
        threads.set_thread(
            article_id, policy=Policy(form.cleaned_data["policy"]), closes_at=form.closing, by=moderator(request)
        )
        messages.success(request, _("Noted."))
        return redirect("moderation:article", article_id)
    newest = Comment.objects.filter(thread=article_id).exclude(text="").select_related("author").order_by("-pk")
    context = {"thread": thread, "form": form, "comments": newest[:PER_PAGE]}
    return _page(request, "articles", thread.article.title, context, template="article")


def _page(request: HttpRequest, tab: str, title: str, context: dict[str, Any], *, template: str = "") -> HttpResponse:
    more = {"tab": tab, "counts": counts(), "breadcrumbs_items": crumbs(title), "title": title}
    return render(request, f"comments/newsroom/{template or tab}.html", context | more)


def _person(public_id: str) -> User:
    return get_object_or_404(User, public_id=public_id)


def _person_page(request: HttpRequest, shown: User, form: SuspendForm) -> HttpResponse:
    page = Paginator(people.comments_of(shown), people.PER_PAGE).get_page(request.GET.get("p"))
    context = {"history": people.history_of(shown), "page": page, "form": form}
    return _page(request, "people", shown.get_full_name(), context, template="person")


def _words_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    page = Paginator(WatchWord.objects.select_related("by").order_by("word"), 100).get_page(request.GET.get("p"))
    return _page(request, "words", _("Watch words"), context | {"page": page})


def _thread(article_id: int) -> Thread:
    """The article's thread; one that nobody wrote in yet is not in the table, and need not be for looking."""
    article = get_object_or_404(ArticlePage.objects.defer("body", "original"), pk=article_id)
    found = Thread.objects.filter(pk=article_id).first() or Thread(article=article)
    found.article = article
    return found
