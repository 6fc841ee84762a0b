"""Campaigns in one's account: where one stands, what is missing, the receipt; and the private line on an article."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_cookie

from warta.campaigns.errors import CampaignTrouble
from warta.campaigns.models import Campaign, Entry
from warta.campaigns.models.campaign import in_language
from warta.campaigns.taking_part.appeals import LONGEST, make_appeal
from warta.campaigns.taking_part.entries import take_up_entry, withdraw_entry
from warta.campaigns.taking_part.queries import campaigns_inviting
from warta.campaigns.taking_part.reading import own_part, own_parts
from warta.campaigns.taking_part.receipts import receipt_bytes
from warta.campaigns.taking_part.services import agree
from warta.lib.limits import Limit
from warta.limits.services import take
from warta.readers import vault
from warta.readers.models import User

# Each act may write rows and a line of the audit log; nobody needs more.
ACTS = Limit(30, seconds=3600, burst=15)
Act = Callable[[HttpRequest, User, Campaign], None]


class AgreeForm(forms.Form):
    """Two things by themselves, as the law wants each agreement."""

    terms = forms.BooleanField(
        label=gettext_lazy("I agree to the terms of this campaign."),
        error_messages={"required": gettext_lazy("Without this nobody takes part.")},
    )
    use = forms.BooleanField(
        label=gettext_lazy("My profile may be used to see that each person takes part once, and to hand over a prize."),
        error_messages={"required": gettext_lazy("Without this nobody takes part. You can take it back at any time.")},
    )


class AppealForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Why the decision is wrong"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Somebody who did not decide before reads it. It is kept encrypted."),
    )  # fmt: skip


@never_cache
@login_required
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    parts = own_parts(_person(request))
    joined = {part.campaign.pk for part in parts}
    context = {"parts": parts, "open": [one for one in campaigns_inviting() if one.pk not in joined]}
    return render(request, "campaigns/account/campaigns.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Campaign.objects.public(), slug=slug)
    forms_shown = {"agree_form": AgreeForm(), "appeal_form": AppealForm()}
    if request.method == "POST":
        failed = _acted(request, shown)
        if failed is None:
            return redirect("account_campaign", slug=slug)
        forms_shown |= failed
    context = {"part": own_part(_person(request), shown), "campaign": shown, **_terms(shown), **forms_shown}
    return render(request, "campaigns/account/campaign.html", context)


@never_cache
@login_required
@require_safe
def receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """The file with which its holder, and nobody else, can show that the entry is theirs."""
    person = _person(request)
    entry = Entry.objects.select_related("campaign").filter(campaign__slug=slug, person=person).first()
    if entry is None:
        raise Http404
    try:
        data = receipt_bytes(entry, person)
    except vault.VaultClosed as closed:
        messages.error(request, str(closed))
        return redirect("account_campaign", slug=slug)
    response = HttpResponse(data, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="receipt-{slug}.json"'
    return response


@never_cache
@vary_on_cookie
@require_safe
def line(request: HttpRequest, slug: str) -> HttpResponse:
    """On an article: where the reader stands. Nothing for who is signed in no longer, or once it is over."""
    shown = Campaign.objects.running().filter(slug=slug).first()
    if shown is None or not isinstance(request.user, User):
        return HttpResponse()
    return render(request, "campaigns/account/line.html", {"part": own_part(request.user, shown), "campaign": shown})


def _terms(shown: Campaign) -> dict[str, object]:
    version = shown.terms_version
    if version is None:
        return {}
    path = f"{version.document.get_absolute_url()}{version.number}/"
    return {"terms_path": path, "terms_title": in_language(version, "title"), "version": version.number}


def _acted(request: HttpRequest, shown: Campaign) -> dict[str, forms.Form] | None:
    """Do what the button asks for. None: done or refused, and said so; else the form that has to be looked at."""
    person, act = _person(request), request.POST.get("act", "")
    form = {"agree": ("agree_form", AgreeForm), "appeal": ("appeal_form", AppealForm)}.get(act)
    bound = form[1](request.POST) if form else None
    if form and bound is not None and not bound.is_valid():
        return {form[0]: bound}
    if take(f"campaign acts of {person.public_id}", ACTS):
        messages.error(request, _("That was too often. Try again in some minutes."))
        return None
    try:
        words = _do(act, person, shown, text=bound.cleaned_data.get("text", "") if bound else "")
    except (CampaignTrouble, vault.VaultClosed) as trouble:
        messages.error(request, str(trouble) or _("That can't be done now."))
    else:
        messages.success(request, words)
    return None


def _do(act: str, person: User, shown: Campaign, *, text: str) -> str:
    """What to say when it was done. Raises CampaignTrouble."""
    if act == "agree":
        agree(person, shown, language=(get_language() or "id")[:5])
        return _("Thank you. That is noted.")
    if act == "withdraw":
        withdraw_entry(person, shown)
        return _("Your entry is withdrawn. Your comments stay.")
    if act == "take_up":
        take_up_entry(person, shown)
        return _("You take part again.")
    if act == "appeal":
        make_appeal(Entry.objects.get(campaign=shown, person=person), person, text)
        return _("Your appeal is on its way; the answer comes by mail and stands here.")
    raise Http404


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the decorators let nobody else in
    return request.user
