"""A reader's data in their own hands: what is kept and how long, a copy of it, and the end of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from warta.lib.clock import now
from warta.readers.accounts.proving import recently_proven
from warta.readers.models import Download, User
from warta.readers.models.own_data import MOST_FETCHES
from warta.readers.own_data.deleting import DeletionRefused, ask_for_deletion
from warta.readers.own_data.downloading import DownloadRefused, ask_for_download, download_of, fetch
from warta.readers.own_data.retention import RULES
from warta.theme.languages import current_code

SHOWN = 5  # downloads; older ones are erased anyway


@never_cache
@login_required
@require_GET
def own_data(request: HttpRequest) -> HttpResponse:
    downloads = Download.objects.filter(person=_person(request))[:SHOWN]
    return render(request, "readers/own_data/own_data.html", {"downloads": downloads, "rules": RULES})


@recently_proven()
@require_http_methods(["GET", "POST"])
def download_asked(request: HttpRequest) -> HttpResponse:
    """Proven first, then one press: a copy is put in line."""
    if request.method == "GET":
        return render(request, "readers/own_data/ask_download.html", {"most": MOST_FETCHES})
    try:
        ask_for_download(_person(request), language=current_code(), request=request)
    except DownloadRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Your data is being gathered. You get a mail when it is ready to be fetched."))
    return redirect("own_data")


@recently_proven()
@require_http_methods(["GET", "POST"])
def download_fetched(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The ZIP, by POST alone: nothing that follows links uses it up. Somebody else's is as if there were none."""
    if request.method == "GET":
        return redirect("own_data")
    download = download_of(_person(request), public_id)
    if download is None:
        raise Http404
    try:
        content = fetch(download, request=request)
    except DownloadRefused as refused:
        messages.error(request, str(refused))
        return redirect("own_data")
    name = f"warta-{timezone.localtime(now()):%Y-%m-%d}.zip"
    answer = StreamingHttpResponse(content, content_type="application/zip")
    answer["Content-Length"] = str(download.bytes)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@recently_proven()
@require_http_methods(["GET", "POST"])
def deletion_asked(request: HttpRequest) -> HttpResponse:
    """What goes and what stays first; then, with the tick, it begins, and the reader is signed out."""
    person = _person(request)
    if request.method == "POST" and request.POST.get("understood") == "yes":
        try:
            deletion = ask_for_deletion(person, language=current_code(), request=request)
        except DeletionRefused as refused:
            messages.error(request, str(refused))
            return redirect("own_data")
        due_at = deletion.due_at
        logout(request)
        return render(request, "readers/own_data/going.html", {"due_at": due_at})
    if request.method == "POST":
        messages.error(request, _("Tick that you understood what is deleted; then press the button again."))
    return render(request, "readers/own_data/delete.html")


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user
