"""The rules of the site for comments, and what the question before sending changes."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_required

from warta.audit.services import record
from warta.comments.models import CommentRules
from warta.comments.models.rules import ONLY_ROW
from warta.comments.moderation.permissions import MODERATE
from warta.comments.moderation.queue import counts
from warta.comments.writing.knowledge import forget_kept, read_rules
from warta.comments.writing.measuring import nudges_measured
from warta.readers.models import User


class RulesForm(forms.ModelForm[CommentRules]):
    class Meta:
        model = CommentRules
        fields = (
            "closes_after_days", "nudge_from", "hold_from", "holdout_percent", "trust_from", "first_held",
            "most_links", "guidelines_id", "guidelines_en",
        )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MODERATE)
def rules(request: HttpRequest) -> HttpResponse:
    """Takes effect in every process within two seconds."""
    form = RulesForm(request.POST or None, instance=read_rules())
    if request.method == "POST" and form.is_valid():
        _keep(form, request)
        messages.success(request, _("Saved."))
        return redirect("comment_rules")
    title = _("Rules for comments")
    context = {"title": title, "header_title": title, "tab": "rules", "counts": counts(), "form": form}
    return render(request, "comments/newsroom/rules.html", context | {"measured": nudges_measured()})


def _keep(form: RulesForm, request: HttpRequest) -> None:
    assert isinstance(request.user, User)  # noqa: S101 - the newsroom's door stands before
    with transaction.atomic():
        kept = form.save(commit=False)
        kept.pk = ONLY_ROW
        kept.save()
        record("comments.rules_changed", actor=request.user.public_id, facts={"fields": sorted(form.changed_data)})
    forget_kept()
