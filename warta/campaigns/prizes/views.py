"""A winner's own pages: claim the prize, see the voucher, be named otherwise, or leave the prize to the next."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from warta.campaigns.errors import CampaignTrouble
from warta.campaigns.models import Campaign, ShownName, Voucher, Win, WinState
from warta.campaigns.models.campaign import in_language
from warta.campaigns.prizes import claiming
from warta.campaigns.prizes.forms import ClaimForm, NameForm
from warta.campaigns.prizes.passing import can_pass_by, decline
from warta.campaigns.prizes.queries import own_win
from warta.campaigns.prizes.sealed_reasons import WITHDRAWN, reasons_of
from warta.campaigns.taking_part.words import Lack, lacks_of
from warta.lib.clock import now
from warta.lib.limits import Limit
from warta.limits.services import take
from warta.readers import vault
from warta.readers.accounts.next_page import page_with_next
from warta.readers.accounts.proving import is_proven, person_of, recently_proven

ACTS = Limit(60, seconds=3600, burst=20)


@dataclass(frozen=True)
class WinReading:
    """A win for its winner's eyes. `phase`: won, waits, handed_over, expired, passed_on."""

    win: Win
    voucher: Voucher | None = None

    @property
    def phase(self) -> str:
        if self.win.state == WinState.TOLD:
            return "won" if self.win.deadline > now() else "expired"
        return {WinState.CLAIMED: "waits", WinState.HANDED_OVER: "handed_over"}.get(
            WinState(self.win.state), "passed_on"
        )

    @property
    def reason(self) -> str:
        found = reasons_of(self.win.campaign).get(self.win.reason)
        return found.words if found else self.win.reason

    @property
    def can_be_declined(self) -> bool:
        return self.phase in ("won", "waits") and can_pass_by(self.win.campaign, WITHDRAWN)

    @property
    def name_form(self) -> NameForm:
        initial = {"shown_as": self.win.shown_as}
        return NameForm(person=self.win.entry.person, code=self.win.entry.code, initial=initial)  # type: ignore[arg-type]


@require_http_methods(["GET", "HEAD", "POST"])
@recently_proven()
def claim(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The one page of a prize, after a proof. Whoever did not win here finds nothing."""
    win = _own(request, slug)
    if request.method != "POST":
        return _page(request, win)
    form = ClaimForm(request.POST, person=person_of(request), code=win.entry.code)
    if win.state == WinState.TOLD and not form.is_valid():
        return _page(request, win, form=form)
    if _too_often(request):
        return redirect("claim_prize", slug=slug)
    return _claimed(request, win, form)


@require_http_methods(["GET", "HEAD", "POST"])
@recently_proven()
@sensitive_variables("code")
def voucher(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The code, in this one answer. The first time the proof of the claim will do; each later one needs a new one."""
    win = _own(request, slug)
    if request.method != "POST":
        return redirect("claim_prize", slug=slug)
    held = Voucher.objects.filter(win=win).first()
    if held is None:
        raise Http404
    if held.revealed_at is not None and not is_proven(request, int((now() - held.revealed_at).total_seconds())):
        return redirect(page_with_next("account_reauthenticate", _path(request, slug)))
    if _too_often(request):
        return redirect("claim_prize", slug=slug)
    try:
        code = claiming.show_voucher(person_of(request), win, request=request)
    except claiming.NotYours:
        raise Http404 from None
    except CampaignTrouble as trouble:
        messages.error(request, str(trouble))
        return redirect("claim_prize", slug=slug)
    return _page(request, win, code=code)


@require_http_methods(["GET", "HEAD", "POST"])
@recently_proven()
def named(request: HttpRequest, slug: str) -> HttpResponseBase:
    win = _own(request, slug)
    if request.method != "POST":
        return redirect("claim_prize", slug=slug)
    form = NameForm(request.POST, person=person_of(request), code=win.entry.code)
    if not form.is_valid() or _too_often(request):
        messages.error(request, _("Choose one of the names."))
    else:
        claiming.rename(person_of(request), win, form.wanted)
        messages.success(request, _("The list of winners names you as you wish."))
    return redirect("claim_prize", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@recently_proven()
def declined(request: HttpRequest, slug: str) -> HttpResponseBase:
    """With the tick; it can't be taken back."""
    win = _own(request, slug)
    if request.method != "POST":
        return redirect("claim_prize", slug=slug)
    if request.POST.get("sure") != "yes":
        messages.error(request, _("Tick that you are sure; then press the button again."))
        return redirect("claim_prize", slug=slug)
    try:
        decline(person_of(request), win)
    except CampaignTrouble as trouble:
        messages.error(request, str(trouble))
    return redirect("claim_prize", slug=slug)


def _claimed(request: HttpRequest, win: Win, form: ClaimForm) -> HttpResponseBase:
    slug = win.campaign.slug
    try:
        wanted = form.wanted if form.is_valid() else ShownName(win.shown_as)
        claiming.claim(person_of(request), win, shown_as=wanted, request=request)
    except claiming.Lacking as lacking:
        return _page(request, win, form=form, lacks=lacks_of(win.campaign, lacking.names))
    except claiming.NotYours:
        raise Http404 from None
    except (CampaignTrouble, vault.VaultClosed) as trouble:
        messages.error(request, str(trouble))
    return redirect("claim_prize", slug=slug)


def _page(
    request: HttpRequest, win: Win, *, form: ClaimForm | None = None, lacks: list[Lack] | None = None, code: str = ""
) -> HttpResponse:
    held = Voucher.objects.filter(win=win).first()
    context = {
        "reading": WinReading(win, held), "win": win, "campaign": win.campaign, "voucher": held, "code": code,
        "form": form or ClaimForm(person=person_of(request), code=win.entry.code),
        "lacks": lacks or [], **_terms(win.campaign),
    }  # fmt: skip
    return render(request, "campaigns/prizes/claim.html", context)


def _terms(campaign: Campaign) -> dict[str, str]:
    version = campaign.terms_version
    if version is None:
        return {}
    path = f"{version.document.get_absolute_url()}{version.number}/"
    return {"terms_path": path, "terms_title": in_language(version, "title")}


def _own(request: HttpRequest, slug: str) -> Win:
    """Somebody else's is as if there were none."""
    win = own_win(person_of(request), slug)
    if win is None:
        raise Http404
    return win


def _too_often(request: HttpRequest) -> bool:
    wait = take(f"prize acts of {person_of(request).public_id}", ACTS)
    if wait:
        messages.error(request, _("That was too often. Try again in some minutes."))
    return bool(wait)


def _path(request: HttpRequest, slug: str) -> str:
    """The page of the prize, from the address of one of its acts."""
    return request.path.partition(f"/{slug}/")[0] + f"/{slug}/claim/"
