"""The pages of threads. Pressed, so that they know nobody: what is one's own comes by the overlay."""

from __future__ import annotations

from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from warta.articles.models import ArticlePage
from warta.articles.reading.contexts import Head, gone_page
from warta.comments.models import Comment, State
from warta.comments.reading.hashtags import normalised
from warta.comments.showing import queries
from warta.comments.showing.addresses import Spot, fragment_path, standing_path, thread_path
from warta.comments.showing.contexts import hashtag_context, leaf_of, thread_context
from warta.comments.showing.counting import COUNTS, recent_counts
from warta.press.marks import pressed, shows
from warta.theme.languages import bare_path, here


@pressed("page")
def thread(request: HttpRequest, article_id: str, order: str, number: str = "", root: str = "") -> HttpResponse:
    """One page of a thread. Another spelling of the article's address leads to its own."""
    article = _article(article_id)
    spot = _spot(order, number, root)
    if bare_path(request.path) != thread_path(article, spot):
        return _moved(article, thread_path(article, spot))
    if not article.is_public:
        return gone_page(request, article)
    context = _context(article, spot)
    head = Head(path=thread_path(article, spot), title=context["title"], description=context["description"])
    return render(request, "comments/thread_page.html", {**context, "head": head})


@pressed("fragment")
def fragment(request: HttpRequest, article_id: str, order: str, number: str = "", root: str = "") -> HttpResponse:
    """The same as a piece of a page."""
    article = _article(article_id)
    spot = _spot(order, number, root)
    if bare_path(request.path) != fragment_path(article, spot):
        return _moved(article, fragment_path(article, spot))
    if not article.is_public:
        raise Http404
    return render(request, "comments/thread.html", _context(article, spot))


@pressed("data")
def counts(request: HttpRequest) -> HttpResponse:
    shows(COUNTS)
    return JsonResponse(recent_counts())


@never_cache
@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """To the page on which the comment stands; its author also to what only they see."""
    found = Comment.objects.select_related("thread__article")
    comment = get_object_or_404(found.defer("thread__article__body", "thread__article__original"), pk=pk)
    if comment.state == State.PUBLISHED:
        return HttpResponseRedirect(here(standing_path(comment)))
    if request.user.is_authenticated and comment.author_id == request.user.pk:
        return HttpResponseRedirect(f"{reverse('own_comments')}#comment-{pk}")
    if comment.place is None:
        raise Http404
    article = comment.thread.article
    context = {"comment": comment, "article": article, "path": thread_path(article)}
    return render(request, "comments/taken_away.html", context, status=410)


@pressed("page")
def hashtag(request: HttpRequest, tag: str) -> HttpResponse:
    """The newest comments with a hashtag. One that nobody used is told as such, and not kept."""
    name = _tag_named(request, tag)
    if isinstance(name, HttpResponse):
        return name
    shows("site", f"hashtag:{name}")
    return _hashtag_page(request, name, before=None)


@never_cache
@require_safe
def older_of_hashtag(request: HttpRequest, tag: str, before: int) -> HttpResponse:
    """What was written before a comment. Not pressed: there are as many of these as there are comments."""
    name = _tag_named(request, tag)
    if isinstance(name, HttpResponse):
        return name
    return _hashtag_page(request, name, before=before)


def _hashtag_page(request: HttpRequest, tag: str, *, before: int | None) -> HttpResponse:
    context = hashtag_context(tag, before=before)
    return render(request, "comments/hashtag.html", context, status=200 if context["entries"] else 404)


def _tag_named(request: HttpRequest, tag: str) -> str | HttpResponse:
    """The tag as it is kept; another spelling of it leads there."""
    name = normalised(tag)
    if not name:
        raise Http404
    if name != tag:
        return HttpResponsePermanentRedirect(reverse("hashtag", args=[name]))
    return name


def _article(article_id: str) -> ArticlePage:
    articles: Any = ArticlePage.objects.filter(address_date__isnull=False)
    found: ArticlePage = get_object_or_404(articles.defer("body", "original"), pk=int(article_id))
    shows("site", f"article:{found.pk}")
    return found


def _spot(order: str, number: str, root: str) -> Spot:
    """Raises Http404 for a page that could never be."""
    chosen = int(number) if number else (None if order == "newest" else 1)
    if order == "best" and chosen is not None and chosen > queries.BEST_PAGES:
        raise Http404
    return Spot(order, chosen, int(root) if root else None)


def _moved(article: ArticlePage, path: str) -> HttpResponse:
    shows(f"article:{article.pk}")
    return HttpResponsePermanentRedirect(here(path))


def _context(article: ArticlePage, spot: Spot) -> dict[str, Any]:
    leaf, thread = leaf_of(article, spot)
    if leaf is None:
        raise Http404
    shows(f"thread:{article.pk}", *leaf.tags)
    return thread_context(article, thread, spot, leaf)
