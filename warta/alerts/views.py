"""The newsroom's pages about alerts: what was announced, what became of it, and the editor's word on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import permission_required

from warta.alerts.forms import WordForAllForm, WordForm
from warta.alerts.lines import lines_of, standing
from warta.alerts.models import Announcement
from warta.alerts.queries import NONE_YET, progress_of
from warta.alerts.settling import settle_all_unknown, settle_unknown, stop, try_failed_again
from warta.outbox.models import Delivery
from warta.outbox.services import PostUnknown

PER_PAGE = 30
MAY_SEE = "alerts.view_announcement"
MAY_DECIDE = "alerts.change_announcement"


@require_GET
@permission_required(MAY_SEE)
def announcements(request: HttpRequest) -> HttpResponse:
    """All announcements, newest first."""
    context = _listed(request) | {"standing": standing(), "breadcrumbs_items": _crumbs()}
    return render(request, "alerts/newsroom/announcements.html", context)


@require_GET
@permission_required(MAY_SEE)
def announcements_now(request: HttpRequest) -> HttpResponse:
    """The list alone, for the page that looks again."""
    return render(request, "alerts/newsroom/announcement_rows.html", _listed(request))


@require_GET
@permission_required(MAY_SEE)
def announcement(request: HttpRequest, pk: int) -> HttpResponse:
    """One announcement with its deliveries."""
    shown = _one(pk)
    context = _told(request, shown) | {"standing": standing(), "breadcrumbs_items": _crumbs(shown)}
    return render(request, "alerts/newsroom/announcement.html", context)


@require_GET
@permission_required(MAY_SEE)
def announcement_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Its deliveries alone, for the page that looks again."""
    return render(request, "alerts/newsroom/deliveries.html", _told(request, _one(pk)))


@require_POST
@permission_required(MAY_DECIDE)
def stop_announcement(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop what has not left yet."""
    if stop(_one(pk), by=request.user):
        messages.success(request, _("Stopped. What was posted stays; nothing more is."))
    else:
        messages.warning(request, _("There was nothing left to stop."))
    return redirect("alerts:announcement", pk)


@require_POST
@permission_required(MAY_DECIDE)
def settle_delivery(request: HttpRequest, pk: int, delivery_id: int) -> HttpResponse:
    """Say what became of one unknown delivery."""
    form = WordForm(request.POST)
    delivery = _delivery(pk, delivery_id)
    if not form.is_valid():
        messages.error(request, _("Choose one of the three answers."))
        return redirect("alerts:announcement", pk)
    try:
        is_settled = settle_unknown(
            delivery, form.cleaned_data["word"], by=request.user, link=form.cleaned_data["link"]
        )
    except PostUnknown:
        messages.error(request, _("That link names no post. Copy it from the post in Telegram, or leave it empty."))
        return redirect("alerts:announcement", pk)
    _thank(request, is_settled=is_settled)
    return redirect("alerts:announcement", pk)


@require_POST
@permission_required(MAY_DECIDE)
def settle_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is to become of all unknown deliveries of an announcement."""
    form = WordForAllForm(request.POST)
    if form.is_valid():
        settled = settle_all_unknown(_one(pk), form.cleaned_data["word"], by=request.user)
        _thank(request, is_settled=settled > 0)
    return redirect("alerts:announcement", pk)


@require_POST
@permission_required(MAY_DECIDE)
def try_again(request: HttpRequest, pk: int, delivery_id: int) -> HttpResponse:
    """Try a failed delivery once more."""
    _thank(request, is_settled=try_failed_again(_delivery(pk, delivery_id), by=request.user))
    return redirect("alerts:announcement", pk)


def _listed(request: HttpRequest) -> dict[str, Any]:
    page: PaginatorPage[Announcement] = Paginator(Announcement.objects.select_related("article"), PER_PAGE).get_page(
        request.GET.get("p")
    )
    progress = progress_of(page.object_list)
    return {"page": page, "rows": [(item, progress.get(item.pk, NONE_YET)) for item in page.object_list]}


def _told(request: HttpRequest, shown: Announcement) -> dict[str, Any]:
    lines = lines_of(shown)
    return {
        "announcement": shown,
        "lines": lines,
        "unknown": sum(line.needs_a_word for line in lines),
        "progress": progress_of([shown]).get(shown.pk, NONE_YET),
        "may_decide": request.user.has_perm(MAY_DECIDE),
    }


def _one(pk: int) -> Announcement:
    return get_object_or_404(Announcement.objects.select_related("article"), pk=pk)


def _delivery(pk: int, delivery_id: int) -> Delivery:
    """Only one of this announcement, whatever id the form brings."""
    return get_object_or_404(Delivery, pk=delivery_id, subject=_one(pk).subject)


def _thank(request: HttpRequest, *, is_settled: bool) -> None:
    if is_settled:
        messages.success(request, _("Noted."))
    else:
        messages.warning(request, _("It was settled meanwhile; look again."))


def _crumbs(shown: Announcement | None = None) -> list[dict[str, str]]:
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("alerts:announcements"), "label": _("Alerts")},
    ]
    return [*crumbs, {"url": "", "label": shown.headline}] if shown else crumbs
