"""The desk: the queue, one comment, decisions about one or many, undoing, claims."""

from __future__ import annotations

from typing import Any, cast, get_args
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import permission_required

from warta.comments.models import Comment, Ruling
from warta.comments.moderation import claims, ruling, threads
from warta.comments.moderation.errors import Refused
from warta.comments.moderation.forms import RuleForm
from warta.comments.moderation.people import rulings_about
from warta.comments.moderation.permissions import FEATURE, MODERATE
from warta.comments.moderation.queue import PER_PAGE, Kind, counts, desk_page, one_card, rulings_to_undo
from warta.comments.reasons import Use, choices_for
from warta.lib.ids import number_of_row
from warta.readers.models import User

MOST_SKIPPED = 10_000
MOST_WATCHED = 100  # cards of one page whose holders are asked for


@require_GET
@permission_required(MODERATE)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, in the order in which to look at it."""
    kind = _kind(request)
    start = min(number_of_row(request.GET.get("from", "")) or 0, MOST_SKIPPED)
    cards, has_more = desk_page(kind, start)
    context = {
        "cards": cards, "kind": kind, "start": start, "next": start + PER_PAGE if has_more else None,
        "counts": counts(), "to_undo": rulings_to_undo(moderator(request)), "here": _here(kind, start),
        **_reasons(), "breadcrumbs_items": crumbs(), "tab": "queue",
        "has_keys": _has_keys(request),
    }  # fmt: skip
    return render(request, "comments/newsroom/queue.html", context)


@require_GET
@permission_required(MODERATE)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Any comment, with everything that was decided about it."""
    card = one_card(pk)
    if card is None:
        raise Http404
    context = {
        "card": card, "rulings": rulings_about(card.comment), **_reasons(), "tab": "queue",
        "here": reverse("moderation:one", args=[pk]), "breadcrumbs_items": crumbs(_("Comment %(id)s") % {"id": pk}),
    }  # fmt: skip
    return render(request, "comments/newsroom/one.html", context)


@require_POST
@permission_required(MODERATE)
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide about one comment, in the state that the moderator saw."""
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _say(request, trouble=_first_error(form))
    try:
        made = ruling.rule(pk, form.word, by=moderator(request), seen=form.cleaned_data["seen"])
    except Comment.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return _say(request, trouble=str(refused))
    return _say(request, done=_done_words(made), made=made)


@require_POST
@permission_required(MODERATE)
def rule_many(request: HttpRequest) -> HttpResponse:
    """Decide about the chosen comments, each by itself, and say what became of each that was not decided."""
    form = RuleForm(request.POST)
    chosen = ruling.ids_of(request.POST.getlist("chosen"))
    if not form.is_valid() or not chosen:
        return _say(request, trouble=_first_error(form) if chosen else _("Choose some comments first."))
    outcomes = ruling.rule_all(chosen, form.word, by=moderator(request))
    done = sum(outcome.ruling is not None for outcome in outcomes)
    if done:
        words = ngettext("%(count)d comment decided.", "%(count)d comments decided.", done) % {"count": done}
        messages.success(request, words)
    for outcome in outcomes:
        if outcome.ruling is None:
            told = {"id": outcome.comment_id, "why": outcome.trouble}
            messages.warning(request, _("Comment %(id)s: %(why)s") % told)
    return redirect(_back(request))


@require_POST
@permission_required(MODERATE)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own decision back."""
    made = get_object_or_404(Ruling.objects.select_related("comment"), pk=pk)
    try:
        ruling.undo(made, by=moderator(request))
    except Refused as refused:
        return _say(request, trouble=str(refused))
    return _say(request, done=_("Taken back."))


@require_POST
@permission_required(MODERATE)
def claim(request: HttpRequest, pk: int) -> JsonResponse:
    """Hold a comment while it is being looked at; asked again and again for as long as that lasts."""
    get_object_or_404(Comment.objects.only("pk"), pk=pk)
    try:
        claims.claim(pk, by=moderator(request))
    except Refused as refused:
        return JsonResponse({"is_mine": False, "words": str(refused)}, status=409)
    return JsonResponse({"is_mine": True, "words": ""})


@require_POST
@permission_required(MODERATE)
def release(request: HttpRequest, pk: int) -> JsonResponse:
    """Let go of it."""
    return JsonResponse({"was_mine": claims.release(pk, by=moderator(request))})


@require_GET
@permission_required(MODERATE)
def holders(request: HttpRequest) -> JsonResponse:
    """Who else looks at which of these, and which of them wait no longer."""
    asked = [number_of_row(value) for value in request.GET.getlist("id")[:MOST_WATCHED]]
    ids = [pk for pk in asked if pk is not None]
    waiting = set(Comment.objects.filter(pk__in=ids, waiting_since__isnull=False).values_list("pk", flat=True))
    held = claims.holders(ids, besides=moderator(request))
    return JsonResponse({"held": held, "gone": [pk for pk in ids if pk not in waiting]})


@require_POST
@permission_required(FEATURE)
def feature(request: HttpRequest, pk: int) -> HttpResponse:
    """Feature a public comment, or no longer."""
    comment = get_object_or_404(Comment, pk=pk)
    act = threads.unfeature if request.POST.get("act") == "unfeature" else threads.feature
    if act(comment, by=moderator(request)):
        return _say(request, done=_("Noted."))
    return _say(request, trouble=_("Only published comments can be featured, and each once. Look again."))


def _reasons() -> dict[str, Any]:
    """For a refusal; the box is the same on every card of a page, so it is drawn once."""
    reasons = choices_for(Use.REFUSAL)
    return {"reasons": reasons, "reasons_box": render_to_string("comments/newsroom/reasons.html", {"reasons": reasons})}


def moderator(request: HttpRequest) -> User:
    """Whoever asks; signed in, or the view would not have been reached."""
    return cast(User, request.user)


def crumbs(*further: str) -> list[dict[str, str]]:
    known = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("moderation:queue"), "label": _("Comments")},
    ]
    return [*known, *({"url": "", "label": label} for label in further)]


def _say(request: HttpRequest, *, done: str = "", trouble: str = "", made: Ruling | None = None) -> HttpResponse:
    """To a script in JSON, to a person on the page that they came from."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        undo_at = reverse("moderation:undo", args=[made.pk]) if made else ""
        return JsonResponse({"done": done, "trouble": trouble, "undo": undo_at}, status=409 if trouble else 200)
    if trouble:
        messages.error(request, trouble)
    else:
        messages.success(request, done)
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """Where the form stood, if that is a page of this site."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, None) and wanted.startswith("/newsroom/comments/")
    return wanted if is_ours else reverse("moderation:queue")


def _here(kind: str, start: int) -> str:
    asked = {name: value for name, value in (("kind", kind), ("from", start)) if value}
    return reverse("moderation:queue") + (f"?{urlencode(asked)}" if asked else "")


def _kind(request: HttpRequest) -> Kind:
    asked = request.GET.get("kind", "")
    return cast(Kind, asked if asked in get_args(Kind) else "")


def _has_keys(request: HttpRequest) -> bool:
    """Single keys act unless this member switched Wagtail's shortcuts off (WCAG 2.1.4)."""
    profile: Any = getattr(request.user, "wagtail_userprofile", None)
    return bool(getattr(profile, "keyboard_shortcuts", True))


def _done_words(made: Ruling) -> str:
    return {"published": _("Approved."), "refused": _("Refused."), "held": _("Held.")}[made.after]


def _first_error(form: RuleForm) -> str:
    errors = [str(error) for listed in form.errors.values() for error in listed]
    return errors[0] if errors else ""
