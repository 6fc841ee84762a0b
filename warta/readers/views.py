"""Personal data of a member, read by who may and says why."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from warta.readers import vault
from warta.readers.forms import OF_MEMBERS, ReasonForm
from warta.readers.models import User


@never_cache
def personal_data(request: HttpRequest, public_id: str) -> HttpResponse:
    """A question first; the data only in answer to a reason, which the audit log keeps."""
    reader = request.user
    if not isinstance(reader, User) or not reader.has_perm(vault.READ_PERMISSION):
        raise PermissionDenied
    person = get_object_or_404(User, public_id=public_id, is_staff=True)
    form = ReasonForm(request.POST or None)
    values, failure = [], ""
    if form.is_valid():
        try:
            values = _values(person, by=reader, reason=form.cleaned_data["reason"])
        except vault.VaultClosed as closed:
            failure = str(closed)
    context = {"person": person, "form": form, "values": values, "failure": failure}
    return render(request, "readers/personal_data.html", context)


def _values(person: User, *, by: User, reason: str) -> list[tuple[str, str]]:
    labels = {"full_name": _("Full name"), "phone": _("Phone")}
    return [(labels[field.name], vault.read(person, field, by=by, reason=reason)) for field in OF_MEMBERS]
