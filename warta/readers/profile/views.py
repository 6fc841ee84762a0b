"""One's own profile: covered, shown in full after a proof, and a form for each part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from warta.lib.limits import Limit
from warta.limits.services import take
from warta.readers import vault
from warta.readers.accounts.next_page import next_path, page_with_next
from warta.readers.accounts.proving import is_proven, recently_proven
from warta.readers.models import User
from warta.readers.profile import services
from warta.readers.profile.fields import EDITABLE, Part
from warta.readers.profile.forms import FORMS, ProfileForm, PublicForm, initial_of
from warta.readers.profile.reading import edited_part, profile_page
from warta.readers.vault_fields import Field

# Each change may send a mail and stands in the timeline; nobody corrects their address more often.
CHANGES = Limit(40, seconds=3600, burst=20)
CLOSED_STATUS = 503


@never_cache
@login_required
@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    return _page(request, is_covered=True)


@require_safe
@recently_proven()
def shown(request: HttpRequest) -> HttpResponse:
    services.note_shown(_person(request), request=request)
    return _page(request, is_covered=False)


@never_cache
@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What stands there already is shown and changed only after a proof; what is typed too late stays in the form."""
    if slug not in EDITABLE:
        raise Http404
    try:
        return _edited(request, EDITABLE[slug])
    except vault.VaultClosed as closed:
        return render(request, "readers/profile/closed.html", {"words": str(closed)}, status=CLOSED_STATUS)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def public(request: HttpRequest) -> HttpResponse:
    """The name that others see, and the language."""
    person = _person(request)
    before = {"display_name": person.display_name, "language": person.language}
    form = PublicForm(request.POST if request.method == "POST" else None, initial=before)
    if form.is_valid() and take(f"profile of {person.public_id}", CHANGES):
        form.add_error(None, _("That was too often. What you typed stays here: save it again in some minutes."))
    if form.is_valid():
        if services.change_public(person, **form.cleaned_data, request=request):
            messages.success(request, _("Saved."))
        return redirect("account_profile")
    return render(request, "readers/profile/public.html", {"form": form})


@sensitive_variables("values", "form")
def _edited(request: HttpRequest, edited: Part) -> HttpResponseBase:
    values = vault.own_values(_person(request), edited.fields)
    must_prove = bool(values) and not is_proven(request)
    if request.method == "POST":
        return _saved(request, edited, values, must_prove=must_prove)
    if must_prove:
        return redirect(page_with_next("account_reauthenticate", request.get_full_path()))
    return _form_page(request, edited, FORMS[edited.slug](initial=initial_of(values)))


@sensitive_variables("values", "form")
def _saved(request: HttpRequest, edited: Part, values: Mapping[Field, str], *, must_prove: bool) -> HttpResponse:
    form = FORMS[edited.slug](request.POST, initial=initial_of(values))
    if not form.is_valid():
        return _form_page(request, edited, form)
    if must_prove:
        proof = page_with_next("account_reauthenticate", reverse("account_profile"))
        return _form_page(request, edited, form, proof=proof)
    if take(f"profile of {_person(request).public_id}", CHANGES):
        form.add_error(None, _("That was too often. What you typed stays here: save it again in some minutes."))
        return _form_page(request, edited, form)
    if services.change_profile(_person(request), form.texts(edited), request=request):
        messages.success(request, _("Saved."))
    return redirect(next_path(request) or "account_profile")


def _page(request: HttpRequest, *, is_covered: bool) -> HttpResponse:
    page = profile_page(_person(request), is_covered=is_covered)
    status = CLOSED_STATUS if page.closed else 200
    return render(request, "readers/profile/profile.html", {"page": page}, status=status)


def _form_page(request: HttpRequest, edited: Part, form: ProfileForm, *, proof: str = "") -> HttpResponse:
    context: dict[str, Any] = {"form": form, "proof": proof, **edited_part(_person(request), edited)}
    return render(request, "readers/profile/part.html", context)


def _person(request: HttpRequest) -> User:
    person = request.user
    assert isinstance(person, User)  # noqa: S101 - the decorators let nobody else in
    return person
