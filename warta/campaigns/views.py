"""The page on which readers check a draw in their own browser, and the verifier for those who rather not."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from warta.articles.reading.contexts import Head
from warta.campaigns.draw.checking import WORDS
from warta.campaigns.draw.single_file import NAME, single_file
from warta.campaigns.problems import words_of
from warta.press.marks import pressed, shows


@pressed("page")
def check_draw(request: HttpRequest) -> HttpResponse:
    """The same for everybody: the proof is read by the browser alone."""
    shows("site")
    described = _("Compute a prize draw again on your own device, from its published proof.")
    context = {
        "head": Head(path="/campaign/verify/", title=_("Check a draw"), description=described),
        "zone": settings.TIME_ZONE,
        "problems": [(code, words_of(code)) for code in WORDS],
        "file_name": NAME,
        "file_print": hashlib.sha256(single_file().encode()).hexdigest(),
    }
    return render(request, "campaigns/verify.html", context)


@require_safe
def verify_draw_file(request: HttpRequest) -> HttpResponse:
    """`verify_draw.py`, to be saved."""
    response = HttpResponse(single_file(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{NAME}"'
    return response
