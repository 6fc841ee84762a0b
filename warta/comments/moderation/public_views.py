"""Two forms for readers: a complaint by anybody, and an author's appeal."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from warta.comments.models import Comment
from warta.comments.moderation.appealing import make_appeal, ruling_to_appeal
from warta.comments.moderation.complaining import file_complaint
from warta.comments.moderation.errors import Refused
from warta.comments.moderation.forms import AppealForm, ComplaintForm
from warta.comments.moderation.telling import OWN_COMMENTS
from warta.comments.reasons import reason_of
from warta.lib.addresses import shared_by_one_household
from warta.lib.crypto import normalised
from warta.lib.limits import Limit
from warta.limits.services import take_all
from warta.readers.models import User
from warta.readers.signing_in import address_of
from warta.theme.languages import current_code, here

# Somebody who is attacked in a thread complains about several comments; a machine about thousands.
PER_PLACE = Limit(10, seconds=3600, burst=5)
# Nobody's mailbox is to be filled with acknowledgements by others.
PER_CONTACT = Limit(6, seconds=86_400, burst=3)
# One comment needs no more than a few to be looked at at once; the rest can't push everything else down the queue.
PER_COMMENT = Limit(20, seconds=86_400, burst=10)
OVER_ALL = Limit(300, seconds=3600, burst=100)


@never_cache
@sensitive_post_parameters("contact", "words")
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest, pk: int) -> HttpResponse:
    """Complain about a public comment, without an account. A machine that fills in every field is thanked, too."""
    found = Comment.objects.public().select_related("thread__article", "author")
    comment = get_object_or_404(found.defer("thread__article__body", "thread__article__original"), pk=pk)
    form = ComplaintForm(request.POST or None)
    reference = ""
    if request.method == "POST" and form.is_valid():
        try:
            reference = _taken_in(request, comment, form)
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"comment": comment, "form": form, "reference": reference}
    return render(request, "comments/complain.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a second moderator to look at one's own refused comment. Somebody else's is as if there were none."""
    person = cast(User, request.user)
    comment = get_object_or_404(Comment.objects.select_related("thread__article"), pk=pk, author=person)
    ruling = ruling_to_appeal(comment)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and ruling is not None:
        if make_appeal(comment, by=person, words=form.cleaned_data["words"]):
            messages.success(request, _("A second moderator will look at it. You get a mail about it."))
        return redirect(here(OWN_COMMENTS))
    reason = reason_of(ruling.reason) if ruling else None
    context = {"comment": comment, "ruling": ruling, "reason": reason, "form": form, "back": here(OWN_COMMENTS)}
    return render(request, "comments/appeal.html", context)


class TooMany(Refused):
    def __init__(self) -> None:
        super().__init__(_("There were many complaints just now. Keep your words and send them again in an hour."))


def _taken_in(request: HttpRequest, comment: Comment, form: ComplaintForm) -> str:
    """The reference of the complaint. Raises TooMany, or Changed when the comment is public no longer."""
    data = form.cleaned_data
    wanted = [
        (f"complaint from {shared_by_one_household(address_of(request))}", PER_PLACE),
        (f"complaint by {normalised(data['contact'])}", PER_CONTACT),
        (f"complaint about {comment.pk}", PER_COMMENT),
        ("complaints", OVER_ALL),
    ]
    if take_all(wanted):
        raise TooMany
    if data["website"]:
        return "—"
    complaint = file_complaint(
        comment, reason=data["reason"], words=data["words"], contact=data["contact"], language=current_code()
    )
    return complaint.public_id[:8].upper()
