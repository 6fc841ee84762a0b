"""What one does with somebody else's comment. Each has a page of its own, which works without a script: a pressed page
can't hold the token that a form needs. A script sends the same and is answered in JSON."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from warta.comments.models import Comment, Like, Mute
from warta.comments.moderation.reporting import report_comment
from warta.comments.showing import services
from warta.comments.showing.addresses import permalink
from warta.comments.showing.faces import author_mark
from warta.comments.showing.forms import ReportForm
from warta.comments.showing.queries import face_of_public
from warta.lib.limits import Limit
from warta.limits.services import take
from warta.readers.models import User
from warta.theme.languages import here

LIKES = Limit(60, seconds=60, burst=60)
REPORTS = Limit(20, seconds=3600, burst=10)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def like(request: HttpRequest, pk: int) -> HttpResponse:
    """Like it, or take that back: `undo` says which."""
    comment, person = _comment(pk), _person(request)
    if request.method != "POST":
        is_liked = Like.objects.filter(comment=comment, person=person).exists()
        return _page(request, "like", comment, is_done=is_liked)
    if take(f"likes of {person.public_id}", LIKES):
        return _refused(request, _("That was very fast. Wait a minute, then like on."), status=429)
    is_liked = "undo" not in request.POST
    if is_liked:
        is_liked = services.like_comment(comment, person=person)
    else:
        services.unlike_comment(comment, person=person)
    return _done(request, comment, {"liked": is_liked})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mute(request: HttpRequest, pk: int) -> HttpResponse:
    """See nothing more of its author, or see them again."""
    comment, person = _comment(pk), _person(request)
    if request.method != "POST":
        is_muted = Mute.objects.filter(person=person, muted=comment.author_id).exists()
        return _page(request, "mute", comment, is_done=is_muted)
    is_muted = "undo" not in request.POST
    if is_muted:
        is_muted = services.mute_author(comment, person=person)
    else:
        services.unmute_author(comment, person=person)
    mark = author_mark(comment.thread_id, comment.author_id) if comment.author_id else ""
    return _done(request, comment, {"muted": is_muted, "mark": mark})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it breaks the rules. Whoever reports twice is thanked again; it counts once."""
    comment, person = _comment(pk), _person(request)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "report", comment, form=form, status=400 if form.errors else 200)
    if take(f"reports of {person.public_id}", REPORTS):
        form.add_error(None, _("You reported many comments just now. Send this one again in an hour."))
        return _page(request, "report", comment, form=form, status=429)
    data = form.cleaned_data
    report_comment(comment, person=person, reason=data["reason"], words=data["words"])
    return _page(request, "reported", comment)


def _comment(pk: int) -> Comment:
    found = Comment.objects.public().select_related("thread__article")
    return get_object_or_404(found.defer("thread__article__body", "thread__article__original"), pk=pk)


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)


def _page(request: HttpRequest, act: str, comment: Comment, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "act": act, "face": face_of_public(comment.pk), "comment": comment, "back": here(permalink(comment.pk)),
        "is_own": comment.author_id == getattr(request.user, "pk", None), **more,
    }  # fmt: skip
    return render(request, "comments/act.html", context, status=status)


def _done(request: HttpRequest, comment: Comment, answer: dict[str, Any]) -> HttpResponse:
    return JsonResponse(answer) if _wants_json(request) else redirect(here(permalink(comment.pk)))


def _refused(request: HttpRequest, words: str, *, status: int) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"error": words}, status=status)
    return render(request, "comments/act.html", {"act": "refused", "words": words}, status=status)


def _wants_json(request: HttpRequest) -> bool:
    return request.accepts("application/json") and not request.accepts("text/html")
