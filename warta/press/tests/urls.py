"""A tiny site whose pages show the rows of one table-like dictionary, for the tests of the press."""

from __future__ import annotations

from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse, HttpResponseGone, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import include, path

from warta.press.marks import pressed, shows

headlines: dict[int, str] = {}
rendered: list[str] = []
withdrawn: set[int] = set()


@pressed()
def home(request: HttpRequest) -> HttpResponse:
    rendered.append(request.path)
    shows("list:home", *(f"article:{number}" for number in headlines))
    return HttpResponse("<ul>" + "".join(f"<li>{text}" for text in headlines.values()) + "</ul>")


@pressed()
def article(request: HttpRequest, number: int) -> HttpResponse:
    rendered.append(request.path)
    shows(f"article:{number}")
    if number in withdrawn:
        return HttpResponseGone("withdrawn")
    if number not in headlines:
        return HttpResponse("no such article", status=404)
    return HttpResponse(f"<h1>{headlines[number]}</h1>" + "<p>text</p>" * 50)


@pressed("feed")
def feed(request: HttpRequest) -> HttpResponse:
    shows("list:home")
    return HttpResponse("<rss/>", content_type="application/rss+xml")


@pressed()
def greedy(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.GET} {request.COOKIES} {request.headers.get('User-Agent')}")


@pressed()
def with_form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_token(request))


@pressed()
def for_me(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(get_user(request).pk))


@pressed()
def broken(request: HttpRequest) -> HttpResponse:
    if headlines.get(0) == "broken":
        raise RuntimeError("broken")
    shows("article:0")
    return HttpResponse("whole")


@pressed()
def elsewhere(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/read/1")


def private(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.GET.get("q", "nothing"))


urlpatterns = [
    path("", home),
    path("feed.xml", feed),
    path("read/<int:number>", article),
    path("greedy/", greedy),
    path("form/", with_form),
    path("me/", for_me),
    path("broken/", broken),
    path("elsewhere/", elsewhere),
    path("private/", private),
    path("newsroom/", include("wagtail.admin.urls")),  # which the house's middleware knows by name
]
