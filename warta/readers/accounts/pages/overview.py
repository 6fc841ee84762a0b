"""The first page of an account."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from warta.readers.accounts.proving import has_second_factor, person_of
from warta.readers.profile.queries import completeness
from warta.readers.sign_ins.queries import latest_lines


@never_cache
@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    context = {
        "completeness": completeness(person), "lines": latest_lines(person),
        "has_second": has_second_factor(person),
    }  # fmt: skip
    return render(request, "readers/account/overview.html", context)
