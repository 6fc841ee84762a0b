"""What a reader sees of their own: the overlay over a pressed thread, their comments, whom they muted."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_cookie

from warta.comments.showing import services
from warta.comments.showing.faces import author_mark
from warta.comments.showing.notices import person_behind
from warta.comments.showing.own_queries import muted_marks_in, mutes_of, own_likes_in, own_unpublished_in
from warta.comments.showing.own_queries import own_comments as comments_of
from warta.lib.ids import number_of_row
from warta.readers.models import User
from warta.readers.terms.purposes import COMMENT_REPLIES
from warta.readers.terms.queries import has_consented
from warta.readers.terms.services import ConsentRefused, withdraw_consent
from warta.theme.languages import current_code


@never_cache
@vary_on_cookie
@require_safe
def overlay(request: HttpRequest) -> HttpResponse:
    """What is one's own under an article, for the script that lays it over the pressed page. Nobody gets nothing."""
    article_id = number_of_row(request.GET.get("article", ""))
    if article_id is None:
        raise Http404
    if not request.user.is_authenticated:
        return JsonResponse({"name": ""})
    person = _person(request)
    own = own_unpublished_in(article_id, person)
    return JsonResponse({
        "name": person.display_name,
        "token": get_token(request),
        "likes": own_likes_in(article_id, person),
        "muted": muted_marks_in(article_id, person),
        "self": author_mark(article_id, person.pk),
        "own": render_to_string("comments/own_here.html", {"own": own}, request) if own else "",
    })  # fmt: skip


@never_cache
@login_required
@require_safe
def own_comments(request: HttpRequest) -> HttpResponse:
    person, before = _person(request), number_of_row(request.GET.get("before", ""))
    own, older = comments_of(person, before=before)
    context = {"own": own, "older": older, "is_first": before is None, "mutes": mutes_of(person) if not before else []}
    return render(request, "comments/own_comments.html", context)


@never_cache
@login_required
@require_POST
def unmute(request: HttpRequest, pk: int) -> HttpResponse:
    services.unmute(pk, person=_person(request))
    messages.success(request, _("You see their comments again."))
    return redirect("own_comments")


@never_cache
@csrf_exempt  # mail programs post to it by themselves (RFC 8058); the token in the address is what counts
@require_http_methods(["GET", "HEAD", "POST"])
def stop_notices(request: HttpRequest, token: str) -> HttpResponse:
    """No more mails on replies, by the link in one of them, without signing in. Safe to repeat."""
    person = person_behind(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        try:
            withdraw_consent(person, COMMENT_REPLIES, how="mail_link", language=current_code())
        except ConsentRefused as refused:
            return render(request, "comments/stop_notices.html", {"words": str(refused)}, status=503)
    is_stopped = not has_consented(person, COMMENT_REPLIES)
    return render(request, "comments/stop_notices.html", {"is_stopped": is_stopped})


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)
