"""The public pages of the terms. Pressed: they are the same for everybody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from warta.press.marks import pressed, shows
from warta.readers.models import TermsVersion
from warta.readers.terms.queries import current_versions
from warta.readers.terms.reading import Shown, TermsHead, differences, shown_of


@pressed("page")
def terms_index(request: HttpRequest) -> HttpResponse:
    shows("site", "list:terms")
    listed = [Shown(version, is_current=True) for version in current_versions().values()]
    head = TermsHead(path="/terms/", title=_("Terms and privacy"))
    return render(request, "readers/terms/index.html", {"listed": listed, "head": head})


@pressed("page")
def terms_page(request: HttpRequest, slug: str, number: str = "") -> HttpResponse:
    """The version that counts now, or an older one by its number."""
    versions = _versions(slug)
    shown = _numbered(versions, int(number)) if number else versions[0]
    context = {"shown": shown, "versions": versions, "head": shown.head}
    return render(request, "readers/terms/version.html", context)


@pressed("page")
def terms_changes(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """A version beside the one before it: what was taken out, what was put in."""
    versions = _versions(slug)
    shown, before = _numbered(versions, int(number)), _numbered(versions, int(number) - 1)
    head = TermsHead(path=shown.changes_path, title=_("%(title)s: what changed") % {"title": shown.title})
    context = {
        "shown": shown, "before": before, "lines": differences(before.version, shown.version), "head": head,
    }  # fmt: skip
    return render(request, "readers/terms/changes.html", context)


def _versions(slug: str) -> list[Shown]:
    shows("site", f"terms:{slug}")
    found = TermsVersion.objects.filter(document__slug=slug).select_related("document").order_by("-number")
    versions = shown_of(list(found))
    if not versions:
        raise Http404
    return versions


def _numbered(versions: list[Shown], number: int) -> Shown:
    found = next((shown for shown in versions if shown.version.number == number), None)
    if found is None:
        raise Http404
    return found
