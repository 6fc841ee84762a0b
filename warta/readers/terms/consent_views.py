"""A reader's agreements: given and taken back on one page, asked for again when a text changed."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from warta.readers.models import User
from warta.readers.sign_ins.services import note
from warta.readers.terms.purposes import Purpose, purpose_named
from warta.readers.terms.queries import receipts_of, standings_of, standings_to_ask_again
from warta.readers.terms.reading import ShownReceipt
from warta.readers.terms.services import ConsentRefused, answer_again, give_consent, withdraw_consent
from warta.theme.languages import current_code

RECEIPTS_PER_PAGE = 20
Act = Callable[[HttpRequest, Purpose], None]


@never_cache
@login_required
@require_GET
def consents(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    page = Paginator(receipts_of(person), RECEIPTS_PER_PAGE).get_page(request.GET.get("page"))
    receipts = [ShownReceipt(receipt) for receipt in page]
    context = {"standings": standings_of(person), "receipts": receipts, "page": page}
    return render(request, "readers/terms/consents.html", context)


@never_cache
@login_required
@require_POST
def give(request: HttpRequest, name: str) -> HttpResponse:
    purpose = _purpose(name)
    return _act(request, purpose, _given, _("Noted: you agree to %(purpose)s."))


@never_cache
@login_required
@require_POST
def withdraw(request: HttpRequest, name: str) -> HttpResponse:
    purpose = _purpose(name)
    return _act(request, purpose, _withdrawn, _("Taken back: %(purpose)s. Nothing more is done on it."))


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def ask_again(request: HttpRequest) -> HttpResponse:
    """What a reader meets at their next account page after a text changed in its matter."""
    person, onward = _person(request), _onward(request)
    asked = standings_to_ask_again(person)
    if not asked:
        return redirect(onward)
    if request.method == "POST":
        purposes = [standing.purpose for standing in asked]
        given = [one for one in purposes if request.POST.get(one.name) == "given"]
        if all(one in given for one in purposes if one.is_required):
            answer_again(person, asked=purposes, given=given, language=current_code())
            return redirect(onward)
        messages.error(request, _("Without agreeing to these there can be no account. You can also delete it."))
    context = {
        "required": [standing for standing in asked if standing.purpose.is_required],
        "others": [standing for standing in asked if not standing.purpose.is_required],
        "documents": {standing.version.document.slug: standing.version for standing in asked if standing.version},
        "next": onward,
    }
    return render(request, "readers/terms/ask_again.html", context)


def _act(request: HttpRequest, purpose: Purpose, act: Act, said: str) -> HttpResponse:
    try:
        act(request, purpose)
    except ConsentRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said % {"purpose": purpose.label})
    return redirect("consents")


def _given(request: HttpRequest, purpose: Purpose) -> None:
    with transaction.atomic():
        give_consent(_person(request), purpose, how="consents_page", language=current_code())
        note(_person(request), "consent_given", request=request, facts={"purpose": purpose.name})


def _withdrawn(request: HttpRequest, purpose: Purpose) -> None:
    with transaction.atomic():
        withdraw_consent(_person(request), purpose, how="consents_page", language=current_code())
        note(_person(request), "consent_withdrawn", request=request, facts={"purpose": purpose.name})


def _purpose(name: str) -> Purpose:
    purpose = purpose_named(name)
    if purpose is None:
        raise Http404
    return purpose


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _onward(request: HttpRequest) -> str:
    """Where the reader wanted to go: a page of this site, else the overview."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if is_ours and wanted.startswith("/") else "account_overview"
