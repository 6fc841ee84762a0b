"""One article-like page of 25 KB, once pressed and once rendered for each request."""

from __future__ import annotations

import random

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from warta.press.marks import pressed, shows

WORDS = (
    "menteri", "luar", "negeri", "kedua", "negara", "sepakat", "tidak", "mengakui", "status", "nuklir", "melalui",
    "sambungan", "telepon", "kata", "pernyataan", "resmi", "diplomasi", "dialog", "kawasan", "perundingan",
)  # fmt: skip


def each_time(request: HttpRequest, number: int) -> HttpResponse:
    shows(f"article:{number}")
    draw = random.Random(number)  # the same page for the same number
    paragraphs = [" ".join(draw.choices(WORDS, k=90)) for _ in range(30)]
    others = [{"title": " ".join(draw.choices(WORDS, k=8)), "number": draw.randrange(10_000)} for _ in range(30)]
    return render(request, "article_like.html", {"paragraphs": paragraphs, "others": others, "number": number})


@pressed()
def once(request: HttpRequest, number: int) -> HttpResponse:
    return each_time(request, number)


urlpatterns = [
    path("pressed/<int:number>", once),
    path("rendered/<int:number>", each_time),
    path("newsroom/", include("wagtail.admin.urls")),  # which the house's middleware knows by name
]
