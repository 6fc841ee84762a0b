"""What a pressed page shows to those who are signed in, and to nobody else: the account's menu."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.models import Page

from warta.lib.ids import number_of_row
from warta.readers.models import User
from warta.theme.languages import here
from warta.theme.regions import Filling


@dataclass(frozen=True)
class AccountMenu:
    """`edit` is the address at which the article shown can be edited; "" for who may not."""

    name: str
    is_member: bool
    edit: str


def menu_for(request: HttpRequest) -> AccountMenu:
    """Of the person who asks; raises AttributeError for nobody."""
    person = request.user
    assert isinstance(person, User)  # noqa: S101 - the view sees to it
    return AccountMenu(person.display_name, _is_member(person), _edit_address(person, request.GET.get("article", "")))


def fillings() -> tuple[Filling, ...]:
    """Joined in `warta.project.wiring`."""
    return (Filling("site.account", "account", "pressed", _door),)


def _door(_context: Mapping[str, Any]) -> str:
    """The same for everybody: a link to the account, which the script replaces for who is signed in."""
    return render_to_string(
        "readers/account/door.html", {"overlay": here("/account/overlay"), "door": here("/account/")}
    )


def _is_member(person: User) -> bool:
    return person.is_staff and person.has_perm("wagtailadmin.access_admin")


def _edit_address(person: User, number: str) -> str:
    page_id = number_of_row(number)
    if page_id is None or not _is_member(person):
        return ""
    page = Page.objects.filter(pk=page_id).first()
    if page is None or not page.permissions_for_user(person).can_edit():
        return ""
    return reverse("wagtailadmin_pages:edit", args=[page_id])
