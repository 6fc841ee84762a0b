"""`warta member`: accounts for the newsroom, from the command line."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from warta.readers.models import User
from warta.readers.roles import ROLES
from warta.readers.services import MemberRefused, add_member, give_one_time_password


class Command(BaseCommand):
    help = "Add a member of the newsroom, or give one a new one-time password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["add", "password"])
        parser.add_argument("email")
        parser.add_argument("--role", action="append", choices=list(ROLES), default=[], help="may be given repeatedly")
        parser.add_argument("--superuser", action="store_true", help="may do everything")
        parser.add_argument("--name", default="", help="the name shown beside what they publish")
        parser.add_argument("--language", choices=[code for code, _ in settings.LANGUAGES], default="")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError:
            raise CommandError("That is not an e-mail address.") from None
        try:
            password = self._added(options) if options["action"] == "add" else self._given(options["email"])
        except LookupError:
            raise CommandError("The site is not prepared yet: run `warta prepare` first.") from None
        self.stdout.write(f"One-time password: {password}")
        self.stdout.write(f"Sign in at {settings.SITE_URL}/newsroom/ and choose your own.")

    def _added(self, options: dict[str, Any]) -> str:
        if not options["role"] and not options["superuser"]:
            raise CommandError(f"Say what they do: --role {' | '.join(ROLES)}, or --superuser.")
        try:
            _, password = add_member(
                options["email"], roles=options["role"], name=options["name"], language=options["language"],
                is_superuser=options["superuser"],
            )  # fmt: skip
        except MemberRefused as refusal:
            raise CommandError(str(refusal)) from None
        return password

    def _given(self, email: str) -> str:
        person = User.objects.filter(email=email.lower(), is_staff=True).first()
        if person is None:
            raise CommandError("No member of the newsroom has this e-mail address.")
        return give_one_time_password(person)
