"""The newsroom's pages about alerts: what was announced, what became of it, and the editor's word on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import permission_required

from warta.alerts.digests.queries import coming_digests
from warta.alerts.forms import WordForAllForm, WordForm
from warta.alerts.lines import lines_of, standing
from warta.alerts.models import Announcement, Digest, announcement_id, digest_id
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
    context = _told(request, shown) | {"standing": standing(), "breadcrumbs_items": _crumbs(shown.headline)}
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
def settle_delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Say what became of one unknown delivery."""
    form = WordForm(request.POST)
    delivery = _delivery(delivery_id)
    back = redirect(_page_about(delivery.subject))
    if not form.is_valid():
        messages.error(request, _("Choose one of the three answers."))
        return back
    try:
        is_settled = settle_unknown(
            delivery, form.cleaned_data["word"], by=request.user, link=form.cleaned_data["link"]
        )
    except PostUnknown:
        messages.error(request, _("That link names no post. Copy it from the post in Telegram, or leave it empty."))
        return back
    _thank(request, is_settled=is_settled)
    return back


@require_POST
@permission_required(MAY_DECIDE)
def settle_all(request: HttpRequest, subject: str) -> HttpResponse:
    """Say what is to become of all unknown deliveries about an announcement or a digest."""
    back = redirect(_page_about(subject))
    form = WordForAllForm(request.POST)
    if form.is_valid():
        settled = settle_all_unknown(subject, form.cleaned_data["word"], by=request.user)
        _thank(request, is_settled=settled > 0)
    return back


@require_POST
@permission_required(MAY_DECIDE)
def try_again(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Try a failed delivery once more."""
    delivery = _delivery(delivery_id)
    _thank(request, is_settled=try_failed_again(delivery, by=request.user))
    return redirect(_page_about(delivery.subject))


@require_GET
@permission_required(MAY_SEE)
def digests(request: HttpRequest) -> HttpResponse:
    """When each digest comes next, and those that were made, newest first."""
    made = Digest.objects.select_related("edition").annotate(told=Count("items")).order_by("-due_at", "-pk")
    page = Paginator(made, PER_PAGE).get_page(request.GET.get("p"))
    progress = progress_of(page.object_list)
    context = {
        "page": page,
        "rows": [(one, progress.get(one.pk, NONE_YET)) for one in page.object_list],
        "coming": coming_digests(),
        "standing": standing(),
        "breadcrumbs_items": _crumbs(_("Digests")),
    }
    return render(request, "alerts/newsroom/digests.html", context)


@require_GET
@permission_required(MAY_SEE)
def digest(request: HttpRequest, pk: int) -> HttpResponse:
    """One digest: what it told, and what became of it."""
    shown = get_object_or_404(Digest.objects.select_related("edition"), pk=pk)
    items = shown.items.select_related("announcement__article").order_by("position")
    crumbs = _crumbs(shown.edition.name)
    context = _told(request, shown) | {"digest": shown, "items": items, "breadcrumbs_items": crumbs}
    return render(request, "alerts/newsroom/digest.html", context | {"standing": standing()})


def _listed(request: HttpRequest) -> dict[str, Any]:
    page: PaginatorPage[Announcement] = Paginator(Announcement.objects.select_related("article"), PER_PAGE).get_page(
        request.GET.get("p")
    )
    progress = progress_of(page.object_list)
    return {"page": page, "rows": [(item, progress.get(item.pk, NONE_YET)) for item in page.object_list]}


def _told(request: HttpRequest, shown: Announcement | Digest) -> dict[str, Any]:
    lines = lines_of(shown.subject)
    return {
        "announcement": shown if isinstance(shown, Announcement) else None,
        "subject": shown.subject,
        "lines": lines,
        "unknown": sum(line.needs_a_word for line in lines),
        "progress": progress_of([shown]).get(shown.pk, NONE_YET),
        "may_decide": request.user.has_perm(MAY_DECIDE),
    }


def _one(pk: int) -> Announcement:
    return get_object_or_404(Announcement.objects.select_related("article"), pk=pk)


def _delivery(delivery_id: int) -> Delivery:
    """Only one about an announcement or a digest, whatever id the form brings; a mail is nobody's here."""
    delivery = get_object_or_404(Delivery, pk=delivery_id)
    _page_about(delivery.subject)
    return delivery


def _page_about(subject: str) -> str:
    """Where an announcement or a digest is looked at. Raises Http404 for anything else."""
    if number := announcement_id(subject):
        return reverse("alerts:announcement", args=[number])
    if number := digest_id(subject):
        return reverse("alerts:digest", args=[number])
    raise Http404


def _thank(request: HttpRequest, *, is_settled: bool) -> None:
    if is_settled:
        messages.success(request, _("Noted."))
    else:
        messages.warning(request, _("It was settled meanwhile; look again."))


def _crumbs(shown: str = "") -> list[dict[str, str]]:
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("alerts:announcements"), "label": _("Alerts")},
    ]
    return [*crumbs, {"url": "", "label": shown}] if shown else crumbs
