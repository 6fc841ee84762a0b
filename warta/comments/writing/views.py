"""Writing, changing and deleting one's own comment. Works without JavaScript; what was written is never lost.

With the header `X-Fragment` the answer is the part of the page alone: the form again, or what became of the comment.
"""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from warta.articles.models import ArticlePage
from warta.comments.models import Comment, State
from warta.comments.writing import services
from warta.comments.writing.errors import NoSuchThread, NotTaken
from warta.comments.writing.forms import NewCommentForm, WrittenForm
from warta.comments.writing.knowledge import rules_of_site
from warta.comments.writing.pages import Writing, guidelines_of, pieces_asked_about, reasons_for_author
from warta.comments.writing.services import Asked, Sent
from warta.lib.ids import number_of_row
from warta.readers.models import User
from warta.readers.signing_in import address_of
from warta.theme.languages import here

log = logging.getLogger(__name__)
UNSENT = "unsent_comment"  # in the session of who was signed out meanwhile: what they wrote waits there
SENT_AT = "comment_sent"


@never_cache
@sensitive_post_parameters("text")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponseBase:
    """The form, and what it brings. Who is not signed in is led there and back, with what they wrote."""
    if request.method != "POST":
        return _form(request) if request.user.is_authenticated else redirect_to_login(request.get_full_path())
    form = NewCommentForm(request.POST)
    if not form.is_valid():
        raise Http404
    sent = form.sent()
    if not request.user.is_authenticated:
        return _keep_until_signed_in(request, sent)
    try:
        outcome = services.write_comment(_person(request), sent, address=address_of(request))
    except NoSuchThread:
        raise Http404 from None
    except NotTaken as error:
        return _again(request, sent, trouble=str(error))
    except (DatabaseError, OSError):
        log.exception("a comment was not written")
        return _again(request, sent, trouble=_not_now(), status=503)
    return _again(request, sent, asked=outcome) if isinstance(outcome, Asked) else _done(request, outcome)


@never_cache
@sensitive_post_parameters("text")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    comment = _own(request, pk)
    if request.method != "POST":
        return _edit_page(request, comment, comment.text, trouble="")
    form = WrittenForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    try:
        changed = services.edit_comment(comment, text, person=_person(request), address=address_of(request))
    except NoSuchThread:
        raise Http404 from None
    except NotTaken as error:
        return _edit_page(request, comment, text, trouble=str(error))
    except (DatabaseError, OSError):
        log.exception("a comment was not changed")
        return _edit_page(request, comment, text, trouble=_not_now(), status=503)
    return _done(request, changed)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Asks first; deleting twice is the same as once."""
    comment = _own(request, pk, also_deleted=True)
    if request.method == "POST":
        services.delete_own(comment)
        return redirect(here(comment.thread.article.get_absolute_url()))
    return render(request, "comments/writing/delete.html", {"comment": comment, "article": comment.thread.article})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD"])
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of one's comment."""
    return _render(request, "sent", _outcome(_own(request, pk)))


def _form(request: HttpRequest) -> HttpResponse:
    article = _article(number_of_row(request.GET.get("article", "")))
    kept = request.session.get(UNSENT) or {}
    text = kept.get("text", "") if kept.get("article") == article.pk else ""
    reply_to = _answered(number_of_row(request.GET.get("reply_to", "")), article)
    return _write_page(request, Writing(article, text, reply_to=reply_to, guidelines=_guidelines()))


def _again(
    request: HttpRequest, sent: Sent, *, trouble: str = "", asked: Asked | None = None, status: int = 200
) -> HttpResponse:
    """The form with everything that was in it."""
    article = _article(sent.article_id)
    page = Writing(
        article, asked.text if asked else sent.text, token=sent.token, reply_to=_answered(sent.reply_to, article),
        trouble=trouble, pieces=pieces_asked_about(asked) if asked else (), guidelines=_guidelines(),
    )  # fmt: skip
    return _write_page(request, page, status=status)


def _write_page(request: HttpRequest, page: Writing, *, status: int = 200) -> HttpResponse:
    return _render(request, "write", {"page": page, "article": page.article}, status=status)


def _edit_page(request: HttpRequest, comment: Comment, text: str, *, trouble: str, status: int = 200) -> HttpResponse:
    page = Writing(comment.thread.article, text, trouble=trouble, editing=comment, guidelines=_guidelines())
    is_late = not services.is_editable(comment)
    return _render(request, "write", {"page": page, "article": page.article, "is_late": is_late}, status=status)


def _done(request: HttpRequest, comment: Comment) -> HttpResponse:
    if UNSENT in request.session:
        del request.session[UNSENT]
    if "X-Fragment" in request.headers:
        return _render(request, "sent", _outcome(comment))
    return redirect(SENT_AT, pk=comment.pk)


def _outcome(comment: Comment) -> dict[str, Any]:
    return {
        "comment": comment, "article": comment.thread.article, "is_public": comment.state == State.PUBLISHED,
        "is_held": comment.state == State.HELD, "reasons": reasons_for_author(comment),
        "is_editable": services.is_editable(comment),
    }  # fmt: skip


def _render(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    template = f"comments/writing/{'parts/' if 'X-Fragment' in request.headers else ''}{name}.html"
    return render(request, template, context, status=status)


def _keep_until_signed_in(request: HttpRequest, sent: Sent) -> HttpResponse:
    request.session[UNSENT] = {"article": sent.article_id, "text": sent.text}
    back = {"article": sent.article_id} | ({"reply_to": sent.reply_to} if sent.reply_to else {})
    return redirect_to_login(f"{reverse('write_comment')}?{urlencode(back)}")


def _article(article_id: int | None) -> ArticlePage:
    return get_object_or_404(ArticlePage.objects.public().defer("body", "original"), pk=article_id)


def _answered(comment_id: int | None, article: ArticlePage) -> Comment | None:
    if comment_id is None:
        return None
    return Comment.objects.public().filter(pk=comment_id, thread=article.pk).select_related("author").first()


def _own(request: HttpRequest, pk: int, *, also_deleted: bool = False) -> Comment:
    """Somebody else's, and what is gone, is not found."""
    comments = Comment.objects.select_related("thread__article").defer("thread__article__body")
    gone = (State.ERASED,) if also_deleted else (State.ERASED, State.DELETED)
    return get_object_or_404(comments.exclude(state__in=gone), pk=pk, author=_person(request))


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - login_required stands before
    return request.user


def _guidelines() -> str:
    return guidelines_of(rules_of_site.value())


def _not_now() -> str:
    return _("It could not be saved just now. What you wrote stays here: send it again in a moment.")
