"""The terms in the newsroom: drafts, and publishing them as the next version after a look at what changes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.viewsets.model import ModelViewSet

from warta.lib.clock import now
from warta.readers.models import TermsDocument, TermsVersion, User
from warta.readers.terms.periods import PERIODS_MARK, SITE_MARK
from warta.readers.terms.publishing import NothingToPublish, keep_draft, publish, text_of
from warta.readers.terms.text import Line, compared
from warta.theme.languages import CODES

MAY_PUBLISH = "readers.publish_terms"
MARKS = gettext_lazy(
    "A blank line ends a paragraph. “## ” begins a heading, “- ” a line of a list. %(site)s becomes the site's name, "
    "and %(periods)s the list of how long what is kept, both when you publish."
)


class DraftForm(WagtailAdminModelForm):
    """A draft. What another has saved meanwhile is never overwritten unseen."""

    seen_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["seen_at"].initial = self.instance.changed_at.isoformat()
            if "slug" in self.fields and self.instance.versions.exists():
                self.fields["slug"].disabled = True  # readers and receipts know it by this address

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        stands = TermsDocument.objects.filter(pk=self.instance.pk).values_list("changed_at", flat=True).first()
        if stands and cleaned.get("seen_at") and cleaned["seen_at"] != stands.isoformat():
            raise forms.ValidationError(
                _("Somebody saved this draft while you wrote. Copy your text, open the page anew, and put it in there.")
            )
        return cleaned


class _Keeping:
    """Saving goes through the service, which leaves an audit entry."""

    def save_instance(self) -> TermsDocument:
        document: TermsDocument = self.form.save(commit=False)  # type: ignore[attr-defined]
        keep_draft(document, by=self.request.user.public_id)  # type: ignore[attr-defined]
        return document


class DraftCreateView(_Keeping, CreateView):
    pass


class DraftEditView(_Keeping, EditView):
    def get_success_url(self) -> str:
        if self.request.user.has_perm(MAY_PUBLISH) and "publish" in self.request.POST:
            return reverse("publish_terms", args=[self.object.pk])
        return str(super().get_success_url())


class DraftDeleteView(DeleteView):
    """A draft that was never published may go; what readers agreed to stays."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.get_object().versions.exists():
            messages.error(request, _("What was published stays: readers have agreed to it. Publish a new version."))
            return redirect("terms:index")
        return super().dispatch(request, *args, **kwargs)


class TermsViewSet(ModelViewSet):
    model = TermsDocument
    icon = "doc-full-inverse"
    menu_label = gettext_lazy("Terms and privacy")
    menu_order = 260
    add_to_settings_menu = True
    url_prefix = "terms"
    add_view_class = DraftCreateView
    edit_view_class = DraftEditView
    delete_view_class = DraftDeleteView
    copy_view_enabled = False
    inspect_view_enabled = False
    edit_template_name = "readers/newsroom/terms_edit.html"
    search_fields = ()
    list_display = (
        "slug", "title_id",
        Column("published", label=gettext_lazy("Published"), accessor=lambda one: published_words(one)),
        DateColumn("changed_at", label=gettext_lazy("Draft changed")),
    )  # fmt: skip
    edit_handler = ObjectList([
        HelpPanel(content=MARKS % {"site": SITE_MARK, "periods": PERIODS_MARK}),
        FieldPanel("slug"),
        MultiFieldPanel([FieldPanel("title_id"), FieldPanel("body_id")], heading=gettext_lazy("Indonesian")),
        MultiFieldPanel([FieldPanel("title_en"), FieldPanel("body_en")], heading=gettext_lazy("English")),
        FieldPanel("position"),
        FieldPanel("seen_at"),
    ], base_form_class=DraftForm)  # fmt: skip

    @cached_property
    def name(self) -> str:
        return "terms"


class PublishForm(forms.Form):
    change_id = forms.CharField(label=gettext_lazy("What changed, in Indonesian"), max_length=300, required=False)
    change_en = forms.CharField(label=gettext_lazy("What changed, in English"), max_length=300, required=False)
    is_material = forms.BooleanField(
        label=gettext_lazy("The matter changed: ask everybody again who agreed"), required=False, initial=True,
        help_text=gettext_lazy("Leave it out only for a slip of the pen."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def publish_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """What the next version would change, then the press of a button."""
    if not isinstance(request.user, User) or not request.user.has_perm(MAY_PUBLISH):
        raise PermissionDenied
    document = get_object_or_404(TermsDocument, pk=pk)
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = publish(document, by=request.user.public_id, **form.cleaned_data)
        except NothingToPublish as nothing:
            messages.error(request, str(nothing))
        else:
            messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
            return redirect("terms:index")
    last = document.versions.order_by("-number").first()
    context = {
        "document": document, "form": form, "last": last, "texts": _differences(document, last),
        "breadcrumbs_items": _crumbs(document), "moment": now(),
    }  # fmt: skip
    return render(request, "readers/newsroom/terms_publish.html", context)


def publishing_urls() -> list[URLPattern]:
    return [path("terms/<int:pk>/publish/", publish_terms, name="publish_terms")]


def published_words(document: TermsDocument) -> str:
    """Which version readers see."""
    last = document.versions.order_by("-number").first()
    return _("version %(number)s") % {"number": last.number} if last else _("not yet")


def _differences(document: TermsDocument, last: TermsVersion | None) -> list[tuple[str, list[Line]]]:
    said = text_of(document)
    texts = []
    for code in CODES:
        before = f"## {getattr(last, f'title_{code}')}\n\n{getattr(last, f'body_{code}')}" if last else ""
        texts.append((code, compared(before, f"## {said[f'title_{code}']}\n\n{said[f'body_{code}']}")))
    return texts


def _crumbs(document: TermsDocument) -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("terms:index"), "label": _("Terms and privacy")},
        {"url": reverse("terms:edit", args=[document.pk]), "label": document.slug},
        {"url": "", "label": _("Publish")},
    ]
