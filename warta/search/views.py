"""The search page. It is never pressed: its address has a question in it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from warta.articles.reading.contexts import newest_cards
from warta.lib.addresses import client_address, shared_by_one_household
from warta.lib.limits import Limit
from warta.limits.services import take
from warta.search.asking import Question, question_of
from warta.search.errors import SearchError
from warta.search.forms import FilterForm
from warta.search.queries import found_for
from warta.search.results import page_of
from warta.theme.languages import Edition, editions_of

# A whole school behind one address may search; a machine that asks without pause may not.
ASKING = Limit(amount=240, seconds=60, burst=60)
LONGEST_NUMBER = 4  # digits of a page's number that are looked at


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    question = question_of(request.GET.get("q", ""))
    form = FilterForm(request.GET)
    context = {"question": question, "form": form, "editions": _editions(request), **_words_of(request, form)}
    status = 200
    if question.words and (wait := _wait_of(request)):
        context["trouble"], status = _("That was many searches at once. Please wait a moment."), 429
        context["wait"] = int(wait) + 1
    elif question.words:
        try:
            context |= _found(request, question, form)
        except SearchError as error:
            context["trouble"], status = error.words, 503
    if not context.get("results"):
        context["newest"] = newest_cards()
    return _answer(request, context, status)


def _found(request: HttpRequest, question: Question, form: FilterForm) -> dict[str, Any]:
    found = found_for(question, form.filters)
    page = page_of(found, question, _number(request.GET.get("page", "")))
    return {"found": found, "page": page, "results": page.results}


def _words_of(request: HttpRequest, form: FilterForm) -> dict[str, Any]:
    """The addresses of the same search with other words or another page."""
    kept = request.GET.copy()
    for name in set(kept) - {"q", *form.fields}:
        del kept[name]
    without_words = kept.copy()
    without_words.pop("q", None)
    has_filters = any(value for name, value in kept.items() if name != "q")
    return {"asked": kept.urlencode(), "filters_asked": without_words.urlencode(), "has_filters": has_filters}


def _editions(request: HttpRequest) -> list[Edition]:
    """The language switch keeps the question."""
    asked = request.GET.urlencode()
    return [
        Edition(edition.code, f"{edition.path}?{asked}" if asked else edition.path, edition.is_current)
        for edition in editions_of(request.path)
    ]


def _wait_of(request: HttpRequest) -> float:
    forwarded = request.headers.get("X-Forwarded-For", "")
    address = client_address(request.META.get("REMOTE_ADDR", ""), forwarded, settings.PROXY_NETWORKS)
    return take(f"search:{shared_by_one_household(address)}", ASKING)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 1


def _answer(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    response = render(request, "search/search.html", context, status=status)
    response["Cache-Control"] = "private, max-age=30"
    response["X-Robots-Tag"] = "noindex"
    if "wait" in context:
        response["Retry-After"] = str(context["wait"])
    return response
