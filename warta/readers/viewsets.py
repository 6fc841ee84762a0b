"""Wagtail's pages about users, for our model: no user name, first or last name, and changes of roles are recorded."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.users.views.users import CreateView, DeleteView, EditView, UserViewSet

from warta.readers.forms import MemberCreationForm, MemberEditForm
from warta.readers.models import User
from warta.readers.services import note_roles, remove_member, set_language


class MemberCreateView(CreateView):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}

    def save_instance(self) -> User:
        person: User = super().save_instance()
        set_language(person, person.language)
        note_roles(person, by=self.request.user.public_id, action="member.added")
        return person


class MemberEditView(EditView):
    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        refuse_to_touch_the_mightier(request.user, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}

    def save_instance(self) -> User:
        before = _powers(User.objects.get(pk=self.object.pk))
        person: User = super().save_instance()
        set_language(person, person.language)
        if _powers(person) != before:
            note_roles(person, by=self.request.user.public_id)
        return person


class MemberDeleteView(DeleteView):
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        refuse_to_touch_the_mightier(request.user, self.get_object())
        return super().dispatch(request, *args, **kwargs)

    def delete_action(self) -> None:
        remove_member(self.object, by=self.request.user.public_id)


class MemberViewSet(UserViewSet):
    add_view_class = MemberCreateView
    edit_view_class = MemberEditView
    delete_view_class = MemberDeleteView
    create_template_name = "readers/member_create.html"
    edit_template_name = "readers/member_edit.html"

    def get_form_class(self, for_update: bool = False) -> type[MemberCreationForm] | type[MemberEditForm]:
        return MemberEditForm if for_update else MemberCreationForm


def refuse_to_touch_the_mightier(by: User, person: User) -> None:
    """Who manages members does not thereby take over an administrator's account. Raises PermissionDenied."""
    if person.is_superuser and not by.is_superuser:
        raise PermissionDenied


def _powers(person: User) -> tuple[bool, bool, list[int]]:
    return person.is_superuser, person.is_active, sorted(person.groups.values_list("pk", flat=True))
