"""How passwords are hashed."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class LeanArgon2(Argon2PasswordHasher):
    """Argon2id as OWASP asks for at least: 19 MiB, two passes, one lane. Django's own takes 100 MiB each time."""

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1
