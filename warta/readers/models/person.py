"""One table of people, staff and readers alike; roles are groups. Personal data lives in the vault, sealed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from warta.lib.clock import now
from warta.lib.ids import opaque_id


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The e-mail address stays in clear for the account library and is shown to nobody but the privileged."""

    public_id = models.CharField(max_length=26, unique=True, default=opaque_id, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(
        _("public name"), max_length=60, blank=True, help_text=_("Shown beside what this person publishes.")
    )
    language = models.CharField(_("language"), max_length=5, blank=True)
    is_staff = models.BooleanField(_("works in the newsroom"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    must_change_password = models.BooleanField(default=False, editable=False)
    # In the newsroom; without meaning for readers. Only members of the demonstration do without.
    needs_second_factor = models.BooleanField(default=True, editable=False)
    joined_at = models.DateTimeField(_("joined"), default=now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        permissions: ClassVar[Any] = [("read_vault", _("Can read personal data of members"))]

    def __str__(self) -> str:
        # Wagtail's log and many admin lists store this; it must not be personal.
        return self.public_id

    def clean(self) -> None:
        super().clean()
        self.email = type(self).objects.normalize_email(self.email).lower()

    def get_full_name(self) -> str:
        return self.display_name or self.public_id

    def get_short_name(self) -> str:
        return self.get_full_name()

    @property
    def first_name(self) -> str:
        """Wagtail's forms and lists expect it; the real name is in the vault."""
        return self.display_name

    @property
    def last_name(self) -> str:
        return ""

    @property
    def subject(self) -> str:
        """How the audit log names this person."""
        return f"person:{self.public_id}"
