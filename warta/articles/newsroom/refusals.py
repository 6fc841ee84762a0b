"""What the newsroom refuses whatever Wagtail's permissions say: deleting what was public, curating without the role."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from warta.articles.models import ArticlePage, FrontPage, SectionPage
from warta.articles.permissions import may_curate

FRONTS = (FrontPage, SectionPage)


def refuse_deleting_public(request: HttpRequest, page: Page) -> HttpResponse | None:
    """An article that was ever public keeps its address, and a section with articles all of theirs."""
    if not _holds_public(page):
        return None
    messages.error(
        request, _("What was public keeps its address. Withdraw the article with a reason instead of deleting it.")
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def refuse_curating(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The home page and the sections belong to the front editors."""
    if page.specific_class not in FRONTS or may_curate(request.user):
        return None
    messages.error(request, _("Only front editors change the home page and the sections."))
    return redirect("wagtailadmin_home")


def refuse_section_by_others(request: HttpRequest, _parent: Page, page_class: type[Page]) -> HttpResponse | None:
    if page_class not in FRONTS or may_curate(request.user):
        return None
    messages.error(request, _("Only front editors add sections."))
    return redirect("wagtailadmin_home")


def refuse_in_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[object], _action: object
) -> HttpResponse | None:
    """In bulk there is no place for a reason, and deleting would take addresses with it."""
    pages = [item for item in objects if isinstance(item, Page)]  # the hook is asked about people and pictures, too
    if action_type == "unpublish" and any(page.specific_class is ArticlePage for page in pages):
        messages.error(request, _("Withdraw articles one by one; each needs its public reason."))
        return redirect("newsroom_articles:index")
    if action_type == "delete" and any(_holds_public(page) for page in pages):
        messages.error(request, _("Articles that were public can be withdrawn, not deleted."))
        return redirect("newsroom_articles:index")
    return None


def _holds_public(page: Page) -> bool:
    inside = ArticlePage.objects.descendant_of(page, inclusive=True)
    return bool(inside.exclude(address_date=None).exists())
