"""The pages readers see. Each asks one query module, notes what it shows, and renders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import resolve

from warta.articles import queries
from warta.articles.models import ArticlePage, ArticleQuerySet, Author, FrontPage, Named, Outlet, SectionPage, Topic
from warta.articles.pictures.sizes import FACE, picture
from warta.articles.reading.article import article_for_reading
from warta.articles.reading.contexts import (
    Head,
    article_page,
    cards_shown,
    gone_page,
    home_context,
    newest_cards,
    section_context,
)
from warta.articles.reading.fronts import home_front, section_front
from warta.articles.reading.listings import Listing, archive_of, month_listing, newest_listing
from warta.press.marks import pressed, shows
from warta.theme.languages import bare_path, here


@pressed("page")
def home(request: HttpRequest) -> HttpResponse:
    front_id = FrontPage.objects.values_list("pk", flat=True).first()
    front = home_front(queries.curated_slots(front_id) if front_id else [])
    cards_shown(front.cards)
    shows("site", "list:home")
    return render(request, "articles/home.html", home_context(front))


@pressed("page")
def section(request: HttpRequest, slug: str) -> HttpResponse:
    found = SectionPage.objects.live().filter(slug=slug).first()
    if found is None:
        return old_address(request)
    front = section_front(found, queries.curated_slots(found.pk))
    cards_shown(front.cards)
    shows("site", f"section:{found.pk}", f"list:section:{found.pk}")
    return render(request, "articles/section.html", section_context(front))


@pressed("page")
def article(request: HttpRequest, article_id: str) -> HttpResponse:
    found = article_for_reading(int(article_id))
    is_at_its_place = found is not None and bare_path(request.path) == _address_once_public(found)
    if found is None or not is_at_its_place:
        return _moved(request, found)
    shows(f"article:{found.pk}")
    if found.is_public:
        return article_page(request, found)
    return gone_page(request, found)


def _address_once_public(article: ArticlePage) -> str | None:
    """None for what was never public: it has no address yet."""
    return article.address if article.address_date else None


def _moved(request: HttpRequest, named: ArticlePage | None) -> HttpResponse:
    """Another spelling of an article's address, an address it had before, or none."""
    before = queries.article_at_old_address(bare_path(request.path))
    target = before or named
    if target is None or target.address_date is None:
        raise Http404
    shows(f"article:{target.pk}")
    return HttpResponsePermanentRedirect(here(target.address))


@pressed("page")
def topic(request: HttpRequest, slug: str, year: str = "", month: str = "") -> HttpResponse:
    return _listing_page(request, get_object_or_404(Topic, slug=slug), queries.articles_of_topic, year, month)


@pressed("page")
def author(request: HttpRequest, slug: str, year: str = "", month: str = "") -> HttpResponse:
    found = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    return _listing_page(
        request, found, queries.articles_of_author, year, month, portrait=picture(found.portrait, FACE, alt=found.name)
    )


@pressed("page")
def source(request: HttpRequest, slug: str, year: str = "", month: str = "") -> HttpResponse:
    return _listing_page(request, get_object_or_404(Outlet, slug=slug), queries.articles_of_outlet, year, month)


def _listing_page(
    request: HttpRequest,
    named: Named,
    articles_of: Callable[[Any], ArticleQuerySet],
    year: str,
    month: str,
    **more: Any,
) -> HttpResponse:
    """What has a name and a list of articles by date. An empty month is 404, an empty list is not."""
    kind = str(named._meta.model_name)
    listing = _listing(articles_of(named), year, month)
    cards_shown(card for day in listing.days for card in day.cards)
    shows("site", f"{kind}:{named.pk}", f"list:{kind}:{named.pk}")
    head = Head(path=_path_of(named, listing), title=named.name, description=_description_of(named))
    return render(request, f"articles/{kind}.html", {kind: named, "listing": listing, "head": head, **more})


def _listing(articles: ArticleQuerySet, year: str, month: str) -> Listing:
    if not year:
        return newest_listing(articles)
    listing = month_listing(articles, _day(year, month, "1"))
    if not listing.days:
        raise Http404
    return listing


def _path_of(named: Named, listing: Listing) -> str:
    path: str = named.get_absolute_url()
    return f"{path}{listing.month:%Y/%m}/" if listing.month else path


def _description_of(named: Named) -> str:
    return getattr(named, "description", "") or getattr(named, "biography", "")


@pressed("page")
def archive(request: HttpRequest, year: str, month: str, day: str) -> HttpResponse:
    shown = archive_of(_day(year, month, day))
    if not shown.groups:
        raise Http404
    cards_shown(card for _section, cards in shown.groups for card in cards)
    shows("site", *shown.watched)
    return render(request, "articles/archive.html", {"archive": shown, "head": Head(path=shown.path)})


def _day(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Http404


@pressed("page")
def old_address(request: HttpRequest) -> HttpResponse:
    """Any other address: one that an article had before, one that lacks its last slash, or none."""
    path = bare_path(request.path)
    if found := queries.article_at_old_address(path):
        return _moved(request, found)
    if not path.endswith("/") and resolve(f"{request.path}/").func is not old_address:
        return HttpResponsePermanentRedirect(f"{request.path}/")
    raise Http404


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Also answers what has no address of its own below a language."""
    return render(request, "404.html", {"related": newest_cards()}, status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"related": newest_cards()}, status=403)
