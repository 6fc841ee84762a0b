"""The security timeline, where one is signed in, "this was not me", and the private overlay."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_cookie

from warta.lib.ids import number_of_row
from warta.readers.models import SecurityEvent, User
from warta.readers.sign_ins import sessions
from warta.readers.sign_ins.disowning import disown
from warta.readers.sign_ins.links import event_behind
from warta.readers.sign_ins.overlay import menu_for
from warta.readers.sign_ins.queries import line_of, places_of, timeline_of


@never_cache
@login_required
@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    before = number_of_row(request.GET.get("before", "")) or 0
    shown = timeline_of(_person(request), before=before)
    return render(request, "readers/account/timeline.html", {"timeline": shown, "is_first": not before})


@never_cache
@login_required
@require_safe
def open_sessions(request: HttpRequest) -> HttpResponse:
    sessions.keep_track(request)  # so that this one is on the list from its first page on
    places = places_of(_person(request), session_key=request.session.session_key)
    return render(request, "readers/account/sessions.html", {"places": places})


@never_cache
@login_required
@require_POST
def end_session(request: HttpRequest, public_id: str) -> HttpResponse:
    """Another person's session is as unknown here as one that never was."""
    if not sessions.end_session(_person(request), public_id, request=request):
        raise Http404
    messages.success(request, _("That sign-in is ended."))
    return redirect("open_sessions")


@never_cache
@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    sessions.end_others(_person(request), request=request)
    messages.success(request, _("You are signed in here and nowhere else."))
    return redirect("open_sessions")


@never_cache
@login_required
@require_POST
def end_everywhere(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    sessions.end_everywhere(person, request=request)
    return redirect("/")


@never_cache
@login_required
def not_me(request: HttpRequest, public_id: str) -> HttpResponse:
    """A question first; what follows is done by the answer alone."""
    event = SecurityEvent.objects.select_related("person").filter(person=_person(request), public_id=public_id).first()
    if event is None:
        raise Http404
    return _ask_or_disown(request, event, token="")


@never_cache
def not_me_by_link(request: HttpRequest) -> HttpResponse:
    """The same for who comes by a mail and may not be able to sign in any more."""
    token = request.POST.get("token") or request.GET.get("token", "")
    event = event_behind(token)
    if event is None:
        return _kept_to_ourselves(render(request, "readers/account/not_me_gone.html", status=410))
    return _kept_to_ourselves(_ask_or_disown(request, event, token=token))


@never_cache
@vary_on_cookie
@require_safe
def overlay(request: HttpRequest) -> HttpResponse:
    """The account's menu, or the plain door for who is signed in no longer; the middleware then takes the hint away."""
    if not request.user.is_authenticated:
        return render(request, "readers/account/door_link.html")
    return render(request, "readers/account/overlay.html", {"menu": menu_for(request)})


def _ask_or_disown(request: HttpRequest, event: SecurityEvent, *, token: str) -> HttpResponse:
    if request.method == "POST":
        disown(event, request=request)
        request.session.flush()
        return render(request, "readers/account/not_me_done.html")
    if event.disowned_at is not None:
        return render(request, "readers/account/not_me_done.html")
    return render(request, "readers/account/not_me.html", {"line": line_of(event), "token": token})


def _kept_to_ourselves(response: HttpResponse) -> HttpResponse:
    """The address holds the token: no other site is told of it."""
    response["Referrer-Policy"] = "same-origin"
    return response


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - login_required saw to it
    return request.user
