"""Members in the newsroom: the way to their personal data, bulk changes written down, permissions to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from warta.readers import vault
from warta.readers.models import User
from warta.readers.services import note_roles
from warta.readers.viewsets import refuse_to_touch_the_mightier


@hooks.register("register_permissions")
def permissions_of_members() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label__in=("readers", "audit"), content_type__model__in=(
        "user", "auditentry"))  # fmt: skip


@hooks.register("register_user_listing_buttons")
def personal_data_button(user: User, request_user: User) -> Iterator[Button]:
    if request_user.has_perm(vault.READ_PERMISSION):
        yield Button(_("Personal data"), reverse("personal_data", args=[user.public_id]), icon_name="lock", priority=40)


@hooks.register("before_bulk_action")
def guard_bulk_action(request: HttpRequest, action: str, objects: Iterable[Any], instance: Any) -> None:
    people = [item for item in objects if isinstance(item, User)]
    for person in people:
        refuse_to_touch_the_mightier(request.user, person)  # type: ignore[arg-type]
    if people and action == "delete":
        for person in people:
            vault.destroy(person, by=request.user.public_id)  # type: ignore[union-attr]


@hooks.register("after_bulk_action")
def note_bulk_action(request: HttpRequest, action: str, objects: Iterable[Any], instance: Any) -> None:
    if action == "delete":
        return
    for person in objects:
        if isinstance(person, User):
            note_roles(User.objects.get(pk=person.pk), by=request.user.public_id)  # type: ignore[union-attr]
