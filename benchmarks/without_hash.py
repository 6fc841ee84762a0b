"""The settings of a site whose passwords cost nothing: for what signing in costs apart from their hash."""

from __future__ import annotations

from warta.project.settings import *  # noqa: F403 - all of them but one

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
