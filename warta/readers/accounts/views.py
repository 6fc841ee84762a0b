"""The pages of an account that show what there is."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache


@never_cache
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    return render(request, "readers/account/overview.html")


@never_cache
@login_required
def sign_in_methods(request: HttpRequest) -> HttpResponse:
    return render(request, "readers/account/sign_in_methods.html")
