"""The newsroom's pages about stories: what was gathered, and the editor's word on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import permission_required

from warta.articles.models import ArticlePage
from warta.linking.models import Gathered, SaidInArticle, Story
from warta.linking.stories import editing
from warta.linking.stories.errors import StoryTrouble
from warta.linking.stories.queries import statements_of_story

PER_PAGE = 40
MOST_ARTICLES = 300
OTHERS = 60  # stories offered as a target: those that changed lately
MAY_SEE = "linking.view_story"
MAY_DECIDE = "linking.change_story"


@require_GET
@permission_required(MAY_SEE)
def stories(request: HttpRequest) -> HttpResponse:
    """All stories, the liveliest first; `q` looks in their names."""
    asked = request.GET.get("q", "").strip()[:100]
    found = Story.objects.current().filter(size__gt=0)
    page = Paginator(found.filter(name__icontains=asked) if asked else found, PER_PAGE).get_page(request.GET.get("p"))
    context = {"page": page, "asked": asked, "breadcrumbs_items": _crumbs()}
    return render(request, "linking/newsroom/stories.html", context)


@require_GET
@permission_required(MAY_SEE)
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """One story with its articles and what is said in them."""
    shown = get_object_or_404(Story, pk=pk)
    if shown.merged_into_id:
        return redirect("stories:story", shown.merged_into_id)
    rows = Gathered.objects.filter(story=shown).select_related("article").defer("weights", "article__body")
    context = {
        "story": shown,
        "rows": rows[:MOST_ARTICLES],
        "statements": statements_of_story(shown),
        "others": Story.objects.current().filter(language=shown.language, size__gt=0).exclude(pk=pk)[:OTHERS],
        "may_decide": request.user.has_perm(MAY_DECIDE),
        "breadcrumbs_items": _crumbs(shown),
    }
    return render(request, "linking/newsroom/story.html", context)


@require_POST
@permission_required(MAY_DECIDE)
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    return _do(request, pk, lambda seen, by: editing.name_story(seen, request.POST.get("name", ""), by=by))


@require_POST
@permission_required(MAY_DECIDE)
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    return _do(request, pk, lambda seen, by: editing.lock_story(seen, by=by))


@require_POST
@permission_required(MAY_DECIDE)
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    return _do(request, pk, lambda seen, by: editing.unlock_story(seen, by=by))


@require_POST
@permission_required(MAY_DECIDE)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the story that was chosen; the reader of this page goes on there."""
    into = get_object_or_404(Story.objects.current(), pk=_number(request.POST.get("into")))
    return _do(request, pk, lambda seen, by: editing.merge_stories(seen, into, by=by))


@require_POST
@permission_required(MAY_DECIDE)
def regroup(request: HttpRequest, pk: int) -> HttpResponse:
    """What becomes of the chosen articles: a story of their own, another one, or none."""
    chosen = [_number(value) for value in request.POST.getlist("articles")]
    to = request.POST.get("to", "")
    if not chosen:
        messages.error(request, _("Choose the articles first."))
        return redirect("stories:story", pk)
    if to == "new":
        name = request.POST.get("name", "")
        return _do(request, pk, lambda seen, by: editing.split_story(seen, chosen, name=name, by=by))
    target = get_object_or_404(Story.objects.current(), pk=_number(to)) if to != "none" else None
    return _do(request, pk, lambda seen, by: _move(seen, chosen, target, by))


@require_POST
@permission_required(MAY_DECIDE)
def statement(request: HttpRequest, pk: int, statement_id: int) -> HttpResponse:
    """Hide one statement, or show it again."""
    said = get_object_or_404(SaidInArticle, pk=statement_id, article__gathered__story=pk)
    act = editing.show_statement if request.POST.get("act") == "show" else editing.hide_statement
    return _do(request, pk, lambda _seen, by: act(said, by=by), anchor="#statements")


def _move(story: Story, ids: list[int], to: Story | None, by: str) -> None:
    for article in ArticlePage.objects.filter(pk__in=ids, gathered__story=story).only("pk"):
        editing.move_article(article, to, by=by)


def _do(request: HttpRequest, pk: int, act: Callable[[Story, str], object], anchor: str = "") -> HttpResponse:
    """Act on the story in the state that the editor saw, and say how it went."""
    editor: Any = request.user  # signed in, or the view would not have been reached
    seen = get_object_or_404(Story, pk=pk)
    if request.POST.get("version"):
        seen.version = _number(request.POST["version"])
    try:
        act(seen, editor.public_id)
    except StoryTrouble as trouble:
        messages.error(request, str(trouble))
    else:
        messages.success(request, _("Done. Readers see it in a moment."))
    return redirect(reverse("stories:story", args=[pk]) + anchor)


def _number(value: str | None) -> int:
    """0 for what is no number: nothing has that id."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 18 else 0


def _crumbs(shown: Story | None = None) -> list[dict[str, Any]]:
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("stories:stories"), "label": _("Stories")},
    ]
    return [*crumbs, {"url": "", "label": shown.name}] if shown else crumbs
