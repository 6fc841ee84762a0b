"""Members in the newsroom: the way to their personal data, bulk changes written down, permissions to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.users.views.bulk_actions.delete import DeleteBulkAction

from warta.audit.services import SYSTEM
from warta.readers import vault
from warta.readers.models import User
from warta.readers.own_data.newsroom import retention_menu_item, retention_urls
from warta.readers.services import note_roles, remove_member
from warta.readers.terms.newsroom import TermsViewSet, publishing_urls
from warta.readers.viewsets import refuse_to_touch_the_mightier


@hooks.register("register_permissions")
def permissions_of_members() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label__in=("readers", "audit"), content_type__model__in=(
        "user", "auditentry", "termsdocument"))  # fmt: skip


@hooks.register("register_user_listing_buttons")
def personal_data_button(user: User, request_user: User) -> Iterator[Button]:
    if request_user.has_perm(vault.READ_PERMISSION):
        yield Button(_("Personal data"), reverse("personal_data", args=[user.public_id]), icon_name="lock", priority=40)


@hooks.register("before_bulk_action")
def guard_bulk_action(request: HttpRequest, action: str, objects: Iterable[Any], instance: Any) -> None:
    for person in objects:
        if isinstance(person, User):
            refuse_to_touch_the_mightier(request.user, person)  # type: ignore[arg-type]


@hooks.register("after_bulk_action")
def note_bulk_action(request: HttpRequest, action: str, objects: Iterable[Any], instance: Any) -> None:
    if action == "delete":
        return
    for person in objects:
        if isinstance(person, User):
            note_roles(User.objects.get(pk=person.pk), by=request.user.public_id)  # type: ignore[union-attr]


@hooks.register("register_bulk_action", order=100)  # after Wagtail's own, whose place it takes
class RemoveMembers(DeleteBulkAction):
    """Wagtail's would delete rows; ours erases people: key, sessions, history and all, in the one transaction."""

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "by": self.request.user.public_id}

    @classmethod
    def execute_action(cls, objects: list[User], *, by: str = SYSTEM, **kwargs: Any) -> tuple[int, int]:  # noqa: ARG003
        for person in objects:
            remove_member(person, by=by)
        return len(objects), 0


@hooks.register("register_admin_viewset")
def terms() -> TermsViewSet:
    return TermsViewSet()


@hooks.register("register_admin_urls")
def own_pages() -> list[URLPattern]:
    return [*publishing_urls(), *retention_urls()]


@hooks.register("register_reports_menu_item")
def retention_in_menu() -> MenuItem:
    return retention_menu_item()
