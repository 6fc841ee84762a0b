"""Wagtail's views of articles, where the newsroom's ways differ."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.rich_text import RichText

from warta.articles.newsroom.forms import ArticleForm, WithdrawForm
from warta.articles.publishing.withdrawing import withdraw

LISTING = "newsroom_articles:index"


class _ByHand:
    """Tells the form whether a person or the autosave saves, and leads back to the articles."""

    request: HttpRequest
    next_url: str
    expects_json_response: bool

    def form_valid(self, form: ArticleForm) -> HttpResponseBase:
        form.is_by_hand = not self.expects_json_response
        response: HttpResponseBase = super().form_valid(form)  # type: ignore[misc]
        if form.notes:
            messages.info(self.request, " ".join(form.notes))
        return response

    def redirect_away(self) -> HttpResponse:
        return redirect(self.next_url or LISTING)


class ArticleCreateView(_ByHand, CreateView):
    def get(self, request: HttpRequest) -> HttpResponseBase:
        self.page.body = [("paragraph", RichText(""))]  # one begins by writing, not by choosing a block
        response: HttpResponseBase = super().get(request)
        return response


class ArticleEditView(_ByHand, EditView):
    pass


class WithdrawView(UnpublishView):
    """Takes Wagtail's place for "unpublish": an article leaves the site only with a public reason."""

    template_name = "articles/newsroom/withdraw.html"
    page_title = gettext_lazy("Withdraw")
    success_message = gettext_lazy("“%(page_title)s” was withdrawn.")

    @cached_property
    def form(self) -> WithdrawForm:
        return WithdrawForm(self.request.POST or None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.form.is_valid():
            response: HttpResponseBase = self.render_to_response(self.get_context_data())
            return response
        answered: HttpResponseBase = super().post(request, *args, **kwargs)
        return answered

    def unpublish(self) -> None:
        withdraw(self.object.pk, reason=self.form.cleaned_data["reason"], user=self.request.user)

    def get_next_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or reverse(LISTING)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "form": self.form}
