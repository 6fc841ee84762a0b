"""How a person is reached: what there is, and a page for each way to change it, after a proof."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from warta.readers import vault
from warta.readers.accounts.next_page import next_path
from warta.readers.accounts.proving import recently_proven
from warta.readers.contacts import addresses, phone, telegram
from warta.readers.contacts.drawing import qr_code
from warta.readers.contacts.forms import AddressForm, CodeForm, PhoneForm
from warta.readers.models import User
from warta.readers.vault_fields import PHONE

Act = Callable[[HttpRequest, User], HttpResponseBase]
REFUSALS = (addresses.AddressRefused, phone.PhoneRefused, telegram.LinkRefused)


@never_cache
@require_safe
@login_required
def contacts(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    number = vault.own_value(person, PHONE)
    context = {
        "address": person.email,
        "phone": phone.masked_phone(number),
        "is_confirmed": vault.kept_fields(person).get(PHONE.name, False),
        "telegram": telegram.linked_account(person),
        "has_telegram": bool(settings.TELEGRAM_TOKEN),
    }
    return render(request, "readers/contacts/contacts.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@recently_proven()
def change_address(request: HttpRequest) -> HttpResponseBase:
    acts: dict[str, Act] = {"begin": _begin_address, "finish": _finish_address}
    return _done(request, acts) or _address_page(request)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@recently_proven()
def change_phone(request: HttpRequest) -> HttpResponseBase:
    acts: dict[str, Act] = {
        "begin": _begin_phone, "finish": _finish_phone, "call_off": _call_off_phone, "remove": _remove_phone,
    }  # fmt: skip
    return _done(request, acts) or _phone_page(request)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@recently_proven()
def change_telegram(request: HttpRequest) -> HttpResponseBase:
    acts: dict[str, Act] = {
        "begin": _begin_link, "confirm": _confirm_link, "call_off": _call_off_link, "unlink": _unlink,
    }  # fmt: skip
    return _done(request, acts) or _telegram_page(request)


def _done(request: HttpRequest, acts: Mapping[str, Act]) -> HttpResponseBase | None:
    """What the form's button asks for; None: to be shown the page."""
    act = acts.get(request.POST.get("act", ""))
    return act(request, _person(request)) if request.method == "POST" and act else None


def _begin_address(request: HttpRequest, person: User) -> HttpResponseBase:
    form = AddressForm(request.POST)
    if _tried(form, "address", lambda text: addresses.begin_change(person, text, request=request)):
        return redirect("account_address")
    return _address_page(request, form)


def _finish_address(request: HttpRequest, person: User) -> HttpResponseBase:
    form = CodeForm(request.POST)
    if _tried(form, "code", lambda text: addresses.finish_change(person, text, request=request)):
        messages.success(request, _("Your e-mail address is changed. The one before was told."))
        return redirect("account_contacts")
    return _address_page(request, form)


def _address_page(request: HttpRequest, form: forms.Form | None = None) -> HttpResponse:
    person = _person(request)
    new = addresses.address_under_way(person, request)
    form = form or (CodeForm() if new else AddressForm())
    context = {"form": form, "new": new, "address": person.email, "has_code": isinstance(form, CodeForm)}
    return render(request, "readers/contacts/address.html", context)


def _begin_phone(request: HttpRequest, person: User) -> HttpResponseBase:
    form = PhoneForm(request.POST)
    if _tried(form, "phone", lambda text: phone.begin_check(person, text, request=request)):
        return redirect(request.get_full_path())
    return _phone_page(request, form)


def _finish_phone(request: HttpRequest, person: User) -> HttpResponseBase:
    form = CodeForm(request.POST)
    if _tried(form, "code", lambda text: phone.finish_check(person, text, request=request)):
        messages.success(request, _("Your phone number is confirmed."))
        return redirect(next_path(request) or "account_contacts")
    return _phone_page(request, form)


def _call_off_phone(request: HttpRequest, person: User) -> HttpResponseBase:
    phone.call_off_check(person)
    return redirect(request.get_full_path())


def _remove_phone(request: HttpRequest, person: User) -> HttpResponseBase:
    if phone.remove_phone(person, request=request):
        messages.success(request, _("Your phone number was taken out."))
    return redirect("account_contacts")


@sensitive_variables()
def _phone_page(request: HttpRequest, form: forms.Form | None = None) -> HttpResponse:
    person = _person(request)
    new = phone.number_under_way(person)
    form = form or (CodeForm() if new else PhoneForm())
    context = {
        "form": form, "new": new, "phone": phone.masked_phone(vault.own_value(person, PHONE)),
        "has_code": isinstance(form, CodeForm), "minutes": phone.MINUTES,
        "way": phone.way_of_code(person), "address": person.email,
    }  # fmt: skip
    return render(request, "readers/contacts/phone.html", context)


def _begin_link(request: HttpRequest, person: User) -> HttpResponseBase:
    """The token is in this answer and nowhere else: not in the session, not in an address of ours."""
    try:
        link = telegram.begin_link(person)
    except telegram.LinkRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("account_telegram")
    return _telegram_page(request, link=link)


def _confirm_link(request: HttpRequest, person: User) -> HttpResponseBase:
    try:
        telegram.confirm_link(person, request.POST.get("claim", ""), request=request)
    except telegram.LinkRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("account_telegram")
    messages.success(request, _("Telegram is linked to your account."))
    return redirect("account_contacts")


def _call_off_link(request: HttpRequest, person: User) -> HttpResponseBase:
    telegram.call_off_link(person)
    return redirect("account_telegram")


def _unlink(request: HttpRequest, person: User) -> HttpResponseBase:
    if telegram.unlink(person, request=request):
        messages.success(request, _("Telegram is unlinked."))
    return redirect("account_contacts")


def _telegram_page(request: HttpRequest, *, link: str = "") -> HttpResponse:
    person = _person(request)
    context = {
        "link": link, "code": qr_code(link) if link else "", "claim": telegram.link_under_way(person),
        "is_begun": telegram.is_begun(person), "linked": telegram.linked_account(person), "minutes": telegram.MINUTES,
        "has_telegram": bool(settings.TELEGRAM_TOKEN),
    }  # fmt: skip
    return render(request, "readers/contacts/telegram.html", context)


def _tried(form: forms.Form, field: str, work: Callable[[str], Any]) -> bool:
    """Whether the form was whole and the service took it; what it says otherwise stands at the field."""
    if not form.is_valid():
        return False
    try:
        work(form.cleaned_data[field])
    except REFUSALS as refusal:
        form.add_error(field, str(refusal))
        return False
    return True


def _person(request: HttpRequest) -> User:
    person = request.user
    if not isinstance(person, User):
        raise TypeError("the view must be guarded")
    return person
