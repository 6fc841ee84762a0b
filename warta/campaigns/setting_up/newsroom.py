"""Campaigns in the newsroom: the list, how far each is, what to do next; opening, notices, cancelling, preview."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import permission_required

from warta.campaigns.errors import CampaignTrouble
from warta.campaigns.models import Campaign, State
from warta.campaigns.permissions import MAY_OPEN, MAY_SEE, MAY_WRITE
from warta.campaigns.setting_up import services
from warta.campaigns.setting_up.checks import what_stops
from warta.campaigns.setting_up.forms import CancelForm, NoticeForm
from warta.campaigns.setting_up.next_steps import current_step, steps_of
from warta.campaigns.showing.reading import reading_of
from warta.campaigns.taking_part.queries import counts_of
from warta.theme.languages import CODES

PER_PAGE = 30


@require_GET
@permission_required(MAY_SEE)
def campaigns(request: HttpRequest) -> HttpResponse:
    """All campaigns, the newest first, each with what comes next."""
    page = Paginator(Campaign.objects.prefetch_related("prizes"), PER_PAGE).get_page(request.GET.get("p"))
    rows = [(campaign, current_step(campaign)) for campaign in page.object_list]
    context = {"page": page, "rows": rows, "may_write": request.user.has_perm(MAY_WRITE), "breadcrumbs_items": crumbs()}
    return render(request, "campaigns/newsroom/campaigns.html", context)


@require_GET
@permission_required(MAY_SEE)
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(Campaign, pk=pk))


@require_GET
@permission_required(MAY_SEE)
def preview(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The public page as readers will see it, for the newsroom alone."""
    shown = get_object_or_404(Campaign, pk=pk)
    with override(language if language in CODES else CODES[0]):
        context = {"reading": reading_of(shown), "campaign": shown, "is_preview": True, "language": language}
        return render(request, "campaigns/campaign.html", context)


@require_POST
@permission_required(MAY_OPEN)
def open_now(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _seen(request, pk)
    return _do(request, shown, lambda by: services.open_campaign(shown, by=by), _("It is open and public."))


@require_POST
@permission_required(MAY_OPEN)
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    shown, form = get_object_or_404(Campaign, pk=pk), NoticeForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, notice_form=form, status=422)
    told = form.cleaned_data
    return _do(request, shown, lambda by: services.announce(shown, **told, by=by), _("It stands on the page now."))


@require_POST
@permission_required(MAY_OPEN)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    shown, form = _seen(request, pk), CancelForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, cancel_form=form, status=422)
    told = form.cleaned_data
    return _do(request, shown, lambda by: services.cancel_campaign(shown, **told, by=by), _("It is cancelled."))


@require_POST
@permission_required(MAY_WRITE)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Campaign, pk=pk)
    try:
        services.discard_draft(shown, by=_public_id(request))
    except CampaignTrouble as trouble:
        messages.error(request, str(trouble))
        return redirect("campaigns:campaign", pk)
    messages.success(request, _("The draft is gone."))
    return redirect("campaigns:campaigns")


def crumbs(shown: Campaign | None = None, last: str = "") -> list[dict[str, Any]]:
    """The way back from any of the newsroom's pages about campaigns."""
    found = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("campaigns:campaigns"), "label": _("Campaigns")},
    ]
    if shown is not None:
        found.append({"url": reverse("campaigns:campaign", args=[shown.pk]), "label": shown.title})
    return [*found, {"url": "", "label": last}] if last else found


def _page(request: HttpRequest, shown: Campaign, *, status: int = 200, **bound: forms.Form) -> HttpResponse:
    user = request.user
    context = {
        "campaign": shown, "steps": steps_of(shown), "step": current_step(shown), "counts": counts_of(shown),
        "stops": what_stops(shown) if shown.state == State.DRAFT else [], "languages": CODES,
        "reading": reading_of(shown), "may_write": user.has_perm(MAY_WRITE), "may_open": user.has_perm(MAY_OPEN),
        "notice_form": bound.get("notice_form", NoticeForm()), "cancel_form": bound.get("cancel_form", CancelForm()),
        "may_cancel": shown.state in services.CANCELLABLE, "breadcrumbs_items": crumbs(shown),
    }  # fmt: skip
    return render(request, "campaigns/newsroom/campaign.html", context, status=status)


def _seen(request: HttpRequest, pk: int) -> Campaign:
    """In the state that the manager saw."""
    shown: Campaign = get_object_or_404(Campaign, pk=pk)
    version = request.POST.get("version", "")
    if version.isascii() and version.isdigit() and len(version) < 10:
        shown.version = int(version)
    return shown


def _do(request: HttpRequest, shown: Campaign, act: Callable[[str], object], words: str) -> HttpResponse:
    try:
        act(_public_id(request))
    except CampaignTrouble as trouble:
        messages.error(request, str(trouble))
    else:
        messages.success(request, words)
    return redirect("campaigns:campaign", shown.pk)


def _public_id(request: HttpRequest) -> str:
    member: Any = request.user  # signed in, or the view would not have been reached
    return str(member.public_id)
